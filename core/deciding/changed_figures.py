"""Weights and measured accuracies that would reverse a result, each the nearest to what it is now."""

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from core.deciding.balance import TIE, Row, rows_of
from core.deciding.case import HEAVIEST, Case
from core.deciding.measured import ARM_OF
from core.deciding.measurements import Measurements
from core.deciding.options import OPTION_LABELS, OPTIONS, Option
from core.deciding.reversal import Reversal, leader_of, with_accuracy

STEPS = 2
"""Weights are told in halves, as the sliders have them."""


def by_weight(case: Case, measurements: Measurements, leader: Option) -> Iterator[Reversal]:
    """For each row the nearest weight below and above, in halves from 0 to 5, at which another option leads."""
    rows = rows_of(case, measurements)
    for row in (row for row in rows if not row.skipped):
        crossings = [_crossing(rows, row, leader, rival) for rival in OPTIONS if rival != leader]
        below = max((each for each in crossings if each < row.weight), default=-1.0)
        above = min((each for each in crossings if each > row.weight), default=2 * HEAVIEST)
        for weight, end in (
            ((math.ceil(below * STEPS - TIE) - 1) / STEPS, 0.0),
            ((math.floor(above * STEPS + TIE) + 1) / STEPS, HEAVIEST),
        ):
            if 0 <= weight <= HEAVIEST:
                yield from _at_weight(case, measurements, row, weight, end)


def _crossing(rows: Sequence[Row], row: Row, leader: Option, rival: Option) -> float:
    """The weight of this row at which the leader and the rival have the same share; their distance is linear in it."""
    ahead = {each.key: getattr(each.strengths, leader) - getattr(each.strengths, rival) for each in rows}
    rest = sum(each.weight * ahead[each.key] for each in rows if each is not row)
    return -rest / ahead[row.key] if ahead[row.key] else math.nan


def _at_weight(case: Case, measurements: Measurements, row: Row, weight: float, end: float) -> Iterator[Reversal]:
    """`end` is as far as the weight can go that way: whoever leads here and there, leads in between."""
    winner = leader_of(case.weigh(row.key, weight), measurements)
    if winner is None:
        return
    as_far = leader_of(case.weigh(row.key, end), measurements) == winner
    says = f"If “{row.label}” weighed {_bound(weight, end, as_far)}{weight:g} instead of {row.weight:g}"
    yield Reversal(f"{says}, {OPTION_LABELS[winner]} would lead.", winner, weights=((row.key, weight),))


def _bound(value: float, end: float, as_far: bool) -> str:
    if not as_far or value == end:
        return ""
    return "at most " if end < value else "at least "


def by_accuracy(case: Case, measurements: Measurements, leader: Option) -> Iterator[Reversal]:
    """How much worse the leader, or better another option, would have had to be measured; in whole percent."""
    values = measurements.accuracy.values if measurements.accuracy else {}
    for option, arm in ARM_OF.items():
        if arm in values:
            now = 100 * values[arm]
            worse, better = range(math.ceil(now) - 1, -1, -1), range(math.floor(now) + 1, 101)
            yield from _at_accuracy(case, measurements, leader, option, worse if option == leader else better)


def _at_accuracy(
    case: Case, measurements: Measurements, leader: Option, option: Option, percents: Sequence[int]
) -> Iterator[Reversal]:
    """The further an option goes, the worse for the leader: the first percentage that reverses can be bisected."""

    def leads(percent: int) -> Option | None:
        return leader_of(case, with_accuracy(measurements, option, percent / 100))

    at = bisect_left(percents, True, key=lambda percent: leads(percent) not in (None, leader))
    if at == len(percents) or not measurements.accuracy:
        return
    percent, winner = percents[at], leads(percents[at])
    if winner is None:
        return
    now, end = measurements.accuracy.values[ARM_OF[option]], percents[-1]
    word = _bound(percent, end, leads(end) == winner)
    says = f"If {OPTION_LABELS[option]} had been measured {word}{percent} % accurate instead of {100 * now:.0f} %"
    yield Reversal(f"{says}, {OPTION_LABELS[winner]} would lead.", winner, accuracy=(option, percent / 100))
