"""Arms x questions -> an evaluation run: asks, scores, counts. Does not draw or save; see `report` and `run_folder`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from core.answering.answerer import Answerer
from core.errors import AppError, UnusableInput
from core.measuring.figures import ArmFigures, QuestionResult, figures_by_arm
from core.measuring.metrics import Aids, score_answer
from core.records import Answer, ArmName, EvaluationQuestion

__all__ = ["ArmFigures", "EvaluationRun", "QuestionResult", "Watch", "evaluate"]

Place = tuple[int, ArmName]
"""A question's number in its set, from 0, and an arm."""


@dataclass(frozen=True)
class EvaluationRun:
    """What an evaluation left.

    `results`: question by question, each with every arm in the order of `figures`. `computed`: when it ended, ISO 8601
    in UTC. `cancelled`: it was stopped, and holds the questions that every arm had answered by then. `settings` and
    `costs`: what it ran on and what that took, as `run_folder` keeps them; empty for a run that was not kept.
    """

    results: tuple[QuestionResult, ...]
    computed: str
    cancelled: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    costs: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def figures(self) -> tuple[ArmFigures, ...]:
        return figures_by_arm(self.results)

    @cached_property
    def by_tag(self) -> dict[str, tuple[ArmFigures, ...]]:
        """Figures over the questions of each tag; a question counts for each of its tags, one without for none."""
        tags = dict.fromkeys(tag for result in self.results for tag in result.question.tags)
        return {tag: figures_by_arm([each for each in self.results if tag in each.question.tags]) for tag in tags}

    @property
    def rows(self) -> list[tuple[QuestionResult, ...]]:
        """The results of one question each, an arm a cell."""
        width = max(len(self.figures), 1)
        return [self.results[at : at + width] for at in range(0, len(self.results), width)]


@dataclass(frozen=True)
class Watch:
    """How somebody looks on: told of progress (answers of single arms) and of each result, asked whether to stop."""

    on_progress: Callable[[int, int], object] = lambda _done, _total: None
    on_result: Callable[[int, QuestionResult], object] = lambda _number, _result: None
    cancelled: Callable[[], bool] = lambda: False


def evaluate(
    answerers: Sequence[Answerer],
    questions: Sequence[EvaluationQuestion],
    watch: Watch | None = None,
    aids: Aids | None = None,
    earlier: Mapping[Place, QuestionResult] | None = None,
) -> EvaluationRun:
    """Put every question to every arm. An `AppError` of an arm is recorded as a wrong answer with its reason.

    What stands in `earlier` is not asked again. Raises `UnusableInput` without questions or arms, or with an arm twice.
    Any other exception is a bug and passes.
    """
    _check_run(answerers, questions)
    watch, width = watch or Watch(), len(answerers)
    results = list(_ask_all(answerers, questions, watch, aids or Aids(), earlier or {}))
    stopped = len(results) < width * len(questions)
    whole = results[: len(results) // width * width]
    return EvaluationRun(tuple(whole), datetime.now(UTC).isoformat(timespec="seconds"), stopped)


def _ask_all(
    answerers: Sequence[Answerer],
    questions: Sequence[EvaluationQuestion],
    watch: Watch,
    aids: Aids,
    earlier: Mapping[Place, QuestionResult],
) -> Iterator[QuestionResult]:
    """Results question by question, until there are no more or `watch` says stop.

    A question's answers are scored when all arms have given theirs.
    """
    width = len(answerers)
    for number, question in enumerate(questions):
        kept = {each.name: earlier[number, each.name] for each in answerers if (number, each.name) in earlier}
        told: dict[ArmName, tuple[Answer, str]] = {}
        for at, answerer in enumerate(answerers, start=number * width + 1):
            if answerer.name not in kept:
                if watch.cancelled():
                    break
                told[answerer.name] = _ask(answerer, question)
            watch.on_progress(at, width * len(questions))
        new = _score(question, told, aids)
        for result in new.values():
            watch.on_result(number, result)
        results = kept | new
        yield from (results[each.name] for each in answerers if each.name in results)
        if len(results) < width:
            return


def _score(
    question: EvaluationQuestion, told: Mapping[ArmName, tuple[Answer, str]], aids: Aids
) -> dict[ArmName, QuestionResult]:
    aids.prepare(question, [answer for answer, error in told.values() if not error])
    return {
        arm: QuestionResult(question, arm, answer, score_answer(question, answer, aids), error)
        for arm, (answer, error) in told.items()
    }


def _check_run(answerers: Sequence[Answerer], questions: Sequence[EvaluationQuestion]) -> None:
    if not questions:
        raise UnusableInput("There are no questions to ask. Add evaluation questions first.")
    if not answerers:
        raise UnusableInput("There is no arm to ask. Choose at least one.")
    names = [answerer.name for answerer in answerers]
    if len(set(names)) < len(names):
        raise UnusableInput(f"An arm is listed twice ({', '.join(names)}). Choose each arm once.")


def _ask(answerer: Answerer, question: EvaluationQuestion) -> tuple[Answer, str]:
    """The answer, or an empty one with the reason why there is none."""
    try:
        return answerer.answer(question.question), ""
    except AppError as raised:
        error = str(raised) or repr(raised)
        return Answer(answerer.name, question.question, "", False, confidence=0.0, model="", note=error), error
