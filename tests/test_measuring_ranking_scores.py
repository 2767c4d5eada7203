"""Retrieval and citation scores against hand-worked cases and scikit-learn."""

import random

import numpy as np
import pytest
from sklearn.metrics import ndcg_score

from core.measuring.ranking_scores import Corpus, citation_precision, citation_recall, hit, ndcg, reciprocal_rank
from core.records import Answer, EvaluationQuestion, Evidence, Passage, RankedPassage

ASKED = EvaluationQuestion("How high is the fee?", ("12 euros",), "fees.md")
CLOSED = Answer("tuned", ASKED.question, "12 euros", False, 0.9, "m")


def passage(number: int, right: bool, document: str = "fees.md") -> Passage:
    text = "The fee is 12 euros." if right else "Nothing of use."
    return Passage(f"{document}-{number}", document, "v", 100 * number, 100 * number + len(text), text)


def answer(rights: list[bool], cited: list[int] = (), refused: bool = False, used: bool = True) -> Answer:
    passages = [passage(number, right) for number, right in enumerate(rights)]
    sources = tuple(RankedPassage(each, rank, 0.1) for rank, each in enumerate(passages, start=1))
    evidence = tuple(Evidence("fees.md", 0, 1, "x", passages[number].id, used=used) for number in cited)
    return Answer("rag", ASKED.question, "12 euros", refused, 0.9, "m", sources, evidence)


@pytest.mark.parametrize(
    ("rights", "rank"), [([True, False, True], 1), ([False, False, True], 1 / 3), ([False, False], 0)]
)
def test_hit_and_reciprocal_rank(rights: list[bool], rank: float):
    given = answer(rights)
    assert reciprocal_rank(ASKED, given, Corpus()) == pytest.approx(rank)
    assert hit(ASKED, given, Corpus()) == float(any(rights))


def test_ndcg_is_scikit_learns():
    """All passages of a corpus are ranked there; those found come first, in order, and k cuts behind them."""
    chance = random.Random(5)
    for _ in range(60):
        rights = [chance.random() < 0.4 for _ in range(chance.randint(2, 9))]
        k = chance.randint(1, len(rights))
        if not any(rights):
            continue
        corpus = Corpus([passage(number, right) for number, right in enumerate(rights)])
        ranks = np.arange(len(rights), 0, -1)
        known = ndcg_score([np.array(rights, dtype=float)], [ranks], k=k)
        assert ndcg(ASKED, answer(rights[:k]), corpus) == pytest.approx(known)


def test_citations():
    assert citation_precision(ASKED, answer([True, False, True], [0, 1]), Corpus()) == 0.5
    assert citation_recall(ASKED, answer([True, False], [0, 1]), Corpus()) == 1
    assert citation_recall(ASKED, answer([True, False], [1]), Corpus()) == 0
    assert citation_precision(ASKED, answer([True]), Corpus()) is None, "Nothing is cited."
    assert citation_recall(ASKED, answer([True]), Corpus()) == 0
    assert citation_recall(ASKED, answer([True], [0], used=False), Corpus()) == 0, "Found afterwards is no citation."
    assert citation_recall(ASKED, answer([True], [0], refused=True), Corpus()) is None


def test_an_answer_in_another_document_is_not_right():
    elsewhere = passage(0, True, "old-fees.md")
    given = Answer("rag", "", "12 euros", False, 1, "m", (RankedPassage(elsewhere, 1, 0.1),))
    assert hit(ASKED, given, Corpus()) == 0


@pytest.mark.parametrize("score", [hit, reciprocal_rank, ndcg, citation_precision, citation_recall])
def test_not_applicable_is_none_and_not_zero(score):
    read = answer([True], [0])
    assert score(ASKED, CLOSED, Corpus()) is None, "A closed-book arm retrieves nothing."
    assert score(EvaluationQuestion("?", (), "fees.md", unanswerable=True), read, Corpus()) is None
    assert score(EvaluationQuestion("?", ("12 euros",)), read, Corpus()) is None, "It names no document."
    assert score(ASKED, read, Corpus([passage(0, True, "other.md")])) is None, "Its document is not here."
