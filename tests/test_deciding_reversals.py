"""Reversal points: each really reverses when it is applied, and is the nearest of its kind."""

import pytest
from hypothesis import given, settings

from core.deciding.balance import rows_of, weigh
from core.deciding.case import Case
from core.deciding.criteria import CRITERION
from core.deciding.measurements import Figures, Measurements
from core.deciding.reversals import apply_reversal, find_reversals
from core.deciding.use_cases import USE_CASES, UseCase
from tests.test_deciding_balance import cases

NOTHING = Measurements()
FIGURES = Measurements(
    accuracy=Figures({"base": 0.1, "rag": 0.6, "tuned": 0.5, "hybrid": 0.55}, "run", "2026-01-01"),
    latency_ms=Figures({"rag": 300, "tuned": 100}, "run", "2026-01-01"),
)


def leader(case: Case, measurements: Measurements = NOTHING):
    return weigh(rows_of(case, measurements)).leader


@pytest.mark.parametrize("measurements", [NOTHING, FIGURES], ids=["guidance alone", "with figures"])
@pytest.mark.parametrize("use_case", USE_CASES, ids=lambda each: each.key)
def test_every_reversal_reverses_when_applied(use_case: UseCase, measurements: Measurements):
    case = Case().start_from(use_case.key)
    before = leader(case, measurements)
    found = find_reversals(case, measurements)
    assert found
    for reversal in found:
        assert leader(*apply_reversal(reversal, case, measurements)) == reversal.winner != before


@settings(max_examples=60, deadline=None)
@given(cases)
def test_whatever_was_answered_every_reversal_reverses(case: Case):
    for reversal in find_reversals(case, FIGURES):
        assert leader(*apply_reversal(reversal, case, FIGURES)) == reversal.winner != leader(case, FIGURES)


@settings(max_examples=60, deadline=None)
@given(cases)
def test_at_most_and_at_least_hold_as_far_as_a_weight_can_go(case: Case):
    for reversal in (each for each in find_reversals(case, FIGURES) if each.weights):
        ((key, weight),) = reversal.weights
        ends = {"at most": 0.0, "at least": 5.0}
        for end in (end for word, end in ends.items() if word in reversal.text):
            between = [weight + (end - weight) * part / 7 for part in range(8)]
            assert {leader(case.weigh(key, each), FIGURES) for each in between} == {reversal.winner}


def test_in_words():
    """5 x (0, 1, 0, -1) + 3 x (2, -1, 1, -2): RAG leads, and fine-tuning would with stable facts."""
    texts = [each.text for each in find_reversals(Case({"updates": "yearly", "traceability": "helps"}), NOTHING)]
    assert "If facts hardly ever changed, Fine-tuning would lead." in texts
    assert "If “Traceable answers” weighed at most 1.5 instead of 3, Fine-tuning would lead." in texts


def test_an_answer_nearer_than_the_one_named_does_not_reverse():
    for use_case in USE_CASES:
        case = Case().start_from(use_case.key)
        for reversal in (each for each in find_reversals(case, NOTHING) if len(each.answers) == 1):
            ((key, level),) = reversal.answers
            if key not in case.answers:
                continue
            keys = [each.key for each in CRITERION[key].levels]
            now, then = keys.index(case.answers[key]), keys.index(level)
            between = range(min(now, then) + 1, max(now, then))
            assert all(leader(case.answer(key, keys[at])) in (use_case.expected, None) for at in between)


def test_a_weight_half_a_step_nearer_does_not_reverse():
    case = Case({"updates": "yearly", "traceability": "helps", "speed": "second", "variety": "few"})
    found = [each for each in find_reversals(case, NOTHING) if each.weights]
    assert found
    for reversal in found:
        ((key, weight),) = reversal.weights
        nearer = weight + (0.5 if weight < case.weight(key) else -0.5)
        assert 0 <= weight <= 5
        assert leader(case.weigh(key, nearer)) in (leader(case), None)


def test_a_skipped_question_that_could_turn_the_result_is_named():
    texts = [each.text for each in find_reversals(Case({"traceability": "helps"}), NOTHING)]
    stable = "If facts hardly ever changed, Fine-tuning would lead. (You skipped “How often facts change”.)"
    assert stable in texts


def test_for_an_option_that_no_single_answer_puts_first_several_are_named():
    case = Case().start_from("support")
    found = {each.winner: each for each in find_reversals(case, NOTHING) if each.answers}
    assert {"tuned", "hybrid"} <= set(found)
    assert all(2 <= len(each.answers) <= 4 for each in found.values())


def test_a_measured_accuracy_that_would_turn_the_result_is_the_nearest_in_whole_percent():
    case = Case({"updates": "monthly"})
    found = [each for each in find_reversals(case, FIGURES) if each.accuracy]
    assert found
    for reversal in found:
        option, accuracy = reversal.accuracy
        towards = 0.01 if option == leader(case, FIGURES) else -0.01
        nearer = reversal.accuracy[0], accuracy + towards
        still = apply_reversal(type(reversal)("", option, accuracy=nearer), case, FIGURES)
        assert leader(*still) in (leader(case, FIGURES), None)


def test_nothing_leads_nothing_reverses():
    assert find_reversals(Case(), NOTHING) == []
