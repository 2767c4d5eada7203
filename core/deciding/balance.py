"""The method: criteria x weights x strengths -> a share for each option. Arithmetic that can be checked with a pencil.

    share = 25 % + (weighted average of the strengths) / 12

A skipped question has strength 0 for every option and keeps its weight: it gives its say to all four alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.deciding.case import Case
from core.deciding.criteria import CRITERIA, Criterion
from core.deciding.measured import MEASURED
from core.deciding.measurements import Measurements
from core.deciding.options import HIGHEST, LOWEST, OPTIONS, SILENT, Option, Strengths

RANGE = HIGHEST - LOWEST
TIE = 1e-9


@dataclass(frozen=True)
class Row:
    """One line of the table. `answer` is empty where the question was skipped; `voices` are the strengths of all its
    answers, of which it could have had any.
    """

    key: str
    label: str
    answer: str
    weight: float
    strengths: Strengths
    measured: bool = False
    voices: tuple[Strengths, ...] = ()

    @property
    def skipped(self) -> bool:
        return not self.answer


@dataclass(frozen=True)
class Balance:
    """`shares` by option, together 1. `leader` has the largest; None where no one has."""

    shares: Mapping[Option, float]
    averages: Strengths
    leader: Option | None

    @property
    def ranking(self) -> list[Option]:
        """The options by their share, the largest first."""
        return sorted(self.shares, key=lambda option: -self.shares[option])

    @property
    def runner_up(self) -> Option:
        return self.ranking[1]


def rows_of(case: Case, measurements: Measurements) -> tuple[Row, ...]:
    """Every criterion of the guidance, answered or skipped, then what was measured."""
    guidance = [_guidance_row(criterion, case) for criterion in CRITERIA]
    speaking = ((each, each.speaks(measurements)) for each in MEASURED.values())
    measured = [
        Row(each.key, each.label, each.answer(measurements), case.weight(each.key), strengths, measured=True)
        for each, strengths in speaking
        if strengths
    ]
    return (*guidance, *measured)


def _guidance_row(criterion: Criterion, case: Case) -> Row:
    voices = tuple(level.strengths for level in criterion.levels)
    answer, strengths = "", SILENT
    if criterion.key in case.answers:
        level = criterion.level(case.answers[criterion.key])
        answer, strengths = level.label, level.strengths
    return Row(criterion.key, criterion.label, answer, case.weight(criterion.key), strengths, voices=voices)


def weigh(rows: Sequence[Row]) -> Balance:
    """The shares that these rows give. All are 25 % where nothing was answered or nothing has weight.

    >>> weigh([Row("a", "A", "yes", 3, Strengths(4, -3, 1, -2)), Row("b", "B", "", 1, SILENT)]).shares["rag"]
    0.5
    """
    total = sum(row.weight for row in rows)
    sums = [sum(row.weight * row.strengths[at] for row in rows) for at in range(len(OPTIONS))]
    averages = Strengths(*(each / total if total else 0.0 for each in sums))
    shares = {option: (average - LOWEST) / RANGE for option, average in zip(OPTIONS, averages, strict=True)}
    first, second = sorted(OPTIONS, key=lambda option: -shares[option])[:2]
    return Balance(shares, averages, first if shares[first] - shares[second] > TIE else None)
