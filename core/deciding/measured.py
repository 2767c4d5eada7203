"""The user's own figures as criteria: how strongly each speaks for the options that were measured.

A figure above the average of the measured options speaks for its option, one below it against, in proportion: 4 points
over the distance between best and worst, or over `spread` where they lie closer together. An option that was not
measured gets nothing.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.answering.answerer import ARM_LABELS
from core.deciding.measurements import Figures, Measurements
from core.deciding.options import Option, Strengths
from core.records import ArmName

POINTS = 4
ARM_OF: dict[Option, ArmName] = {"rag": "rag", "tuned": "tuned", "hybrid": "hybrid", "neither": "base"}
Worths = Mapping[Option, float]
"""What a figure is worth by option; more is better."""


@dataclass(frozen=True)
class MeasuredCriterion:
    """`expects`: the documents say that the first does better in this than the second; empty where they take no side.
    `scale` says how a figure becomes points.
    """

    key: str
    label: str
    why: str
    weight: int
    expects: tuple[Option, Option] | None
    sources: tuple[str, ...]
    figures: Callable[[Measurements], Figures | None]
    speaks: Callable[[Measurements], Strengths | None]
    shown: Callable[[Measurements, ArmName], str]
    scale: str

    def answer(self, measurements: Measurements) -> str:
        """The measured figures in words."""
        figures = self.figures(measurements)
        if figures is None:
            return ""
        arms = [arm for arm in ARM_OF.values() if arm in figures.values]
        return ", ".join(f"{ARM_LABELS[arm]} {self.shown(measurements, arm)}" for arm in arms)


def points_from(worths: Worths, spread: float) -> Strengths | None:
    """Points around the average of the measured options; None where fewer than two were measured.

    >>> points_from({"rag": 0.8, "tuned": 0.4}, spread=0.2)
    Strengths(rag=2.0, tuned=-2.0, hybrid=0.0, neither=0.0)
    """
    if len(worths) < 2:
        return None
    mean = sum(worths.values()) / len(worths)
    distance = max(max(worths.values()) - min(worths.values()), spread)
    points: dict[Option, float] = {option: POINTS * (worth - mean) / distance for option, worth in worths.items()}
    return Strengths(*(round(points.get(option, 0.0), 9) for option in ARM_OF))


def _worths(figures: Figures | None, options: tuple[Option, ...]) -> dict[Option, float]:
    values = figures.values if figures else {}
    return {option: values[ARM_OF[option]] for option in options if ARM_OF[option] in values}


def _accuracy(figures: Figures | None) -> Strengths | None:
    return points_from(_worths(figures, tuple(ARM_OF)), 0.2)


def _refusals(measurements: Measurements) -> Strengths | None:
    """Youden's J: refusal recall less false refusals."""
    due = _worths(measurements.refusal_recall, tuple(ARM_OF))
    undue = _worths(measurements.false_refusals, tuple(ARM_OF))
    return points_from({option: due[option] - undue[option] for option in due if option in undue}, 0.4)


def _speed(figures: Figures | None, doublings: float) -> Strengths | None:
    """The untouched model is left out: how fast it does not know says nothing."""
    seconds = _worths(figures, ("rag", "tuned", "hybrid"))
    return points_from({option: -math.log2(max(value, 1e-3)) for option, value in seconds.items()}, doublings)


def _break_even(measurements: Measurements) -> Strengths | None:
    if measurements.break_even is None or "tuned" not in measurements.break_even.values:
        return None
    questions = measurements.break_even.values["tuned"]
    points = min(2.0, max(-2.0, 4 - math.log10(max(questions, 1))))
    return Strengths(-points, points, 0, 0)


def _in_unit(name: str, unit: Callable[[float], str]) -> Callable[[Measurements, ArmName], str]:
    """A figure of this name in words."""
    return lambda found, arm: unit(getattr(found, name).values[arm])


def _percent(value: float) -> str:
    return f"{100 * value:.0f} %"


def _with_interval(name: str) -> Callable[[Measurements, ArmName], str]:
    """A rate in percent, with its 95 % interval where the run has one."""

    def shown(found: Measurements, arm: ArmName) -> str:
        figures: Figures = getattr(found, name)
        low, high = figures.intervals.get(arm, (None, None))
        span = "" if low is None or high is None else f" ({100 * low:.0f} to {100 * high:.0f})"
        return _percent(figures.values[arm]) + span

    return shown


def _refused(found: Measurements, arm: ArmName) -> str:
    undue = found.false_refusals.values.get(arm) if found.false_refusals else None
    due = found.refusal_recall.values[arm] if found.refusal_recall else 0.0
    return _percent(due) + ("" if undue is None else f" (wrongly {_percent(undue)})")


def _answers(value: float) -> str:
    return f"from {value:,.0f} answers on" if math.isfinite(value) else "never"


MEASURED: dict[str, MeasuredCriterion] = {
    each.key: each
    for each in (
        MeasuredCriterion(
            key="measured accuracy",
            label="Measured: accuracy",
            why="Token F1 over the answerable questions of your run, those that were trained on among them.",
            weight=5,
            expects=None,
            sources=(),
            figures=lambda found: found.accuracy,
            speaks=lambda found: _accuracy(found.accuracy),
            shown=_with_interval("accuracy"),
            scale="4 points from best to worst, at least 20 % apart",
        ),
        MeasuredCriterion(
            key="measured unseen",
            label="Measured: unseen facts",
            why="Token F1 over facts that no adapter was trained on: what users ask and nobody wrote a pair for.",
            weight=3,
            expects=("rag", "tuned"),
            sources=("soudani", "ovadia"),
            figures=lambda found: found.accuracy_unseen,
            speaks=lambda found: _accuracy(found.accuracy_unseen),
            shown=_with_interval("accuracy_unseen"),
            scale="4 points from best to worst, at least 20 % apart",
        ),
        MeasuredCriterion(
            key="measured refusals",
            label="Measured: refusals",
            why="Refusals of unanswerable questions, less those of answerable ones: who knows what it does not know.",
            weight=3,
            expects=("rag", "tuned"),
            sources=("course", "legal"),
            figures=lambda found: found.refusal_recall if found.false_refusals else None,
            speaks=_refusals,
            shown=_refused,
            scale="refusal recall less false refusals; 4 points from best to worst, at least 40 % apart",
        ),
        MeasuredCriterion(
            key="measured speed",
            label="Measured: speed",
            why="Median time of an answer on this machine. Base is left out.",
            weight=2,
            expects=("tuned", "rag"),
            sources=("article", "note"),
            figures=lambda found: found.latency_ms,
            speaks=lambda found: _speed(found.latency_ms, 2),
            shown=_in_unit("latency_ms", lambda value: f"{value:,.0f} ms"),
            scale="by doublings; 4 points from best to worst, at least four times apart",
        ),
        MeasuredCriterion(
            key="measured update",
            label="Measured: update",
            why="Time to take in all documents anew: indexing against training, as the adapter’s lineage has it.",
            weight=2,
            expects=("rag", "tuned"),
            sources=("vendor", "article"),
            figures=lambda found: found.update_seconds,
            speaks=lambda found: _speed(found.update_seconds, 4),
            shown=_in_unit("update_seconds", lambda value: f"{value:,.1f} s"),
            scale="by doublings; 4 points from best to worst, at least 16 times apart",
        ),
        MeasuredCriterion(
            key="measured break-even",
            label="Measured: break-even",
            why="Answers from which the time that training took (see its lineage) is won back, against RAG.",
            weight=1,
            expects=None,
            sources=("article",),
            figures=lambda found: found.break_even,
            speaks=_break_even,
            shown=_in_unit("break_even", _answers),
            scale="neutral at 10,000 answers, one point for each factor of ten, at most 2; never is -2",
        ),
    )
}
"""By key; the order is that of the table."""
