"""One change that would give a result another leader: in words, and as what it changes, so that it can be checked."""

from dataclasses import dataclass, replace

from core.deciding.balance import rows_of, weigh
from core.deciding.case import Case
from core.deciding.measured import ARM_OF
from core.deciding.measurements import Measurements
from core.deciding.options import Option


@dataclass(frozen=True)
class Reversal:
    """`winner` would lead if `answers` were given, `weights` set, or `accuracy` measured. `text` says it."""

    text: str
    winner: Option
    answers: tuple[tuple[str, str], ...] = ()
    weights: tuple[tuple[str, float], ...] = ()
    accuracy: tuple[Option, float] | None = None


def leader_of(case: Case, measurements: Measurements) -> Option | None:
    """Who leads in a case."""
    return weigh(rows_of(case, measurements)).leader


def apply_reversal(reversal: Reversal, case: Case, measurements: Measurements) -> tuple[Case, Measurements]:
    """The case and the measurements as the reversal has them."""
    for key, level in reversal.answers:
        case = case.answer(key, level)
    for key, weight in reversal.weights:
        case = case.weigh(key, weight)
    if reversal.accuracy:
        measurements = with_accuracy(measurements, *reversal.accuracy)
    return case, measurements


def with_accuracy(measurements: Measurements, option: Option, accuracy: float) -> Measurements:
    """The same measurements, had this option been measured so accurate; unchanged where no accuracy was measured."""
    figures = measurements.accuracy
    if figures is None:
        return measurements
    return replace(measurements, accuracy=replace(figures, values={**figures.values, ARM_OF[option]: accuracy}))
