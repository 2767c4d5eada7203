"""Any model as a step of a LangChain composition."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.models.generator import Reply
from core.models.runnable import as_runnable
from core.records import Passage


@dataclass
class Echo:
    """A model that says what it was given."""

    name: str = "echo"

    def reply(self, question: str, passages: Sequence[Passage] = ()) -> Reply:
        return Reply(f"{question} {len(passages)}", False, 1.0)


def test_it_is_invoked_batched_and_composed():
    passage = Passage("1", "a.md", "v1", 0, 1, "x")
    runnable = as_runnable(Echo())
    assert runnable.get_name() == "echo"
    assert runnable.invoke({"question": "Why?"}) == Reply("Why? 0", False, 1.0)
    requests = [{"question": f"{n}", "passages": [passage] * n} for n in range(5)]
    assert [reply.text for reply in runnable.batch(requests)] == ["0 0", "1 1", "2 2", "3 3", "4 4"]
    chain = (lambda question: {"question": question}) | runnable | (lambda reply: reply.text.upper())
    assert chain.invoke("why?") == "WHY? 0"
