"""Where the guidance and the user's own figures contradict each other. It is said aloud; nothing is averaged away."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.deciding.balance import Row, weigh
from core.deciding.measured import ARM_OF, MEASURED, MeasuredCriterion
from core.deciding.measurements import Measurements
from core.deciding.options import OPTION_LABELS, OPTIONS, Option, Strengths
from core.deciding.sources import cite

WORTH_SAYING = 0.05
"""Difference in accuracy from which a contradiction is told."""


@dataclass(frozen=True)
class Conflict:
    """One contradiction in words, and the measured criterion that it is about; empty for the result as a whole."""

    text: str
    key: str = ""


def find_conflicts(rows: Sequence[Row], measurements: Measurements) -> list[Conflict]:
    """The result as a whole first, then figure by figure."""
    measured = [row for row in rows if row.measured]
    if not measured:
        return []
    by_guidance = weigh([row for row in rows if not row.measured]).leader
    whole = _whole(by_guidance, weigh(measured).leader)
    best = _of_accuracy(by_guidance, measurements)
    single = (_of_figure(MEASURED[row.key], row.strengths, measurements) for row in measured)
    return [*whole, *best, *(conflict for conflict in single if conflict)]


def _whole(by_guidance: Option | None, by_figures: Option | None) -> list[Conflict]:
    if by_guidance is None or by_figures is None or by_guidance == by_figures:
        return []
    text = (
        f"Your answers alone lead to {OPTION_LABELS[by_guidance]}, your own figures alone to "
        f"{OPTION_LABELS[by_figures]}. Which of them weighs more is yours to say."
    )
    return [Conflict(text)]


def _of_accuracy(by_guidance: Option | None, measurements: Measurements) -> list[Conflict]:
    """Another option was measured to be more accurate than the one that the answers lead to."""
    values = measurements.accuracy.values if measurements.accuracy else {}
    measured = {option: values[arm] for option, arm in ARM_OF.items() if arm in values}
    if by_guidance not in measured:
        return []
    best = max(measured, key=lambda option: measured[option])
    if measured[best] - measured[by_guidance] < WORTH_SAYING:
        return []
    text = (
        f"Your answers alone lead to {OPTION_LABELS[by_guidance]}, but on your questions {OPTION_LABELS[best]} was "
        f"more accurate: {MEASURED['measured accuracy'].answer(measurements)}."
    )
    return [Conflict(text, "measured accuracy")]


def _of_figure(criterion: MeasuredCriterion, strengths: Strengths, measurements: Measurements) -> Conflict | None:
    """The documents expect one option to do better than another, and it was measured to do worse."""
    if criterion.expects is None:
        return None
    better, worse = criterion.expects
    points: dict[Option, float] = dict(zip(OPTIONS, strengths, strict=True))
    if points[better] >= points[worse]:
        return None
    text = (
        f"{cite(criterion.sources)} would have {OPTION_LABELS[better]} ahead of {OPTION_LABELS[worse]} here. "
        f"{criterion.label}: {criterion.answer(measurements)}."
    )
    return Conflict(text, criterion.key)
