"""Worked cases: what the founding documents put with one way comes out that way, with the reasons they give."""

import pytest

from core.deciding.case import Case
from core.deciding.criteria import CRITERION
from core.deciding.measurements import Figures, Measurements
from core.deciding.options import Option
from core.deciding.recommendation import recommend
from core.deciding.use_cases import USE_CASES, UseCase

NOTHING = Measurements()

RULES: tuple[tuple[str, str, Option], ...] = (
    ("course: answers must take in external data", "facts:all", "rag"),
    ("course: stable and precise industry knowledge", "depth:settled updates:never", "tuned"),
    ("course: data that changes often", "updates:weekly", "rag"),
    ("course: a small data set makes little difference, RAG is more flexible", "pairs:few breadth:any", "rag"),
    ("course: sources that can be traced", "traceability:must", "rag"),
    ("vendor: data that evolves all the time", "updates:daily facts:all", "rag"),
    ("vendor: static applications, specialised tasks", "updates:never breadth:one", "tuned"),
    ("vendor: specialised industries", "depth:settled breadth:one", "tuned"),
    ("note: labelled data, the most out of one task", "pairs:thousands breadth:one accuracy:high", "tuned"),
    ("note: current knowledge, labelled data scarce", "updates:daily pairs:none facts:all", "rag"),
    ("note: trained for the area, facts looked up", "facts:some pairs:thousands depth:moving", "hybrid"),
    ("article: deep tasks with stable data", "depth:settled updates:never", "tuned"),
    ("article: high speed of response", "speed:instant", "tuned"),
    ("article: least hallucination in a narrow field", "errors:harm breadth:one", "tuned"),
    ("article: data that moves and is updated often", "updates:daily", "rag"),
    ("article: various sources", "variety:many", "rag"),
    ("article: security and control of data", "protection:deletable", "rag"),
    ("article: expertise and flexibility", "depth:moving updates:monthly facts:some", "hybrid"),
    ("article: enough budget and resources", "budget:ample", "hybrid"),
    ("article: extremely high accuracy in a complex setting", "accuracy:extreme", "hybrid"),
    ("own: nothing was tried yet", "prompting:no accuracy:draft", "neither"),
)  # fmt: skip


def case_of(answers: str) -> Case:
    return Case(dict(answer.split(":") for answer in answers.split()))


@pytest.mark.parametrize("use_case", USE_CASES, ids=lambda each: each.key)
def test_a_use_case_comes_out_as_its_sources_have_it(use_case: UseCase):
    found = recommend(Case().start_from(use_case.key), NOTHING)
    assert found.leader == use_case.expected
    assert found.firmness in ("clear", "leaning")


@pytest.mark.parametrize(("rule", "answers", "expected"), RULES, ids=[rule for rule, _, _ in RULES])
def test_a_rule_of_the_documents_comes_out_by_itself(rule: str, answers: str, expected: Option):
    assert recommend(case_of(answers), NOTHING).leader == expected


def test_nothing_answered_recommends_nothing():
    found = recommend(Case(), NOTHING)
    assert found.leader is None
    assert found.firmness == "open"
    assert found.sentence == "Nothing answered yet."
    assert not found.reversals
    assert not found.influences


def test_reasons_are_ordered_by_their_force_and_take_sides():
    found = recommend(case_of("updates:daily traceability:must speed:instant"), NOTHING)
    assert [row.key for row in found.speaking("rag", 1)] == ["updates", "traceability"]
    assert [row.key for row in found.speaking("rag", -1)] == ["speed"]
    assert [row.key for row in found.speaking("tuned", 1)] == ["speed"]


def test_what_stands_in_the_way_is_said_and_changes_nothing():
    with_pairs = recommend(case_of("depth:settled updates:never breadth:one pairs:hundreds"), NOTHING)
    without = recommend(case_of("depth:settled updates:never breadth:one pairs:none"), NOTHING)
    assert with_pairs.leader == without.leader == "tuned"
    assert not with_pairs.obstacles
    assert without.obstacles == ["There are no training pairs yet. Collect or import some hundreds on the Training "
                                 "page first."]  # fmt: skip


def measured(**values: dict) -> Measurements:
    return Measurements(**{name: Figures(each, "run 7", "2026-01-02T03:04:05+00:00") for name, each in values.items()})


def test_own_figures_can_turn_the_result():
    case = case_of("updates:monthly depth:terms")
    assert recommend(case, NOTHING).leader == "rag"
    better = measured(accuracy={"rag": 0.2, "tuned": 0.9}, latency_ms={"rag": 800, "tuned": 100})
    assert recommend(case, better).leader == "tuned"


def test_a_contradiction_between_guidance_and_figures_is_said_aloud():
    figures = measured(accuracy={"rag": 0.2, "tuned": 0.9}, latency_ms={"rag": 100, "tuned": 170})
    whole, accuracy, speed = recommend(case_of("updates:daily"), figures).conflicts
    assert whole.text.startswith("Your answers alone lead to RAG, your own figures alone to Fine-tuning.")
    assert accuracy.text == (
        "Your answers alone lead to RAG, but on your questions Fine-tuning was more accurate: RAG 20 %, "
        "Fine-tuned 90 %."
    )
    assert speed.key == "measured speed"
    assert speed.text == (
        "Long article; Developer’s note would have Fine-tuning ahead of RAG here. "
        "Measured: speed: RAG 100 ms, Fine-tuned 170 ms."
    )


def test_figures_that_agree_contradict_nothing():
    figures = measured(accuracy={"rag": 0.9, "tuned": 0.2}, latency_ms={"rag": 170, "tuned": 100})
    assert recommend(case_of("updates:daily"), figures).conflicts == []


def test_every_criterion_of_the_walk_through_is_asked():
    asked = (
        "facts pairs updates depth traceability errors speed budget protection variety accuracy skills infrastructure"
    )
    assert set(asked.split()) <= set(CRITERION)
