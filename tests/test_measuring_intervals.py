"""Intervals against SciPy's bootstrap and exact binomial bounds."""

import numpy as np
import pytest
from scipy import stats

from core.measuring.intervals import estimate_difference, estimate_mean, estimate_over_seeds

SCORES = [float(value) for value in np.random.default_rng(3).beta(2, 3, 60)]


def test_the_interval_is_that_of_scipys_percentile_bootstrap():
    found = estimate_mean(SCORES)
    known = stats.bootstrap((SCORES,), np.mean, method="percentile", n_resamples=20_000, rng=1).confidence_interval
    assert found is not None
    assert found.value == pytest.approx(np.mean(SCORES))
    assert (found.low, found.high) == pytest.approx((known.low, known.high), abs=0.006)


@pytest.mark.parametrize(("right", "n"), [(0, 7), (7, 7), (20, 20)])
def test_where_all_are_alike_the_bound_is_the_exact_binomial_one(right: int, n: int):
    found = estimate_mean([1.0] * right + [0.0] * (n - right))
    known = stats.binomtest(right, n).proportion_ci(method="exact")
    assert found is not None
    assert (found.low, found.high) == pytest.approx((known.low, known.high))


def test_what_has_no_score_is_left_out_and_nothing_gives_none():
    found = estimate_mean([1.0, None, 0.0, None])
    assert found is not None
    assert (found.value, found.n) == (0.5, 2)
    assert estimate_mean([None]) is estimate_mean([]) is None


def test_differences_are_paired_and_so_narrower_than_the_arms_own_intervals():
    better = [score + 0.1 for score in SCORES]
    found, alone = estimate_difference(better, SCORES), estimate_mean(SCORES)
    assert found is not None
    assert alone is not None
    assert found.value == pytest.approx(0.1)
    assert found.high - found.low < 0.01 * (alone.high - alone.low)
    assert estimate_difference([1.0, None], [None, 1.0]) is None


def test_arms_without_a_difference_have_none():
    found = estimate_difference([1.0, 0.0], [1.0, 0.0])
    assert found is not None
    assert (found.value, found.low, found.high) == (0, 0, 0)


def test_seeds_that_disagree_widen_the_interval():
    alike, apart = [[1.0, 0.0] * 10] * 3, [[1.0] * 20, [0.0] * 20, [1.0, 0.0] * 10]
    one, other = estimate_over_seeds(alike), estimate_over_seeds(apart)
    assert one.value == other.value == 0.5
    assert other.high - other.low > 1.5 * (one.high - one.low)


def test_the_same_scores_give_the_same_interval():
    assert estimate_mean(SCORES) == estimate_mean(SCORES)
