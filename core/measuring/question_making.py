"""Evaluation questions made from what is there: from training pairs, and unanswerable ones by swapping documents.

A question becomes unanswerable by hiding its document from the search: passages of the others are given in its place.
That is fair only for a fact that stands in no other document and that no adapter was trained on; others are not taken.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.answering.checking import PassageIndex
from core.measuring.exposure import UNSEEN, tag_by_exposure
from core.measuring.text_scores import holds_answer, normalise, pad
from core.records import Document, EvaluationQuestion, Passage, RankedPassage, TrainingPair
from core.retrieval.index import SearchResult
from core.retrieval.reranking import Point
from core.tuning.lineage import trained_wordings

SWAPPED = "document swapped"
"""Tag of a question whose document is hidden from the search."""
EXTRA = 30
"""Passages searched for beside those wanted, so that enough are left when a document's are hidden."""


def questions_from_pairs(
    pairs: Sequence[TrainingPair], trained: Sequence[TrainingPair] = ()
) -> tuple[EvaluationQuestion, ...]:
    """One question for each pair that has a wording not trained on: the last such, as the least like the first.

    Pairs that were held out as a whole come first: they alone ask for facts that nobody has learned.
    """
    seen = {normalise(wording) for wording in trained_wordings(trained)}
    made: tuple[list[EvaluationQuestion], list[EvaluationQuestion]] = ([], [])
    for pair in pairs:
        wordings = (pair.question, *pair.paraphrases)
        if fresh := [wording for wording in wordings if normalise(wording) not in seen]:
            question = EvaluationQuestion(fresh[-1], (pair.answer,), pair.source, tags=pair.tags)
            made[len(fresh) < len(wordings)].append(question)
    return (*made[0], *made[1])


def swap_documents(
    questions: Sequence[EvaluationQuestion],
    documents: Sequence[Document],
    trained: Sequence[TrainingPair],
    count: int,
    seed: int = 0,
) -> tuple[EvaluationQuestion, ...]:
    """The set with up to `count` of its questions made unanswerable; which ones is drawn by the seed."""
    texts = {document.name: pad(document.text) for document in documents}
    fit = [
        at
        for at, question in enumerate(tag_by_exposure(questions, trained))
        if UNSEEN in question.tags and _holding(question, texts) == {question.source}
    ]
    chosen = set(random.Random(seed).sample(fit, min(count, len(fit))))
    return tuple(_swapped(question) if at in chosen else question for at, question in enumerate(questions))


def _holding(question: EvaluationQuestion, texts: Mapping[str, str]) -> set[str]:
    """Names of the documents in which the answer stands."""
    return {name for name, text in texts.items() if holds_answer(text, question.answers)}


def _swapped(question: EvaluationQuestion) -> EvaluationQuestion:
    return replace(question, answers=(), unanswerable=True, tags=(*question.tags, SWAPPED))


def hidden_documents(questions: Sequence[EvaluationQuestion]) -> dict[str, str]:
    """The document to hide, by the question."""
    return {question.question: question.source for question in questions if SWAPPED in question.tags}


@dataclass(frozen=True)
class HidingIndex:
    """An index that hides one document from each of some questions."""

    index: PassageIndex
    hidden: Mapping[str, str]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages: what is hidden is hidden from the search alone."""
        return self.index.passages

    def search_timed(self, question: str, k: int, candidates: int = 30, *, point: Point | None = None) -> SearchResult:
        document = self.hidden.get(question)
        if document is None:
            return self.index.search_timed(question, k, candidates, point=point)
        found = self.index.search_timed(question, k + EXTRA, candidates + EXTRA, point=point)
        shown = [each for each in found.passages if each.passage.document != document][:k]
        return replace(found, passages=tuple(_with_rank(each, rank) for rank, each in enumerate(shown, start=1)))


def _with_rank(found: RankedPassage, rank: int) -> RankedPassage:
    return replace(found, rank=rank)
