"""How firm a result is: the same rows weighed many times with weights shaken and skipped questions answered at random.

Weights are drawn from a Dirichlet distribution around those that were set, so that each typically moves by half of
itself. A skipped question speaks in every draw as loudly as one of its answers, for options picked at random: it makes
the result less sure and favours no one. Seeded: the same case always gives the same figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from core.deciding.balance import RANGE, Row
from core.deciding.options import LOWEST, OPTIONS, Option

DRAWS = 2_000
SEED = 20_240
CONCENTRATION = 4.0
"""Dirichlet concentration per criterion: a weight's coefficient of variation is then close to 1/2."""


@dataclass(frozen=True)
class Confidence:
    """`first`: part of the draws in which an option had the largest share. `low`, `high`: 5th and 95th percentile of
    its share. All by option, 0 to 1.
    """

    first: Mapping[Option, float]
    low: Mapping[Option, float]
    high: Mapping[Option, float]
    draws: int = DRAWS


def shake(rows: Sequence[Row], draws: int = DRAWS, seed: int = SEED) -> Confidence:
    """Weigh the rows `draws` times. Without any weight every option is as likely as the others."""
    heavy = [row for row in rows if row.weight > 0]
    if not heavy:
        even = dict.fromkeys(OPTIONS, 1 / len(OPTIONS))
        return Confidence(even, even, even, draws)
    chance = numpy.random.default_rng(seed)
    set_weights = numpy.array([row.weight for row in heavy])
    weights = chance.dirichlet(CONCENTRATION * len(heavy) * set_weights / set_weights.sum(), size=draws)
    strengths = numpy.stack([_draw_strengths(row, draws, chance) for row in heavy], axis=1)
    shares = (numpy.einsum("dr,dro->do", weights, strengths) - LOWEST) / RANGE
    return _summarise(shares)


def _draw_strengths(row: Row, draws: int, chance: numpy.random.Generator) -> NDArray[numpy.float64]:
    """Strengths in each draw, shape (draws, 4)."""
    if not row.skipped:
        return numpy.tile(numpy.array(row.strengths, dtype=float), (draws, 1))
    voices = numpy.array(row.voices, dtype=float)
    return chance.permuted(voices[chance.integers(len(voices), size=draws)], axis=1)


def _summarise(shares: NDArray[numpy.float64]) -> Confidence:
    firsts = numpy.bincount(shares.argmax(axis=1), minlength=len(OPTIONS)) / len(shares)
    low, high = numpy.percentile(shares, [5, 95], axis=0)
    first, lowest, highest = (
        {option: float(value) for option, value in zip(OPTIONS, values, strict=True)} for values in (firsts, low, high)
    )
    return Confidence(first, lowest, highest, len(shares))
