"""Answers that would reverse a result: one alone where that is enough, else several together."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from core.deciding.balance import TIE, rows_of
from core.deciding.case import Case
from core.deciding.criteria import CRITERIA, Criterion, Level
from core.deciding.measurements import Measurements
from core.deciding.options import OPTION_LABELS, OPTIONS, SILENT, Option
from core.deciding.reversal import Reversal, leader_of

MOST_ANSWERS = 4


def by_one_answer(case: Case, measurements: Measurements, leader: Option) -> Iterator[Reversal]:
    """For each question the nearest other answer, in each direction, that gives another leader."""
    for criterion in CRITERIA:
        for side in _other_levels(criterion, case):
            for level in side:
                winner = leader_of(case.answer(criterion.key, level.key), measurements)
                if winner not in (None, leader):
                    yield _reversal(case, winner, [(criterion, level)])
                    break


def by_several_answers(case: Case, measurements: Measurements, rival: Option) -> list[Reversal]:
    """A short way to put the rival first: at each step the answer that helps it most, until it leads.

    None where four answers do not do. There may be other ways of the same length.
    """
    rows = rows_of(case, measurements)
    sums = sum((row.weight * numpy.array(row.strengths) for row in rows), numpy.zeros(len(OPTIONS)))
    moves = [_Move(each, level, _gain(each, level, case)) for each in CRITERIA for level in each.levels]
    changes: list[_Move] = []
    while len(changes) < MOST_ANSWERS and moves:
        best = max(moves, key=lambda move: _margin(sums + move.gain, rival))
        sums = sums + best.gain
        changes.append(best)
        moves = [move for move in moves if move.criterion is not best.criterion]
        if _margin(sums, rival) > TIE:
            return [_reversal(case, rival, [(move.criterion, move.level) for move in changes])]
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


def _other_levels(criterion: Criterion, case: Case) -> tuple[Sequence[Level], ...]:
    """Going down and going up from the answer that was given; each by itself where there is none."""
    if criterion.key not in case.answers:
        return tuple((level,) for level in criterion.levels)
    at = criterion.levels.index(criterion.level(case.answers[criterion.key]))
    return criterion.levels[:at][::-1], criterion.levels[at + 1 :]


def _reversal(case: Case, winner: Option, changes: Sequence[tuple[Criterion, Level]]) -> Reversal:
    *most, last = [level.if_so for _, level in changes]
    conditions = f"{', '.join(most)} and {last}" if most else last
    skipped = [f"“{criterion.label}”" for criterion, _ in changes if criterion.key not in case.answers]
    note = f" (You skipped {' and '.join(skipped)}.)" if skipped else ""
    text = f"If {conditions}, {OPTION_LABELS[winner]} would lead.{note}"
    return Reversal(text, winner, answers=tuple((criterion.key, level.key) for criterion, level in changes))
