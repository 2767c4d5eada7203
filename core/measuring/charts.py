"""Figures -> charts as plain data, drawn twice: on the page (`core/ui/charts.py`) and in reports (`svg.py`)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from core.answering.answerer import ARM_LABELS
from core.measuring.evaluation import EvaluationRun
from core.measuring.exposure import EXPOSURES
from core.measuring.figures import ArmFigures
from core.measuring.intervals import Estimate
from core.measuring.metrics import METRIC

Kind = Literal["intervals", "lines", "scatter"]


@dataclass(frozen=True)
class Point:
    """One mark. `label`: its row in a chart of intervals; `x`: its place in one of lines or a scatter.

    `value` and the bounds of its interval are in the chart's unit; `n` is the number of questions behind it.
    """

    series: str
    value: float
    label: str = ""
    x: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None


@dataclass(frozen=True)
class Chart:
    """`says`: what it shows, in a sentence, for whoever cannot see it. `unit` belongs to values, `x_title` to x.

    `order`: of the labels; without it they stand as their points come.
    """

    title: str
    kind: Kind
    points: tuple[Point, ...]
    says: str
    unit: str = "%"
    y_title: str = ""
    x_title: str = ""
    order: tuple[str, ...] = ()

    @property
    def labels(self) -> list[str]:
        there = dict.fromkeys(point.label for point in self.points)
        return [
            *(label for label in self.order if label in there),
            *(label for label in there if label not in self.order),
        ]

    @property
    def series(self) -> list[str]:
        return list(dict.fromkeys(point.series for point in self.points))

    @property
    def upper(self) -> float:
        """Where the axis of values ends."""
        return 100.0 if self.unit == "%" else max([point.high or point.value for point in self.points], default=1.0)


def run_charts(run: EvaluationRun) -> tuple[Chart, ...]:
    """The charts of a run, its arms in the same order in each; those for which it measured nothing are left out."""
    charts = (_accuracy(run), _speed(run), _refusals(run), _support(run), _retrieval(run))
    arms = tuple(ARM_LABELS[each.arm] for each in run.figures)
    return tuple(replace(chart, order=arms) for chart in charts if chart.points)


def estimate_point(estimate: Estimate, label: str, series: str) -> Point:
    """A share with its interval, in per cent."""
    return Point(series, 100 * estimate.value, label, low=100 * estimate.low, high=100 * estimate.high, n=estimate.n)


def _accuracy(run: EvaluationRun) -> Chart:
    groups = {"all": run.figures} | {tag: run.by_tag[tag] for tag in EXPOSURES if tag in run.by_tag}
    points = [point for tag, figures in groups.items() for point in _points(figures, ["right"], tag)]
    return Chart(
        "Right answers, by what the adapter has seen",
        "intervals",
        tuple(points),
        "Share of questions answered right by each arm: all, and apart by what was trained. Lines are 95 % intervals.",
    )


def _speed(run: EvaluationRun) -> Chart:
    points = [
        Point(
            ARM_LABELS[each.arm], 100 * right.value, x=each.latency_ms.p50, low=100 * right.low, high=100 * right.high
        )
        for each in run.figures
        if each.latency_ms and (right := each.metrics["right"])
    ]
    return Chart(
        "Right answers against the time they take",
        "scatter",
        tuple(points),
        "Each arm by the median time of an answer and its share of right ones: up and to the left is better.",
        y_title="Right (%)",
        x_title="Median latency (ms)",
    )


def _refusals(run: EvaluationRun) -> Chart:
    return Chart(
        "Refusals",
        "intervals",
        tuple(_points(run.figures, ["refusal_recall", "false_refusal_rate"])),
        "Unanswerable questions refused, which is right, and answerable ones refused, which is wrong, by arm.",
    )


def _support(run: EvaluationRun) -> Chart:
    checked = any(each.metrics["supported_rate"] for each in run.figures)
    return Chart(
        "Supported, and right",
        "intervals",
        tuple(_points(run.figures, ["supported_rate", "exact_match"])) if checked else (),
        "Sentences that the documents support, beside answers that are right. An answer can be supported and not be "
        "what was asked for, or right and not supported by what was read.",
    )


def _retrieval(run: EvaluationRun) -> Chart:
    return Chart(
        "Retrieval and citations",
        "intervals",
        tuple(_points(run.figures, ["retrieval_hit_rate", "mrr", "ndcg", "citation_precision", "citation_recall"])),
        "How well the arms that read passages found and cited the right ones.",
    )


def _points(figures: Sequence[ArmFigures], metrics: Sequence[str], series: str = "") -> list[Point]:
    """A point for each arm and metric that was measured; a series is a metric unless it is named."""
    return [
        estimate_point(estimate, ARM_LABELS[each.arm], series or METRIC[key].label)
        for key in metrics
        for each in figures
        if (estimate := each.metrics[key])
    ]
