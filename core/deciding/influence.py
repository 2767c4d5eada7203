"""Leave-one-out: what the result would be had one criterion not been on the table at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.deciding.balance import Row, weigh
from core.deciding.options import Option


@dataclass(frozen=True)
class Influence:
    """`change`: what the criterion adds to the leader's share, -1 to 1. `leader`: who would lead without it."""

    key: str
    label: str
    change: float
    leader: Option | None


def influences(rows: Sequence[Row]) -> list[Influence]:
    """Of each answered criterion that has weight, the largest first; none where no option leads."""
    balance = weigh(rows)
    if balance.leader is None:
        return []
    found = []
    for row in (row for row in rows if not row.skipped and row.weight > 0):
        without = weigh([other for other in rows if other is not row])
        change = balance.shares[balance.leader] - without.shares[balance.leader]
        found.append(Influence(row.key, row.label, change, without.leader))
    return sorted(found, key=lambda each: -abs(each.change))
