"""Results of single questions -> one set of figures per arm.

A figure is None where the run held nothing to measure it on; it is never 0 for want of data.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy

from core.records import Answer, ArmName, EvaluationQuestion


@dataclass(frozen=True)
class QuestionResult:
    """What one arm made of one question. Scores lie in [0, 1].

    `exact_match`, `f1`: SQuAD rules; a refusal of an answerable question scores 0, an unanswerable one scores 1 if and
    only if the arm refused. `hit`: see `ArmFigures.retrieval_hit_rate`; None where the question cannot have a hit or
    the arm was given no passages. `error`: why the arm could not answer; then the answer is empty and scores 0.
    """

    question: EvaluationQuestion
    arm: ArmName
    answer: Answer
    exact_match: float
    f1: float
    hit: bool | None = None
    error: str = ""

    @property
    def answers(self) -> tuple[str, ...]:
        """The accepted answers."""
        return self.question.answers


@dataclass(frozen=True)
class ArmFigures:
    """What an arm reached on a question set. Rates lie in [0, 1]; None where there was nothing to measure.

    exact_match, f1      averages over the answerable questions only
    retrieval_hit_rate   over the answerable questions with a `source`: the share where any passage from that document,
                         among those that the arm was given, contains one of the accepted answers (as whole words, both
                         after SQuAD normalisation). A question for which the arm was given none counts as a miss; None
                         for an arm that was never given a passage
    refusal_recall       refused among the unanswerable questions
    false_refusal_rate   refused among the answerable questions
    latency_ms_p50, p95  sum of an answer's stages in milliseconds, percentiles with linear interpolation
    n, failed            questions asked; those among them on which the arm raised an error, counted as wrong
    """

    arm: ArmName
    exact_match: float | None
    f1: float | None
    retrieval_hit_rate: float | None
    refusal_recall: float | None
    false_refusal_rate: float | None
    latency_ms_p50: float | None
    latency_ms_p95: float | None
    n: int
    failed: int = 0


def figures_by_arm(results: Sequence[QuestionResult]) -> tuple[ArmFigures, ...]:
    """One set of figures per arm, in the order in which the arms first appear."""
    arms = dict.fromkeys(result.arm for result in results)
    return tuple(_figures_of(arm, [result for result in results if result.arm == arm]) for arm in arms)


def _figures_of(arm: ArmName, results: Sequence[QuestionResult]) -> ArmFigures:
    answerable = [result for result in results if not result.question.unanswerable]
    unanswerable = [result for result in results if result.question.unanswerable]
    latencies = [1000 * sum(result.answer.seconds.values()) for result in results if result.answer.seconds]
    return ArmFigures(
        arm=arm,
        exact_match=_mean(result.exact_match for result in answerable),
        f1=_mean(result.f1 for result in answerable),
        retrieval_hit_rate=_hit_rate(results),
        refusal_recall=_mean(result.answer.refused for result in unanswerable),
        false_refusal_rate=_mean(result.answer.refused for result in answerable),
        latency_ms_p50=_percentile(latencies, 50),
        latency_ms_p95=_percentile(latencies, 95),
        n=len(results),
        failed=sum(bool(result.error) for result in results),
    )


def _hit_rate(results: Sequence[QuestionResult]) -> float | None:
    if not any(result.answer.sources for result in results):
        return None
    eligible = (result for result in results if not result.question.unanswerable and result.question.source)
    return _mean(bool(result.hit) for result in eligible)


def _mean(values: Iterable[float]) -> float | None:
    listed = list(values)
    return sum(listed) / len(listed) if listed else None


def _percentile(values: Sequence[float], percent: float) -> float | None:
    return float(numpy.percentile(values, percent)) if values else None
