"""Reciprocal rank fusion against arithmetic by hand."""

import doctest

import pytest

from core.retrieval import fusion
from core.retrieval.fusion import fuse_ranks


def test_the_example_in_the_docstring_holds() -> None:
    assert doctest.testmod(fusion).failed == 0


def test_scores_are_sums_of_reciprocal_ranks() -> None:
    fused = fuse_ranks([["a", "b", "c"], ["c", "d"]], k=60)
    assert fused == [
        ("c", pytest.approx(1 / 63 + 1 / 61)),
        ("a", pytest.approx(1 / 61)),
        ("b", pytest.approx(1 / 62)),
        ("d", pytest.approx(1 / 62)),
    ]


def test_a_ranking_can_count_more_than_others() -> None:
    assert fuse_ranks([["a"], ["b"]], [1, 2], k=9) == [("b", pytest.approx(0.2)), ("a", pytest.approx(0.1))]


def test_equals_keep_the_order_of_the_first_ranking() -> None:
    assert [name for name, _ in fuse_ranks([["x", "y"], ["y", "x"]])] == ["x", "y"]


def test_nothing_fuses_to_nothing() -> None:
    assert fuse_ranks([]) == fuse_ranks([[], []]) == []
