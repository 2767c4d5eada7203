"""A case and what was measured -> the recommendation with everything that it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.deciding.balance import Balance, Row, rows_of, weigh
from core.deciding.case import Case
from core.deciding.confidence import Confidence, shake
from core.deciding.conflicts import Conflict, find_conflicts
from core.deciding.influence import Influence, influences
from core.deciding.measurements import Measurements
from core.deciding.obstacles import obstacles_of
from core.deciding.options import OPTION_LABELS, Option
from core.deciding.reversals import Reversal, find_reversals

Firmness = Literal["clear", "leaning", "open"]
CLEAR, LEANING = 0.8, 0.6
FIRMNESS: dict[Firmness, str] = {
    "clear": "Clear",
    "leaning": "Leaning",
    "open": "Open",
}


@dataclass(frozen=True)
class Recommendation:
    """`case` and `measurements` are what it was made from; `obstacles` stand in the way of the leader."""

    case: Case
    measurements: Measurements
    rows: Sequence[Row]
    balance: Balance
    confidence: Confidence
    influences: Sequence[Influence]
    reversals: Sequence[Reversal]
    conflicts: Sequence[Conflict]
    obstacles: Sequence[str]

    @property
    def leader(self) -> Option | None:
        return self.balance.leader

    @property
    def firmness(self) -> Firmness:
        """From the part of the draws in which the leader stayed first: 80 % is clear, 60 % leaning."""
        stays = self.confidence.first[self.leader] if self.leader else 0.0
        return "clear" if stays >= CLEAR else "leaning" if stays >= LEANING else "open"

    @property
    def answered(self) -> int:
        return len(self.case.answers)

    @property
    def open(self) -> int:
        """Questions that were skipped."""
        return sum(row.skipped for row in self.rows)

    @property
    def sentence(self) -> str:
        """The result in one or two sentences, in plain words."""
        if self.leader is None:
            return (
                "Nothing leads yet: all that was answered balances out." if self.answered else "Nothing answered yet."
            )
        stays = self.confidence.first[self.leader]
        runner_up = OPTION_LABELS[self.balance.runner_up]
        ahead = 100 * (self.balance.shares[self.leader] - self.balance.shares[self.balance.runner_up])
        shaken = "with other weights and the open questions answered at random" if self.open else "with other weights"
        return (
            f"{OPTION_LABELS[self.leader]} leads {runner_up} by {ahead:.1f} points of share, and stays first in "
            f"{100 * stays:.0f} of 100 draws {shaken}."
        )

    def speaking(self, option: Option, sign: Literal[1, -1]) -> list[Row]:
        """The rows that speak for (1) or against (-1) an option, the weightiest first."""
        force = {row.key: row.weight * getattr(row.strengths, option) for row in self.rows}
        rows = [row for row in self.rows if sign * force[row.key] > 0]
        return sorted(rows, key=lambda row: -abs(force[row.key]))


def recommend(case: Case, measurements: Measurements) -> Recommendation:
    """Everything computed afresh; takes some tens of milliseconds."""
    rows = rows_of(case, measurements)
    balance = weigh(rows)
    return Recommendation(
        case,
        measurements,
        rows,
        balance,
        shake(rows),
        influences(rows),
        find_reversals(case, measurements),
        find_conflicts(rows, measurements),
        obstacles_of(case, balance.leader) if balance.leader else (),
    )
