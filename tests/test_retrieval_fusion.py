"""Fused scores against arithmetic by hand."""

import doctest

import pytest

from core.retrieval import fusion
from core.retrieval.fusion import WEIGHTS, fuse_scores


def everywhere(scores: dict[str, float], **others: dict[str, float]) -> dict[str, dict[str, float]]:
    """These scores under each name but those given otherwise."""
    return {name: others.get(name, scores) for name in WEIGHTS}


def test_the_example_in_the_docstring_holds() -> None:
    assert doctest.testmod(fusion).failed == 0


def test_a_fused_score_is_the_weighted_mean() -> None:
    assert fuse_scores(everywhere({"a": 0.2}, sentence={"a": 0.7})) == [("a", pytest.approx((3 * 0.2 + 2 * 0.7) / 5))]


def test_a_passage_that_a_search_did_not_find_counts_as_its_last() -> None:
    scores = everywhere({"a": 0.5, "b": 0.5, "c": 0.5}, dense={"a": 0.9, "b": 0.4})
    assert fuse_scores(scores) == [("a", pytest.approx(0.58)), ("b", pytest.approx(0.48)), ("c", pytest.approx(0.48))]


def test_nothing_fuses_to_nothing() -> None:
    assert fuse_scores({}) == fuse_scores(everywhere({})) == []
