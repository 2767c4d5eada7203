"""Any `Generator` as a LangChain runnable: {"question": str, "passages": [Passage, …]} in, `Reply` out."""

from typing import TYPE_CHECKING, Any

from core.models.generator import Generator, Reply

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable


def as_runnable(generator: Generator) -> "Runnable[dict[str, Any], Reply]":
    """A runnable, to be composed with `|`, batched or traced as LangChain does."""
    from langchain_core.runnables import RunnableLambda

    def reply(request: dict[str, Any]) -> Reply:
        return generator.reply(request["question"], request.get("passages", ()))

    return RunnableLambda(reply, name=generator.name)
