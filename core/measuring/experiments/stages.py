"""What arms told at each stage of an experiment -> points of a chart, rows of a table, counts."""

from collections.abc import Mapping, Sequence

from core.answering.answerer import ARM_LABELS
from core.measuring.charts import Point, estimate_point
from core.measuring.experiments.finding import Cell
from core.measuring.experiments.lab import Told, scores_of
from core.measuring.intervals import estimate_mean
from core.records import ArmName

Stages = Mapping[str, Sequence[Told]]


def stage_points(told: Stages) -> tuple[Point, ...]:
    """The share of right answers of each arm, a series for each stage."""
    arms = list(dict.fromkeys(each["arm"] for answers in told.values() for each in answers))
    return tuple(
        estimate_point(estimate, ARM_LABELS[arm], stage)
        for stage, answers in told.items()
        for arm in arms
        if (estimate := estimate_mean(scores_of(answers, arm, "right")))
    )


def stage_table(told: Stages) -> tuple[dict[str, Cell], ...]:
    """Every answer."""
    return tuple(
        {"Stage": stage, "Arm": ARM_LABELS[each["arm"]], "Question": each["question"], "Answer": each["text"]}
        for stage, answers in told.items()
        for each in answers
    )


def count_right(told: Sequence[Told], arm: ArmName) -> int:
    return sum(score == 1 for score in scores_of(told, arm, "right"))
