"""The method, worked out by hand: shares, monotonicity, neutrality."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.deciding.balance import Row, rows_of, weigh
from core.deciding.case import Case
from core.deciding.criteria import CRITERIA, CRITERION
from core.deciding.measured import MEASURED
from core.deciding.measurements import Figures, Measurements
from core.deciding.options import OPTIONS, SILENT, Strengths

NOTHING = Measurements()


def row(weight: float, *strengths: float, answer: str = "yes") -> Row:
    return Row("key", "Label", answer, weight, Strengths(*strengths))


cases = st.builds(
    Case,
    answers=st.fixed_dictionaries(
        {}, optional={each.key: st.sampled_from([level.key for level in each.levels]) for each in CRITERIA}
    ),
    weights=st.fixed_dictionaries({}, optional={each.key: st.sampled_from([0, 0.5, 2, 5]) for each in CRITERIA}),
)


def test_a_share_is_a_quarter_and_a_twelfth_of_the_weighted_average():
    # RAG: (3 x 4 + 1 x -2) / 4 = 2.5 -> 25 % + 2.5 / 12; fine-tuning: (3 x -3 + 1 x 4) / 4 = -1.25; ...
    balance = weigh([row(3, 4, -3, 1, -2), row(1, -2, 4, 1, -3)])
    assert balance.averages == Strengths(2.5, -1.25, 1.0, -2.25)
    assert balance.shares == pytest.approx(
        {"rag": 0.25 + 2.5 / 12, "tuned": 0.25 - 1.25 / 12, "hybrid": 0.25 + 1 / 12, "neither": 0.25 - 2.25 / 12}
    )
    assert balance.leader == "rag"
    assert balance.ranking == ["rag", "hybrid", "tuned", "neither"]
    assert balance.runner_up == "hybrid"


def test_a_skipped_question_keeps_its_weight_and_speaks_for_nobody():
    # (4 x 3) / 4 alone, (4 x 3) / 8 beside a skipped one of weight 5.
    assert weigh([row(3, 4, -3, 1, -2)]).averages.rag == 4
    assert weigh([row(3, 4, -3, 1, -2), row(5, *SILENT, answer="")]).averages.rag == 1.5


def test_a_hand_computed_case_through_the_whole_table():
    """Two answers: weights 5 (updates) and 3 (traceability); all weights together are what the table starts with."""
    case = Case(answers={"updates": "daily", "traceability": "must"})
    total = sum(criterion.weight for criterion in CRITERIA)
    balance = weigh(rows_of(case, NOTHING))
    assert balance.averages.rag == pytest.approx((5 * 4 + 3 * 4) / total)
    assert balance.averages.tuned == pytest.approx((5 * -3 + 3 * -3) / total)
    assert balance.averages.hybrid == pytest.approx((5 * 1 + 3 * 2) / total)
    assert balance.averages.neither == pytest.approx((5 * -2 + 3 * -3) / total)
    assert balance.shares["rag"] == pytest.approx(0.25 + 32 / total / 12)


def test_all_skipped_is_neutral():
    balance = weigh(rows_of(Case(), NOTHING))
    assert set(balance.shares.values()) == {0.25}
    assert balance.leader is None


def test_without_any_weight_nothing_leads():
    weights = dict.fromkeys(CRITERION, 0.0)
    assert weigh(rows_of(Case({"updates": "daily"}, weights), NOTHING)).leader is None


def test_a_tie_has_no_leader():
    assert weigh([row(1, 2, 2, -2, -2)]).leader is None


@given(cases)
def test_shares_lie_between_nothing_and_all_and_make_one(case: Case):
    shares = weigh(rows_of(case, NOTHING)).shares
    assert sum(shares.values()) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in shares.values())


@given(cases, st.sampled_from(CRITERIA), st.data())
def test_more_of_a_criterion_never_lowers_what_it_favours_nor_raises_what_it_hurts(case, criterion, data):
    less, more = sorted(data.draw(st.lists(st.integers(0, len(criterion.levels) - 1), min_size=2, max_size=2)))
    before, after = (
        weigh(rows_of(case.answer(criterion.key, criterion.levels[at].key), NOTHING)).shares for at in (less, more)
    )
    assert all(after[option] >= before[option] - 1e-12 for option in criterion.rising)
    assert all(after[option] <= before[option] + 1e-12 for option in criterion.falling)


@given(cases)
def test_facts_that_change_more_often_never_raise_the_share_of_fine_tuning(case: Case):
    levels = [level.key for level in CRITERION["updates"].levels]
    shares = [weigh(rows_of(case.answer("updates", level), NOTHING)).shares["tuned"] for level in levels]
    assert shares == sorted(shares, reverse=True)


@given(cases, st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 0.5))
def test_a_better_measured_accuracy_never_lowers_its_option(case, rag, tuned, base, better):
    def share(of_rag: float) -> float:
        figures = Figures({"rag": of_rag, "tuned": tuned, "base": base}, "run", "2026-01-01")
        return weigh(rows_of(case, Measurements(accuracy=figures))).shares["rag"]

    assert share(min(1.0, rag + better)) >= share(rag) - 1e-9


def test_a_measured_figure_is_a_row_of_its_own_with_a_weight_that_can_be_moved():
    figures = Figures({"rag": 0.8, "tuned": 0.4}, "run", "2026-01-01")
    case = Case(weights={"measured accuracy": 2.0})
    (measured,) = [each for each in rows_of(case, Measurements(accuracy=figures)) if each.measured]
    assert (measured.weight, measured.strengths) == (2.0, Strengths(2, -2, 0, 0))
    assert measured.answer == "RAG 80 %, Fine-tuned 40 %"
    assert weigh([measured]).leader == "rag"


def test_the_options_are_in_the_order_of_the_strengths():
    assert Strengths._fields == OPTIONS
    assert set(MEASURED).isdisjoint(CRITERION)
