"""How well passages were found, and how well an answer cites them. Scores lie in [0, 1]; None where they do not apply.

A passage is right for a question if it comes from the question's document and holds an accepted answer as whole words,
both after SQuAD normalisation. That needs an answerable question whose document is known and an arm that was given
passages: for a closed-book arm there is nothing to score, which is None and not 0.
"""

import math
from collections.abc import Sequence
from functools import cached_property

from core.measuring.text_scores import contains_answer, holds_answer, pad
from core.records import Answer, EvaluationQuestion, Passage


class Corpus:
    """All passages that could be found. Empty where they are not known: what was found is then all there is."""

    def __init__(self, passages: Sequence[Passage] = ()) -> None:
        self._passages = tuple(passages)
        self._padded: dict[str, list[str]] = {}
        self._right: dict[tuple[str, tuple[str, ...]], int] = {}

    @cached_property
    def documents(self) -> frozenset[str]:
        return frozenset(passage.document for passage in self._passages)

    def can_judge(self, question: EvaluationQuestion, answer: Answer) -> bool:
        """Whether passages were given, and the question says where its answer stands."""
        known = not self.documents or question.source in self.documents
        return bool(answer.sources and question.source and known) and not question.unanswerable

    def count_right(self, question: EvaluationQuestion) -> int:
        """How many of all passages are right for a question."""
        key = (question.source, question.answers)
        if key not in self._right:
            self._right[key] = sum(holds_answer(text, question.answers) for text in self._texts(question.source))
        return self._right[key]

    def _texts(self, document: str) -> list[str]:
        if document not in self._padded:
            self._padded[document] = [pad(each.text) for each in self._passages if each.document == document]
        return self._padded[document]


def is_right(passage: Passage, question: EvaluationQuestion) -> bool:
    return passage.document == question.source and contains_answer(passage.text, question.answers)


def hit(question: EvaluationQuestion, answer: Answer, corpus: Corpus) -> float | None:
    """1.0 where a right passage was found."""
    return float(any(_right_by_rank(question, answer))) if corpus.can_judge(question, answer) else None


def reciprocal_rank(question: EvaluationQuestion, answer: Answer, corpus: Corpus) -> float | None:
    """1 / rank of the first right passage, 0 where none was found; the mean over questions is the MRR."""
    if not corpus.can_judge(question, answer):
        return None
    right = _right_by_rank(question, answer)
    return 1 / (1 + right.index(True)) if any(right) else 0.0


def ndcg(question: EvaluationQuestion, answer: Answer, corpus: Corpus) -> float | None:
    """Discounted gain of the passages found over that of the best order of all right ones (Järvelin, Kekäläinen 2002).

    Binary gain, cut at the number of passages found.
    """
    if not corpus.can_judge(question, answer):
        return None
    right = _right_by_rank(question, answer)
    best = [True] * min(len(right), max(sum(right), corpus.count_right(question)))
    return _discounted_gain(right) / _discounted_gain(best) if best else 0.0


def citation_precision(question: EvaluationQuestion, answer: Answer, corpus: Corpus) -> float | None:
    """Share of the passages cited that are right; None where the arm refused or cited none."""
    cited = _cited(answer)
    if answer.refused or not cited or not corpus.can_judge(question, answer):
        return None
    return sum(is_right(passage, question) for passage in cited) / len(cited)


def citation_recall(question: EvaluationQuestion, answer: Answer, corpus: Corpus) -> float | None:
    """1.0 where a passage cited is right, 0 also where none is cited; None where the arm refused."""
    if answer.refused or not corpus.can_judge(question, answer):
        return None
    return float(any(is_right(passage, question) for passage in _cited(answer)))


def _cited(answer: Answer) -> list[Passage]:
    """The passages that the answer itself rests on; evidence found afterwards was not used and is no citation."""
    cited = {evidence.passage_id for evidence in answer.evidence if evidence.used}
    return [source.passage for source in answer.sources if source.passage.id in cited]


def _right_by_rank(question: EvaluationQuestion, answer: Answer) -> list[bool]:
    ranked = sorted(answer.sources, key=lambda source: source.rank)
    return [is_right(source.passage, question) for source in ranked]


def _discounted_gain(right: Sequence[bool]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(right, start=1))
