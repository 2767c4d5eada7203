"""Evaluation runs over arms with known answers; every figure is worked out by hand."""

from dataclasses import dataclass, field

import pytest

from core.errors import ModelUnavailable, UnusableInput
from core.measuring.evaluation import EvaluationRun, evaluate, figures_by_tag
from core.records import Answer, ArmName, EvaluationQuestion, Passage, RankedPassage

FEE = EvaluationQuestion("What is the fee?", ("12 euros",), "fees.md", tags=("money",))
NOTICE = EvaluationQuestion("How long is notice?", ("30 days", "a month"), "hr.md", tags=("time", "held-out"))
COLOUR = EvaluationQuestion("Which colour?", ("blue",), tags=("held-out",))
MOON = EvaluationQuestion("Who lives on the moon?", unanswerable=True)
SUN = EvaluationQuestion("Who lives on the sun?", unanswerable=True)
QUESTIONS = (FEE, NOTICE, COLOUR, MOON, SUN)


def passage(document: str, text: str, rank: int = 1) -> RankedPassage:
    return RankedPassage(Passage(f"{document}-{rank}", document, "v1", 0, len(text), text), rank, fused=0.1)


@dataclass
class Known:
    """An arm that gives known answers; None stands for a refusal."""

    name: ArmName
    texts: dict[str, str | None]
    sources: dict[str, tuple[RankedPassage, ...]] = field(default_factory=dict)
    milliseconds: dict[str, float] = field(default_factory=dict)

    def answer(self, question: str) -> Answer:
        text = self.texts[question]
        spent = self.milliseconds.get(question)
        seconds = {} if spent is None else {"retrieve": spent / 4000, "generate": 3 * spent / 4000}
        sources = self.sources.get(question, ())
        return Answer(
            self.name, question, text or "not stated", text is None, 0.5, "known", sources=sources, seconds=seconds
        )


@dataclass
class Failing:
    """An arm that raises."""

    error: Exception
    name: ArmName = "tuned"

    def answer(self, question: str) -> Answer:
        raise self.error


def rag() -> Known:
    return Known(
        "rag",
        {
            FEE.question: "12 euros a year",  # F1: P 2/3 (a is an article), R 1 -> 0.8
            NOTICE.question: "A month.",
            COLOUR.question: None,
            MOON.question: None,
            SUN.question: "gas",
        },
        {
            FEE.question: (passage("other.md", "the fee is 12 euros"), passage("fees.md", "fee: 12 Euros!", 2)),
            NOTICE.question: (passage("hr.md", "notice is short"), passage("old.md", "30 days", 2)),
            COLOUR.question: (passage("x.md", "blue"),),
        },
        dict(zip((question.question for question in QUESTIONS), (100, 200, 300, 400, 1000), strict=True)),
    )


def base() -> Known:
    return Known("base", dict.fromkeys((question.question for question in QUESTIONS), "blue"))


def test_figures_of_an_arm_with_sources():
    (figures,) = evaluate([rag()], QUESTIONS).figures
    assert (figures.arm, figures.n, figures.failed) == ("rag", 5, 0)
    assert figures.exact_match == pytest.approx(1 / 3)
    assert figures.f1 == pytest.approx((0.8 + 1 + 0) / 3)
    assert figures.retrieval_hit_rate == 0.5  # FEE hit, NOTICE not; COLOUR names no source
    assert figures.refusal_recall == 0.5
    assert figures.false_refusal_rate == pytest.approx(1 / 3)
    assert figures.latency_ms_p50 == pytest.approx(300)
    assert figures.latency_ms_p95 == pytest.approx(400 + 0.8 * 600)  # rank 0.95 * 4 = 3.8


def test_an_arm_without_sources_and_times_has_no_such_figures():
    (figures,) = evaluate([base()], QUESTIONS).figures
    assert figures.exact_match == pytest.approx(1 / 3)
    assert figures.refusal_recall == 0
    assert figures.false_refusal_rate == 0
    assert figures.retrieval_hit_rate is figures.latency_ms_p50 is figures.latency_ms_p95 is None


def test_a_question_without_passages_is_a_miss_for_an_arm_that_had_some():
    arm = rag()
    del arm.sources[NOTICE.question]
    run = evaluate([arm], [FEE, NOTICE])
    assert [result.hit for result in run.results] == [True, None]
    assert run.figures[0].retrieval_hit_rate == 0.5


def test_nothing_to_measure_is_none_not_zero():
    (unanswerable,) = evaluate([rag()], [MOON]).figures
    assert unanswerable.exact_match is unanswerable.f1 is unanswerable.false_refusal_rate is None
    assert unanswerable.refusal_recall == 1
    (answerable,) = evaluate([rag()], [FEE]).figures
    assert answerable.refusal_recall is None


def test_scores_of_single_questions():
    scores = [(result.exact_match, round(result.f1, 3), result.hit) for result in evaluate([rag()], QUESTIONS).results]
    assert scores == [(0, 0.8, True), (1, 1, False), (0, 0, None), (1, 1, None), (0, 0, None)]


def test_a_refusal_scores_nothing_even_where_its_words_match():
    arm = Known("base", {"Q?": None})
    (result,) = evaluate([arm], [EvaluationQuestion("Q?", ("not stated",))]).results
    assert (result.exact_match, result.f1) == (0, 0)


def test_an_empty_answer_to_an_unanswerable_question_is_no_refusal():
    (result,) = evaluate([Known("base", {MOON.question: "the"})], [MOON]).results
    assert result.exact_match == 0


def test_results_go_question_by_question():
    run = evaluate([rag(), base()], QUESTIONS)
    assert [result.arm for result in run.results] == ["rag", "base"] * 5
    assert [result.question for result in run.results[::2]] == list(QUESTIONS)
    assert [figures.arm for figures in run.figures] == ["rag", "base"]


def test_figures_by_tag():
    tagged = figures_by_tag(evaluate([rag(), base()], QUESTIONS))
    assert list(tagged) == ["money", "time", "held-out"]
    rag_figures, base_figures = tagged["held-out"]
    assert (rag_figures.n, rag_figures.exact_match, rag_figures.false_refusal_rate) == (2, 0.5, 0.5)
    assert (base_figures.arm, base_figures.exact_match) == ("base", 0.5)


def test_an_app_error_is_recorded_as_a_wrong_answer_with_its_reason():
    run = evaluate([Failing(ModelUnavailable("No adapter. Train one.")), base()], [COLOUR, MOON])
    failed, fine = run.results[:2]
    assert (failed.error, failed.answer.note, failed.answer.text) == ("No adapter. Train one.",) * 2 + ("",)
    assert fine.exact_match == 1
    figures = run.figures[0]
    assert (figures.exact_match, figures.refusal_recall, figures.false_refusal_rate) == (0, 0, 0)
    assert (figures.n, figures.failed) == (2, 2)


def test_any_other_exception_passes():
    with pytest.raises(ZeroDivisionError):
        evaluate([Failing(ZeroDivisionError())], [FEE])


def test_progress_counts_single_answers():
    seen: list[tuple[int, int]] = []
    evaluate([rag(), base()], QUESTIONS[:2], on_progress=lambda answered, total: seen.append((answered, total)))
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_cancelled_run_keeps_the_questions_that_every_arm_answered():
    seen: list[int] = []
    run = evaluate(
        [rag(), base()], QUESTIONS, lambda answered, _: seen.append(answered), cancelled=lambda: len(seen) == 3
    )
    assert run.cancelled
    assert [(result.question, result.arm) for result in run.results] == [(FEE, "rag"), (FEE, "base")]
    assert [figures.n for figures in run.figures] == [1, 1]


def test_cancelling_at_once_leaves_an_empty_run():
    run = evaluate([rag()], QUESTIONS, cancelled=lambda: True)
    assert run == EvaluationRun((), (), run.computed, cancelled=True)


@pytest.mark.parametrize(
    ("arms", "questions", "reason"),
    [([rag()], [], "no questions"), ([], [FEE], "no arm"), ([rag(), rag()], [FEE], "listed twice")],
)
def test_runs_that_cannot_start(arms, questions, reason: str):
    with pytest.raises(UnusableInput, match=reason):
        evaluate(arms, questions)
