"""An arm's answer -> the state of its sentences and the passages that they are checked against.

An arm that was given passages is checked against these. For one that answered from memory passages are searched for
now, after the answer: what is found is evidence, but was not used. It is no part of the arm, and not of its time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from core.answering.arms import Searcher
from core.answering.verifying import claims_of, verify
from core.records import Answer, CheckedSentence, Evidence, Passage, RankedPassage
from core.settings import RetrievalSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Embed = Callable[[Sequence[str]], NDArray[np.float32]]

OPENING_CHARACTERS = 200
PASSAGES_AFTERWARDS = 4
"""Passages found for the question, and as many for the question with its answer."""


class PassageIndex(Searcher, Protocol):
    """What checking needs of an index: to search in it, and how its documents begin."""

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages, by document and position."""


@dataclass(frozen=True)
class CheckedAnswer:
    """An answer with its sentences, none where it is a refusal. `sources`: the passages that it was checked against.

    `used`: whether the arm was given them, or they were found afterwards.
    """

    answer: Answer
    sentences: tuple[CheckedSentence, ...]
    sources: tuple[RankedPassage, ...]
    used: bool

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What the model copied, and what supports or contradicts its sentences."""
        return (*self.answer.evidence, *(each for sentence in self.sentences for each in sentence.evidence))


def check_answer(
    answer: Answer, embed: "Embed", index: PassageIndex | None, settings: RetrievalSettings | None = None
) -> CheckedAnswer:
    """Verify every sentence. `index`: where to search for an answer that was given without passages."""
    settings = settings or RetrievalSettings()
    used = bool(answer.sources)
    if answer.refused:
        return CheckedAnswer(answer, (), answer.sources, used)
    sources = answer.sources if used else _search_afterwards(answer, index, settings)
    passages = [each.passage for each in sources]
    openings = _openings(passages, index)
    sentences = tuple(
        sentence
        for text, question in _statements(answer)
        for sentence in verify(text, question, passages, embed, openings)
    )
    if not used:
        sentences = tuple(_not_used(sentence) for sentence in sentences)
    return CheckedAnswer(answer, sentences, sources, used)


def _statements(answer: Answer) -> list[tuple[str, str]]:
    """What is said in answer to which question: after a second look, to those that it asked."""
    said = [(look.text, look.question) for look in answer.looks if look.used]
    return said or [(answer.text, answer.question)]


def texts_to_embed(answer: Answer) -> list[str]:
    """What checking an answer will want the vectors of, so that those of several answers can be made at once."""
    if answer.refused:
        return []
    claims = [claim for text, question in _statements(answer) for claim in claims_of(text, question)]
    return [*claims, *([] if answer.sources else _asked_afterwards(answer))]


def _asked_afterwards(answer: Answer) -> list[str]:
    return [answer.question, f"{answer.question} {answer.text}"]


def _search_afterwards(
    answer: Answer, index: PassageIndex | None, settings: RetrievalSettings
) -> tuple[RankedPassage, ...]:
    """The passages found for the question alone and with its answer, each once, ranked anew."""
    if index is None:
        return ()
    questions = _asked_afterwards(answer)
    found = [index.search_timed(each, PASSAGES_AFTERWARDS, settings.candidates).passages for each in questions]
    once = {each.passage.id: each for passages in found for each in passages}
    return tuple(replace(each, rank=rank) for rank, each in enumerate(once.values(), start=1))


def _openings(passages: Sequence[Passage], index: PassageIndex | None) -> dict[str, str]:
    """How the documents of some passages begin."""
    names = {each.document for each in passages}
    first: dict[str, str] = {}
    for each in index.passages if index else ():
        if each.document in names:
            first.setdefault(each.document, each.text[:OPENING_CHARACTERS])
    return first


def _not_used(sentence: CheckedSentence) -> CheckedSentence:
    return replace(sentence, evidence=tuple(replace(each, used=False) for each in sentence.evidence))
