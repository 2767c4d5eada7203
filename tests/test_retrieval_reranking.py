"""Passages in a new order by where a reader would begin its answer."""

import doctest
import math
from collections.abc import Sequence

import pytest

from core.records import Passage, RankedPassage
from core.retrieval import reranking
from core.retrieval.reranking import REREAD, WEIGHT, rerank


def found(*fused: float) -> list[RankedPassage]:
    """Passages called 1, 2, … with these scores."""
    ranks = range(1, len(fused) + 1)
    passages = [Passage(str(rank), "a.txt", "v1", 0, 1, str(rank)) for rank in ranks]
    return [RankedPassage(*each) for each in zip(passages, ranks, fused, strict=True)]


def test_the_example_in_the_docstring_holds() -> None:
    assert doctest.testmod(reranking).failed == 0


def test_a_share_counts_by_its_logarithm_beside_the_other_scores() -> None:
    """e³ times the share outweighs a score that is higher by 0.02, and not one that is higher by 0.04."""
    high, low = 1 / (1 + math.exp(-3)), 1 / (1 + math.exp(3))
    close = rerank("?", found(0.50, 0.48), lambda *_: (low, high))
    assert [(each.passage.text, each.rank) for each in close] == [("2", 1), ("1", 2)]
    assert close[0].fused == pytest.approx(0.48 + WEIGHT * math.log(high))
    apart = rerank("?", found(0.50, 0.46), lambda *_: (low, high))
    assert [(each.passage.text, each.pointer) for each in apart] == [("1", low), ("2", high)]


def test_only_the_first_are_read_and_the_others_stay_behind_them() -> None:
    asked: list[Sequence[str]] = []

    def point(question: str, texts: Sequence[str]) -> list[float]:
        assert question == "Which?"
        asked.append(texts)
        return [0.0] * (len(texts) - 1) + [1.0]

    ranked = rerank("Which?", found(*[0.5] * (REREAD + 2)), point)
    assert asked == [[str(number) for number in range(1, REREAD + 1)]]
    order = [REREAD, *range(1, REREAD), REREAD + 1, REREAD + 2]
    assert [each.passage.text for each in ranked] == list(map(str, order))
    assert [each.rank for each in ranked] == list(range(1, REREAD + 3))
    assert [each.pointer for each in ranked[REREAD:]] == [None, None]
