"""The table of figures: which columns there are, and what stands in a cell. Serves pages and reports."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from core.measuring.figures import ArmFigures
from core.measuring.intervals import Estimate
from core.measuring.metrics import METRICS

NONE = "not applicable"


@dataclass(frozen=True)
class FigureColumn:
    """A figure as a table shows it: heading, unit, what it means, and where it stands in an arm's figures.

    Shares lie in [0, 1] in the figures and are shown in per cent.
    """

    key: str
    label: str
    unit: Literal["%", "ms", "MB", ""]
    meaning: str
    read: Callable[[ArmFigures], Estimate | float | None]


def _metric(key: str) -> Callable[[ArmFigures], Estimate | None]:
    return lambda figures: figures.metrics.get(key)


FIGURE_COLUMNS = (
    *(FigureColumn(each.key, each.label, "%", each.meaning, _metric(each.key)) for each in METRICS),
    FigureColumn(
        "latency_ms_p50",
        "Latency p50",
        "ms",
        "Half of the answers took at most this long.",
        lambda figures: figures.latency_ms.p50 if figures.latency_ms else None,
    ),
    FigureColumn(
        "latency_ms_p95",
        "Latency p95",
        "ms",
        "95 of 100 answers took at most this long.",
        lambda figures: figures.latency_ms.p95 if figures.latency_ms else None,
    ),
    FigureColumn(
        "tokens", "Tokens", "", "Word pieces read and written for a question, on average.", lambda each: each.tokens
    ),
    FigureColumn(
        "memory_mb",
        "Memory",
        "MB",
        "Megabytes of the arm's weights: the model, which all arms share, and its adapter. The index is not counted.",
        lambda each: each.memory_mb,
    ),
    FigureColumn(
        "failed",
        "Failed",
        "",
        "Questions on which the arm stopped with an error; they count as wrong.",
        lambda each: each.failed,
    ),
    FigureColumn("n", "Questions", "", "Questions put to the arm.", lambda each: each.n),
)


def columns_with_figures(figures: Sequence[ArmFigures]) -> tuple[FigureColumn, ...]:
    """The columns in which at least one arm has a figure."""
    return tuple(column for column in FIGURE_COLUMNS if any(column.read(each) is not None for each in figures))


def format_figure(figures: ArmFigures, column: FigureColumn) -> str:
    """The figure without its unit: `29.8`."""
    found = column.read(figures)
    value = found.value if isinstance(found, Estimate) else found
    if value is None or not math.isfinite(value):
        return NONE
    return f"{100 * value:.1f}" if column.unit == "%" else f"{value:,.0f}"


def format_interval(figures: ArmFigures, column: FigureColumn) -> str:
    """The bounds of the figure's 95 % interval: `21.9–38.0`; empty where it has none."""
    found = column.read(figures)
    return f"{100 * found.low:.1f}–{100 * found.high:.1f}" if isinstance(found, Estimate) else ""
