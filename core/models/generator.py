"""The seam between arms and models: a question, with or without passages, in; a reply that names its sources out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from core.records import Memory, Passage, RankedPassage, WrittenToken

NOT_STATED = "not stated"
"""What a model writes when the passages, or its memory, do not hold the answer."""

OnText = Callable[[str], object]
"""Called with all of an answer that is written so far, each time there is more of it."""


@dataclass(frozen=True)
class CopiedSpan:
    """Characters `start` to `end` of `passages[passage].text` that the model copied, with their probability."""

    passage: int
    start: int
    end: int
    probability: float


@dataclass(frozen=True)
class Reply:
    """What a model wrote. `confidence` in [0, 1]; None, and no `spans`, where it cannot tell.

    `tokens` counts what it read and wrote, `tokens_written` the latter alone; 0 where it does not tell. `written` are
    those of the answer. `memory` is what the model takes on this machine; None where it runs elsewhere.
    `seconds_spared`: what it would have taken longer had the same passages not been read for another arm just before.
    """

    text: str
    refused: bool
    confidence: float | None
    spans: tuple[CopiedSpan, ...] = ()
    tokens: int = 0
    tokens_written: int = 0
    written: tuple[WrittenToken, ...] = ()
    memory: Memory | None = None
    seconds_spared: float = field(default=0.0, compare=False)


@dataclass(frozen=True)
class Fit:
    """How well a passage fits the question: the score that it was ranked by, None where it was not, and the cosine
    similarity of each of its sentences, as `split_sentences` counts them; none where that is not known."""

    score: float | None = None
    sentences: tuple[float, ...] = ()


def fits_of(found: Iterable[RankedPassage]) -> list[Fit]:
    """What a search tells of how well each of its passages fits."""
    return [Fit(each.fused, each.sentence_cosines) for each in found]


class Generator(Protocol):
    """A model that can be asked. Safe to call from several threads at once."""

    @property
    def name(self) -> str:
        """As it is shown with its answers."""

    def reply(
        self,
        question: str,
        passages: Sequence[Passage] = (),
        on_text: OnText | None = None,
        fits: Sequence[Fit] = (),
    ) -> Reply:
        """Answer from the passages, best first, or from what the model remembers where there are none.

        `on_text` is told of the words as they come, by models that can; what is returned is what counts. `fits`: of
        the passages, for models that weigh it; none where that is not known.
        """
        ...
