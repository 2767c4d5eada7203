"""Questions that a model writes for spans of a passage, kept where the model, given the passage, answers the span back.

Which spans are worth a question, the caller says. Before it is answered back a question has to be well formed (see
`question_form`): a small model writes much that is not.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

from core.records import Passage
from core.tuning.proposing.likeness import plain
from core.tuning.proposing.proposal import Proposal
from core.tuning.proposing.question_form import is_well_formed

if TYPE_CHECKING:
    from core.models.pocket.generator import PocketGenerator

FindSpans = Callable[[str], Iterable[tuple[int, int]]]
"""A text -> the spans in it that are worth a question."""

NOT_BACK = "the model did not answer the same back"
BADLY_FORMED = "no clear question was written"


class Writer(Protocol):
    """A model that writes questions and answers them."""

    def write(self, passage: Passage, answer: str) -> str: ...

    def answer(self, question: str, passage: Passage) -> str:
        """Empty where it refuses."""
        ...


class PocketWriter:
    """The embedded model without an adapter."""

    def __init__(self, generator: "PocketGenerator") -> None:
        self._generator = generator

    def write(self, passage: Passage, answer: str) -> str:
        from core.models.pocket.questions import write_question

        return write_question(self._generator.model, passage.text, answer)

    def answer(self, question: str, passage: Passage) -> str:
        reply = self._generator.reply(question, [passage])
        return "" if reply.refused else reply.text


def ask_about(
    passage: Passage, spans: Iterable[tuple[int, int]], writer: Writer, drop: Callable[[str], object]
) -> Iterator[Proposal]:
    """Questions for spans of a passage that pass; for each other one `drop` is told why. Offsets are the document's."""
    for start, end in spans:
        answer = passage.text[start:end]
        question = tidy(writer.write(passage, answer), passage.text)
        if not is_well_formed(question, passage.text, start, end):
            drop(BADLY_FORMED)
        elif plain(writer.answer(question, passage)) != plain(answer):
            drop(NOT_BACK)
        else:
            yield Proposal(question, answer, passage.start + start, passage.start + end, "written")


def tidy(question: str, text: str) -> str:
    """A lower-case question with a capital in front and names spelled as in the text.

    >>> tidy("who leads port lodden ?", "In Port Lodden, Ada Byrne leads.")
    'Who leads Port Lodden?'
    """
    names = {name.casefold(): name for name in re.findall(r"(?<=[a-z,;] )[A-Z][\w-]*(?: [A-Z\d][\w-]*)*", text)}
    words = {part.casefold(): part for name in names.values() for part in name.split()}
    spelled = re.sub(r"[\w-]+", lambda match: words.get(match[0], match[0]), question.strip())
    spelled = re.sub(r"\s+([?,.;:])", r"\1", spelled)
    return spelled[:1].upper() + spelled[1:]
