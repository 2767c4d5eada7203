"""What would reverse a result: another answer, another weight, another measured accuracy. In words, nearest first.

Each reversal names the change itself, so that it can be applied and checked.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from core.deciding.balance import TIE, Row, rows_of, weigh
from core.deciding.case import HEAVIEST, Case
from core.deciding.criteria import CRITERIA, Criterion, Level
from core.deciding.measured import ARM_OF
from core.deciding.measurements import Figures, Measurements
from core.deciding.options import OPTION_LABELS, OPTIONS, SILENT, Option

STEPS = 2
"""Weights are told in halves, as the sliders have them."""
MOST_ANSWERS = 4


@dataclass(frozen=True)
class Reversal:
    """`winner` would lead if `answers` were given, `weights` set, or `accuracy` measured. `text` says it."""

    text: str
    winner: Option
    answers: tuple[tuple[str, str], ...] = ()
    weights: tuple[tuple[str, float], ...] = ()
    accuracy: tuple[Option, float] | None = None


def apply_reversal(reversal: Reversal, case: Case, measurements: Measurements) -> tuple[Case, Measurements]:
    """The case and the measurements as the reversal has them."""
    for key, level in reversal.answers:
        case = case.answer(key, level)
    for key, weight in reversal.weights:
        case = case.weigh(key, weight)
    if reversal.accuracy and measurements.accuracy:
        measurements = _with_accuracy(measurements, measurements.accuracy, *reversal.accuracy)
    return case, measurements


def find_reversals(case: Case, measurements: Measurements) -> list[Reversal]:
    """Single changes, and for an option that no single answer would put first, the fewest answers that would.

    None where no option leads.
    """
    leader = _leader(case, measurements)
    if leader is None:
        return []
    answers = list(_by_answer(case, measurements, leader))
    others = [option for option in OPTIONS if option not in {leader, *(each.winner for each in answers)}]
    for rival in others:
        answers += _by_fewest_answers(case, measurements, rival)
    return [*answers, *_by_accuracy(case, measurements, leader), *_by_weight(case, measurements, leader)]


def _leader(case: Case, measurements: Measurements) -> Option | None:
    return weigh(rows_of(case, measurements)).leader


def _by_answer(case: Case, measurements: Measurements, leader: Option) -> Iterator[Reversal]:
    """The nearest other answer in each direction that gives another leader."""
    for criterion in CRITERIA:
        for side in _other_levels(criterion, case):
            for level in side:
                winner = _leader(case.answer(criterion.key, level.key), measurements)
                if winner not in (None, leader):
                    yield _answer_reversal(case, winner, [(criterion, level)])
                    break


def _other_levels(criterion: Criterion, case: Case) -> tuple[Sequence[Level], ...]:
    """Going down and going up from the answer that was given; each by itself where there is none."""
    if criterion.key not in case.answers:
        return tuple((level,) for level in criterion.levels)
    at = criterion.levels.index(criterion.level(case.answers[criterion.key]))
    return criterion.levels[:at][::-1], criterion.levels[at + 1 :]


def _answer_reversal(case: Case, winner: Option, changes: Sequence[tuple[Criterion, Level]]) -> Reversal:
    *most, last = [level.if_so for _, level in changes]
    conditions = f"{', '.join(most)} and {last}" if most else last
    skipped = [criterion.label for criterion, _ in changes if criterion.key not in case.answers]
    note = f" (You skipped “{'” and “'.join(skipped)}”.)" if skipped else ""
    text = f"If {conditions}, {OPTION_LABELS[winner]} would lead.{note}"
    return Reversal(text, winner, answers=tuple((criterion.key, level.key) for criterion, level in changes))


def _by_fewest_answers(case: Case, measurements: Measurements, rival: Option) -> list[Reversal]:
    """Answers that together would put the rival first: at each step the one that helps it most, until it leads."""
    rows = rows_of(case, measurements)
    sums = sum((row.weight * numpy.array(row.strengths) for row in rows), numpy.zeros(len(OPTIONS)))
    moves = [
        _Move(criterion, level, _gain(criterion, level, case)) for criterion in CRITERIA for level in criterion.levels
    ]
    changes: list[_Move] = []
    while len(changes) < MOST_ANSWERS and moves:
        best = max(moves, key=lambda move: _margin(sums + move.gain, rival))
        sums = sums + best.gain
        changes.append(best)
        moves = [move for move in moves if move.criterion is not best.criterion]
        if _margin(sums, rival) > TIE:
            return [_answer_reversal(case, rival, [(move.criterion, move.level) for move in changes])]
    return []


class _Move(NamedTuple):
    """An answer, and what it would add to the weighted sums of the options."""

    criterion: Criterion
    level: Level
    gain: NDArray[numpy.float64]


def _gain(criterion: Criterion, level: Level, case: Case) -> NDArray[numpy.float64]:
    now = criterion.level(case.answers[criterion.key]).strengths if criterion.key in case.answers else SILENT
    weight = case.weight(criterion.key)
    return numpy.array(level.strengths, dtype=float) * weight - numpy.array(now, dtype=float) * weight


def _margin(sums: NDArray[numpy.float64], rival: Option) -> float:
    """By how much the rival is ahead of the best other option; below zero where it is behind."""
    at = OPTIONS.index(rival)
    return float(sums[at] - numpy.delete(sums, at).max())


def _by_weight(case: Case, measurements: Measurements, leader: Option) -> Iterator[Reversal]:
    """For each row the nearest weight below and above, in halves from 0 to 5, at which another option leads."""
    rows = rows_of(case, measurements)
    for row in (row for row in rows if not row.skipped):
        crossings = [_crossing(rows, row, leader, rival) for rival in OPTIONS if rival != leader]
        below = max((each for each in crossings if each < row.weight), default=-1.0)
        above = min((each for each in crossings if each > row.weight), default=math.inf)
        yield from _at_weight(case, measurements, row, "at most", math.ceil(below * STEPS - TIE) - 1)
        if above <= HEAVIEST:
            yield from _at_weight(case, measurements, row, "at least", math.floor(above * STEPS + TIE) + 1)


def _crossing(rows: Sequence[Row], row: Row, leader: Option, rival: Option) -> float:
    """The weight of this row at which the leader and the rival have the same share; their distance is linear in it."""
    ahead = {each.key: getattr(each.strengths, leader) - getattr(each.strengths, rival) for each in rows}
    rest = sum(each.weight * ahead[each.key] for each in rows if each is not row)
    return -rest / ahead[row.key] if ahead[row.key] else math.nan


def _at_weight(case: Case, measurements: Measurements, row: Row, word: str, steps: int) -> Iterator[Reversal]:
    weight = steps / STEPS
    if not 0 <= weight <= HEAVIEST:
        return
    winner = _leader(case.weigh(row.key, weight), measurements)
    if winner:
        says = f"If “{row.label}” weighed {word} {weight:g} instead of {row.weight:g}"
        yield Reversal(f"{says}, {OPTION_LABELS[winner]} would lead.", winner, weights=((row.key, weight),))


def _by_accuracy(case: Case, measurements: Measurements, leader: Option) -> Iterator[Reversal]:
    """How much worse the leader, or better another option, would have had to be measured; in whole percent."""
    if measurements.accuracy is None:
        return
    for option, arm in ARM_OF.items():
        if arm in measurements.accuracy.values:
            now = measurements.accuracy.values[arm]
            percents = range(math.ceil(100 * now) - 1, -1, -1) if option == leader else range(int(100 * now) + 1, 101)
            yield from _at_accuracy(case, measurements, leader, option, percents)


def _at_accuracy(
    case: Case, measurements: Measurements, leader: Option, option: Option, percents: Sequence[int]
) -> Iterator[Reversal]:
    figures = measurements.accuracy
    assert figures
    for percent in percents:
        winner = _leader(case, _with_accuracy(measurements, figures, option, percent / 100))
        if winner not in (None, leader):
            word = "at most" if option == leader else "at least"
            now = 100 * figures.values[ARM_OF[option]]
            says = f"If {OPTION_LABELS[option]} had been measured {word} {percent} % accurate instead of {now:.0f} %"
            text = f"{says}, {OPTION_LABELS[winner]} would lead."
            yield Reversal(text, winner, accuracy=(option, percent / 100))
            return


def _with_accuracy(measurements: Measurements, figures: Figures, option: Option, accuracy: float) -> Measurements:
    return replace(measurements, accuracy=replace(figures, values={**figures.values, ARM_OF[option]: accuracy}))
