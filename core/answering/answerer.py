"""The seam between arms and everything that asks them, and the check that a question passes first.

An arm is anything with a `name` and an `answer`: comparison and evaluation know no more than this.
"""

import re
from typing import Protocol

from core.errors import UnusableInput
from core.models.generator import OnText
from core.records import Answer, ArmName

ARM_LABELS: dict[ArmName, str] = {
    "base": "Base",
    "rag": "RAG",
    "tuned": "Fine-tuned",
    "hybrid": "Hybrid",
    "auto": "Auto",
    "tuned-rag": "Fine-tuned + RAG",
}
"""Arms as people read them, in the order in which they are shown."""

QUESTION_CHARACTERS = 2_000

# C0 and C1 controls, line and paragraph separators, and lone surrogates, which no tokenizer can encode.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


class Answerer(Protocol):
    """An arm: one way of answering a question."""

    @property
    def name(self) -> ArmName:
        """The arm as it is named in commands and files."""

    def answer(self, question: str, on_text: OnText | None = None) -> Answer:
        """Answer one question. Raises an `AppError` when this arm cannot, with what to do about it.

        `on_text` is told of the words as they come, by arms whose model streams.
        """


def check_question(question: str) -> str:
    r"""The question as an arm receives it: runs of control characters become one space, the ends are stripped.

    Raises `UnusableInput` when nothing readable is left or when it is longer than 2,000 characters.

    >>> check_question(" How long\r\nis the notice period? ")
    'How long is the notice period?'
    """
    cleaned = _CONTROLS.sub(" ", question).strip()
    if not any(character.isprintable() and not character.isspace() for character in cleaned):
        raise UnusableInput("The question is empty. Type a question and ask again.")
    if len(cleaned) > QUESTION_CHARACTERS:
        raise UnusableInput(
            f"The question has {len(cleaned):,} characters; at most {QUESTION_CHARACTERS:,} are allowed. "
            "Shorten it, or add the long text as a document and ask about it."
        )
    return cleaned
