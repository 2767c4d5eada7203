"""Evaluation runs over arms with known answers; every figure is worked out by hand."""

from dataclasses import dataclass, field

import pytest

from core.errors import ModelUnavailable, UnusableInput
from core.measuring.evaluation import EvaluationRun, Watch, evaluate
from core.records import Answer, ArmName, EvaluationQuestion, Memory, Passage, RankedPassage

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
            self.name, question, text or "not stated", text is None, 0.5, "known", sources, seconds=seconds, tokens=7,
            memory=Memory(60_000_000, 4_400_000),
        )  # fmt: skip


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
    assert figures.value("right") == 2 / 5  # NOTICE answered, MOON refused
    assert figures.value("exact_match") == pytest.approx(1 / 3)
    assert figures.value("f1") == pytest.approx((0.8 + 1 + 0) / 3)
    assert figures.value("retrieval_hit_rate") == 0.5  # FEE hit, NOTICE not; COLOUR names no source
    assert figures.value("mrr") == 0.25  # FEE at rank 2
    assert figures.value("refusal_recall") == 0.5
    assert figures.value("false_refusal_rate") == pytest.approx(1 / 3)
    assert figures.latency_ms.p50 == pytest.approx(300)
    assert figures.latency_ms.p95 == pytest.approx(400 + 0.8 * 600)  # rank 0.95 * 4 = 3.8
    assert figures.stage_ms["retrieve"].p50 == pytest.approx(75)
    assert figures.tokens == 7
    assert figures.memory_mb == pytest.approx(64.4)


def test_an_arm_without_sources_and_times_has_no_such_figures():
    (figures,) = evaluate([base()], QUESTIONS).figures
    assert figures.value("exact_match") == pytest.approx(1 / 3)
    assert figures.value("refusal_recall") == figures.value("false_refusal_rate") == 0
    assert all(figures.value(key) is None for key in ("retrieval_hit_rate", "mrr", "ndcg", "citation_recall"))
    assert figures.latency_ms is None


def test_a_question_for_which_an_arm_read_nothing_says_nothing_of_retrieval():
    arm = rag()
    del arm.sources[NOTICE.question]
    run = evaluate([arm], [FEE, NOTICE])
    assert [result.scores["retrieval_hit_rate"] for result in run.results] == [1, None]
    assert run.figures[0].value("retrieval_hit_rate") == 1


def test_nothing_to_measure_is_none_not_zero():
    (unanswerable,) = evaluate([rag()], [MOON]).figures
    assert all(unanswerable.value(key) is None for key in ("exact_match", "f1", "rouge_l", "false_refusal_rate"))
    assert unanswerable.value("refusal_recall") == 1
    (answerable,) = evaluate([rag()], [FEE]).figures
    assert answerable.value("refusal_recall") is None


def test_scores_of_single_questions():
    keys = ("right", "f1", "retrieval_hit_rate")
    scores = [tuple(result.scores[key] for key in keys) for result in evaluate([rag()], QUESTIONS).results]
    assert scores == [(0, 0.8, 1), (1, 1, 0), (0, 0, None), (1, None, None), (0, None, None)]


def test_a_refusal_scores_nothing_even_where_its_words_match():
    arm = Known("base", {"Q?": None})
    (result,) = evaluate([arm], [EvaluationQuestion("Q?", ("not stated",))]).results
    assert (result.scores["exact_match"], result.scores["f1"], result.scores["rouge_l"]) == (0, 0, 0)


def test_an_empty_answer_to_an_unanswerable_question_is_no_refusal():
    (result,) = evaluate([Known("base", {MOON.question: "the"})], [MOON]).results
    assert result.scores["right"] == 0


def test_results_go_question_by_question():
    run = evaluate([rag(), base()], QUESTIONS)
    assert [result.arm for result in run.results] == ["rag", "base"] * 5
    assert [result.question for result in run.results[::2]] == list(QUESTIONS)
    assert [figures.arm for figures in run.figures] == ["rag", "base"]


def test_figures_by_tag():
    tagged = evaluate([rag(), base()], QUESTIONS).by_tag
    assert list(tagged) == ["money", "time", "held-out"]
    rag_figures, base_figures = tagged["held-out"]
    assert (rag_figures.n, rag_figures.value("exact_match"), rag_figures.value("false_refusal_rate")) == (2, 0.5, 0.5)
    assert (base_figures.arm, base_figures.value("exact_match")) == ("base", 0.5)


def test_an_app_error_is_recorded_as_a_wrong_answer_with_its_reason():
    run = evaluate([Failing(ModelUnavailable("No adapter. Train one.")), base()], [COLOUR, MOON])
    failed, fine = run.results[:2]
    assert (failed.error, failed.answer.note, failed.answer.text) == ("No adapter. Train one.",) * 2 + ("",)
    assert fine.right
    figures = run.figures[0]
    assert [figures.value(key) for key in ("exact_match", "refusal_recall", "false_refusal_rate")] == [0, 0, 0]
    assert (figures.n, figures.failed) == (2, 2)


def test_any_other_exception_passes():
    with pytest.raises(ZeroDivisionError):
        evaluate([Failing(ZeroDivisionError())], [FEE])


def test_progress_counts_single_answers():
    seen: list[tuple[int, int]] = []
    watch = Watch(on_progress=lambda answered, total: seen.append((answered, total)))
    evaluate([rag(), base()], QUESTIONS[:2], watch)
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_cancelled_run_keeps_the_questions_that_every_arm_answered():
    seen: list[int] = []
    watch = Watch(lambda answered, _: seen.append(answered), cancelled=lambda: len(seen) == 3)
    run = evaluate([rag(), base()], QUESTIONS, watch)
    assert run.cancelled
    assert [(result.question, result.arm) for result in run.results] == [(FEE, "rag"), (FEE, "base")]
    assert [figures.n for figures in run.figures] == [1, 1]


def test_cancelling_at_once_leaves_an_empty_run():
    run = evaluate([rag()], QUESTIONS, Watch(cancelled=lambda: True))
    assert run == EvaluationRun((), run.computed, cancelled=True)


def test_what_was_answered_earlier_is_not_asked_again():
    kept: dict = {}
    told: list[int] = []
    stopping = Watch(
        on_progress=lambda done, _: told.append(done),
        on_result=lambda number, result: kept.update({(number, result.arm): result}),
        cancelled=lambda: len(told) == 3,
    )
    evaluate([rag(), base()], QUESTIONS, stopping)
    asked: list[tuple[int, str]] = []
    going_on = Watch(on_result=lambda number, result: asked.append((number, result.arm)))
    run = evaluate([rag(), base()], QUESTIONS, going_on, earlier=kept)
    assert asked[0] == (1, "base")
    assert len(asked) == 7
    assert run.results == evaluate([rag(), base()], QUESTIONS).results
    assert run.figures == evaluate([rag(), base()], QUESTIONS).figures


@pytest.mark.parametrize(
    ("arms", "questions", "reason"),
    [([rag()], [], "no questions"), ([], [FEE], "no arm"), ([rag(), rag()], [FEE], "listed twice")],
)
def test_runs_that_cannot_start(arms, questions, reason: str):
    with pytest.raises(UnusableInput, match=reason):
        evaluate(arms, questions)
