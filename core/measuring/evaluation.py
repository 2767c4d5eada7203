"""Arms x questions -> an evaluation run: asks, scores, counts. Does not draw or save; see `report`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from core.answering.answerer import Answerer
from core.errors import AppError, UnusableInput
from core.measuring.figures import ArmFigures, QuestionResult, figures_by_arm
from core.measuring.text_scores import contains_answer, exact_match, f1
from core.records import Answer, EvaluationQuestion

__all__ = ["ArmFigures", "EvaluationRun", "QuestionResult", "evaluate", "figures_by_tag"]


@dataclass(frozen=True)
class EvaluationRun:
    """What an evaluation left.

    `results`: question by question, each with every arm in the order of `figures`. `computed`: when it ended, ISO 8601
    in UTC. `cancelled`: it was stopped, and holds the questions that every arm had answered by then.
    """

    results: tuple[QuestionResult, ...]
    figures: tuple[ArmFigures, ...]
    computed: str
    cancelled: bool = False


def evaluate(
    answerers: Sequence[Answerer],
    questions: Sequence[EvaluationQuestion],
    on_progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> EvaluationRun:
    """Put every question to every arm. An `AppError` of an arm is recorded as a wrong answer with its reason.

    `on_progress(answered, total)` counts answers of single arms; `cancelled` is asked before each of them.
    Raises `UnusableInput` without questions or arms, or with an arm twice. Any other exception is a bug and passes.
    """
    _check_run(answerers, questions)
    results: list[QuestionResult] = []
    total = len(answerers) * len(questions)
    stopped = False
    for question in questions:
        row: list[QuestionResult] = []
        for answerer in answerers:
            if stopped := cancelled is not None and cancelled():
                break
            row.append(_ask(answerer, question))
            if on_progress:
                on_progress(len(results) + len(row), total)
        if stopped:
            break
        results.extend(row)
    computed = datetime.now(UTC).isoformat(timespec="seconds")
    return EvaluationRun(tuple(results), figures_by_arm(results), computed, stopped)


def figures_by_tag(run: EvaluationRun) -> dict[str, tuple[ArmFigures, ...]]:
    """The figures over the questions of each tag; a question counts for each of its tags, and one without for none."""
    tags = dict.fromkeys(tag for result in run.results for tag in result.question.tags)
    return {tag: figures_by_arm([result for result in run.results if tag in result.question.tags]) for tag in tags}


def _check_run(answerers: Sequence[Answerer], questions: Sequence[EvaluationQuestion]) -> None:
    if not questions:
        raise UnusableInput("There are no questions to ask. Add evaluation questions first.")
    if not answerers:
        raise UnusableInput("There is no arm to ask. Choose at least one.")
    names = [answerer.name for answerer in answerers]
    if len(set(names)) < len(names):
        raise UnusableInput(f"An arm is listed twice ({', '.join(names)}). Choose each arm once.")


def _ask(answerer: Answerer, question: EvaluationQuestion) -> QuestionResult:
    try:
        answer = answerer.answer(question.question)
    except AppError as error:
        empty = Answer(answerer.name, question.question, "", refused=False, confidence=0.0, model="", note=str(error))
        return QuestionResult(question, answerer.name, empty, exact_match=0.0, f1=0.0, error=str(error) or repr(error))
    match, overlap = _score(answer, question)
    return QuestionResult(question, answerer.name, answer, match, overlap, hit=_find_hit(answer, question))


def _score(answer: Answer, question: EvaluationQuestion) -> tuple[float, float]:
    if question.unanswerable:
        return float(answer.refused), float(answer.refused)
    if answer.refused:
        return 0.0, 0.0
    return exact_match(answer.text, question.answers), f1(answer.text, question.answers)


def _find_hit(answer: Answer, question: EvaluationQuestion) -> bool | None:
    """See `ArmFigures.retrieval_hit_rate`."""
    if question.unanswerable or not question.source or not answer.sources:
        return None
    passages = (source.passage for source in answer.sources)
    return any(
        passage.document == question.source and contains_answer(passage.text, question.answers) for passage in passages
    )
