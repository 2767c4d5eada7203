"""Results of single questions -> one set of figures per arm, and differences between arms.

A figure is None where the run held nothing to measure it on; it is never 0 for want of data.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy

from core.measuring.intervals import Estimate, estimate_difference, estimate_mean
from core.measuring.metrics import METRICS
from core.records import Answer, ArmName, EvaluationQuestion


@dataclass(frozen=True)
class QuestionResult:
    """What one arm made of one question.

    `scores`: by the key of each metric, None where it does not apply. `error`: why the arm could not answer; then the
    answer is empty and scores 0.
    """

    question: EvaluationQuestion
    arm: ArmName
    answer: Answer
    scores: dict[str, float | None]
    error: str = ""

    @property
    def answers(self) -> tuple[str, ...]:
        """The accepted answers."""
        return self.question.answers

    @property
    def right(self) -> bool:
        return self.scores.get("right") == 1

    @property
    def latency_ms(self) -> float | None:
        """All stages together; None where the arm did not say."""
        return 1000 * sum(self.answer.seconds.values()) if self.answer.seconds else None


@dataclass(frozen=True)
class Percentiles:
    """Median and 95th percentile, with linear interpolation."""

    p50: float
    p95: float


@dataclass(frozen=True)
class ArmFigures:
    """What an arm reached on a question set.

    `metrics`: the mean of each metric's scores with its interval, None where no question has a score. `latency_ms`: of
    a whole answer, and `stage_ms` of each of its stages, in milliseconds. `tokens`: read and written per question, on
    average. `memory_mb`: megabytes of weights that the arm's model keeps, shared with other arms or its own; the mean
    where an arm has several models, None where it did not say. `n`: questions asked; `failed`: those among them on
    which the arm raised an error, counted as wrong.
    """

    arm: ArmName
    metrics: dict[str, Estimate | None]
    n: int
    failed: int = 0
    latency_ms: Percentiles | None = None
    stage_ms: dict[str, Percentiles] = field(default_factory=dict)
    tokens: float | None = None
    memory_mb: float | None = None

    def value(self, key: str) -> float | None:
        """A metric's mean, None where there is none."""
        estimate = self.metrics.get(key)
        return estimate.value if estimate else None


@dataclass(frozen=True)
class Difference:
    """One arm's mean minus another's over the same questions, with its interval."""

    first: ArmName
    second: ArmName
    estimate: Estimate

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.estimate.low > 0 or self.estimate.high < 0

    @property
    def reading(self) -> str:
        """The interval in words."""
        if self.estimate.low == self.estimate.high == 0:
            return "none"
        return "clear" if self.is_clear else "could be chance"


def figures_by_arm(results: Sequence[QuestionResult]) -> tuple[ArmFigures, ...]:
    """One set of figures per arm, in the order in which the arms first appear."""
    return tuple(_figures_of(arm, own) for arm, own in _by_arm(results).items())


def differences(results: Sequence[QuestionResult], metric: str) -> tuple[Difference, ...]:
    """Paired differences in a metric between each two arms that share questions with such a score."""
    scores = {arm: [result.scores.get(metric) for result in own] for arm, own in _by_arm(results).items()}
    found = [
        (first, second, estimate_difference(scores[first], scores[second])) for first, second in combinations(scores, 2)
    ]
    return tuple(Difference(first, second, estimate) for first, second, estimate in found if estimate)


def _by_arm(results: Sequence[QuestionResult]) -> dict[ArmName, list[QuestionResult]]:
    arms = dict.fromkeys(result.arm for result in results)
    return {arm: [result for result in results if result.arm == arm] for arm in arms}


def _figures_of(arm: ArmName, results: Sequence[QuestionResult]) -> ArmFigures:
    stages = dict.fromkeys(stage for result in results for stage in result.answer.seconds)
    in_stage = {
        stage: [1000 * result.answer.seconds[stage] for result in results if stage in result.answer.seconds]
        for stage in stages
    }
    tokens = [result.answer.tokens for result in results if not result.error]
    memory = [(each.shared_bytes + each.own_bytes) / 1e6 for result in results if (each := result.answer.memory)]
    return ArmFigures(
        arm=arm,
        metrics={
            metric.key: estimate_mean([result.scores.get(metric.key) for result in results]) for metric in METRICS
        },
        n=len(results),
        failed=sum(bool(result.error) for result in results),
        latency_ms=_percentiles(result.latency_ms for result in results),
        stage_ms={stage: found for stage, values in in_stage.items() if (found := _percentiles(values))},
        tokens=sum(tokens) / len(tokens) if tokens else None,
        memory_mb=sum(memory) / len(memory) if memory else None,
    )


def _percentiles(values: Iterable[float | None]) -> Percentiles | None:
    there = [value for value in values if value is not None]
    return Percentiles(*(float(numpy.percentile(there, percent)) for percent in (50, 95))) if there else None
