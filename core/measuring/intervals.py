"""Scores of single questions -> their mean with a 95 % interval, by bootstrap over the questions. Seeded.

Source: Efron 1979, percentile method. The interval says how far the mean would move with other questions of the same
kind; it knows nothing of other documents or other trainings. Where all are right, or all wrong, resampling sees no
spread: the exact binomial bound (Clopper and Pearson 1934) stands in its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2_000
SEED = 0
TAIL = 0.05
BOUNDS = (100 * TAIL / 2, 100 * (1 - TAIL / 2))

Score = float | None
"""None where a question has no such score: it is left out, never counted as 0."""


@dataclass(frozen=True)
class Estimate:
    """A mean over `n` questions, with the bounds of its 95 % interval."""

    value: float
    low: float
    high: float
    n: int


def estimate_mean(scores: Sequence[Score]) -> Estimate | None:
    """The mean of scores in [0, 1], as far as they are there; None without any.

    >>> estimate_mean([1.0, None, 0.0, 1.0, 0.0])
    Estimate(value=0.5, low=0.0, high=1.0, n=4)
    """
    there = _there(scores)
    return _all_alike(there, len(there)) or _bootstrap(there)


def estimate_difference(first: Sequence[Score], second: Sequence[Score]) -> Estimate | None:
    """Mean of first minus second over the questions that have both scores, paired; None without any such question."""
    pairs = zip(first, second, strict=True)
    return _bootstrap(_there([None if one is None or other is None else one - other for one, other in pairs]))


def _there(scores: Sequence[Score]) -> NDArray[np.float64]:
    return np.array([score for score in scores if score is not None], dtype=np.float64)


def _all_alike(scores: NDArray[np.float64], questions: int) -> Estimate | None:
    """The exact bounds where every score is 0, or every one is 1; else None."""
    if not scores.size or scores.min() != scores.max() or scores.flat[0] not in (0, 1):
        return None
    value, spread = float(scores.flat[0]), 1 - (TAIL / 2) ** (1 / questions)
    return Estimate(value, max(0.0, value - spread), min(1.0, value + spread), questions)


def _bootstrap(scores: NDArray[np.float64]) -> Estimate | None:
    if not len(scores):
        return None
    low, high = np.percentile(_resample_weights(len(scores)) @ scores, BOUNDS)
    return Estimate(float(scores.mean()), float(low), float(high), len(scores))


def estimate_over_seeds(scores: Sequence[Sequence[float]]) -> Estimate:
    """Mean of (seeds, questions) scores, with an interval over both: seeds are drawn anew, then questions."""
    table = np.array(scores, dtype=np.float64)
    seeds, questions = table.shape
    if alike := _all_alike(table, questions):
        return alike
    chance = np.random.default_rng(SEED)
    by_seed = chance.multinomial(seeds, np.full(seeds, 1 / seeds), RESAMPLES) / seeds
    means = np.einsum("rs,sq,rq->r", by_seed, table, _resample_weights(questions), optimize=True)
    low, high = np.percentile(means, BOUNDS)
    return Estimate(float(table.mean()), float(low), float(high), questions)


@lru_cache(maxsize=32)
def _resample_weights(n: int) -> NDArray[np.float64]:
    """(RESAMPLES, n): how much each of n questions counts in each sample drawn with replacement; rows sum to 1."""
    return np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), RESAMPLES) / n
