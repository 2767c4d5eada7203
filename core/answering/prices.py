"""What an answer would cost at given prices, and the prices of a workspace as a file. It knows no provider's prices."""

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

from core.errors import UnusableInput
from core.records import Answer

MILLION = 1_000_000
HIGHEST = 10_000.0


@dataclass(frozen=True)
class Prices:
    """Dollars for a million tokens read and a million written. 0 for the embedded model: it runs on this machine."""

    read: float = 0.0
    written: float = 0.0

    def __post_init__(self) -> None:
        for price in (self.read, self.written):
            if not (math.isfinite(price) and 0 <= price <= HIGHEST):
                raise UnusableInput(f"A price of {price:g}: give one from 0 to {HIGHEST:,.0f} for a million tokens.")

    @property
    def are_set(self) -> bool:
        return self.read > 0 or self.written > 0


def cost_of(answer: Answer, prices: Prices, count: int = 1) -> float:
    """Dollars for so many answers of this length.

    >>> cost_of(Answer("rag", "", "", False, 1.0, "", tokens=1_100, tokens_written=100), Prices(2.0, 8.0), 1_000)
    2.8
    """
    read = answer.tokens - answer.tokens_written
    return count * (read * prices.read + answer.tokens_written * prices.written) / MILLION


def read_prices(file: Path) -> Prices:
    """The prices kept in a file; none, or what cannot be read as prices, is free."""
    try:
        fields = json.loads(file.read_text(encoding="utf8"))
        return Prices(float(fields["read"]), float(fields["written"]))
    except (OSError, ValueError, KeyError, TypeError, UnusableInput):
        return Prices()


def write_prices(prices: Prices, file: Path) -> None:
    file.write_text(json.dumps(asdict(prices)), encoding="utf8")
