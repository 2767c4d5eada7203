"""Confidence: reproducible, neutral where nothing is known, wider where questions are open."""

from dataclasses import replace

import pytest

from core.deciding.balance import rows_of, weigh
from core.deciding.case import Case
from core.deciding.confidence import shake
from core.deciding.criteria import CRITERIA
from core.deciding.influence import influences
from core.deciding.measurements import Measurements
from core.deciding.options import OPTIONS, Strengths

NOTHING = Measurements()


def rows(case: Case):
    return rows_of(case, NOTHING)


def test_the_same_case_gives_the_same_figures_and_another_seed_others():
    case = Case().start_from("diagnosis")
    assert shake(rows(case)) == shake(rows(case))
    assert shake(rows(case), seed=1) != shake(rows(case), seed=2)


def test_parts_of_the_draws_make_one_and_the_interval_holds_the_share():
    case = Case().start_from("diagnosis")
    found, shares = shake(rows(case)), weigh(rows(case)).shares
    assert sum(found.first.values()) == pytest.approx(1)
    assert all(found.low[option] < shares[option] < found.high[option] for option in OPTIONS)


def test_with_everything_skipped_no_option_is_favoured():
    found = shake(rows(Case()), draws=20_000)
    assert found.first == pytest.approx(dict.fromkeys(OPTIONS, 0.25), abs=0.015)
    assert found.low == pytest.approx(dict.fromkeys(OPTIONS, found.low["rag"]), abs=0.005)


def test_skipping_questions_widens_and_does_not_count_as_no():
    full = Case({criterion.key: criterion.levels[-1].key for criterion in CRITERIA})
    less = Case({key: full.answers[key] for key in list(full.answers)[:8]})
    wide, narrow = shake(rows(less)), shake(rows(full))
    for option in OPTIONS:
        assert wide.high[option] - wide.low[option] > narrow.high[option] - narrow.low[option]
    noes = {criterion.key: criterion.levels[0].key for criterion in CRITERIA if criterion.key not in less.answers}
    assert weigh(rows(less)).shares != weigh(rows(Case({**less.answers, **noes}))).shares


def test_one_answer_alone_is_certain_however_much_it_weighs():
    (only,) = [each for each in rows(Case({"updates": "daily"})) if not each.skipped]
    found = shake([only])
    assert found.first["rag"] == 1
    assert found.low["rag"] == pytest.approx(found.high["rag"])


def test_a_weight_moves_by_about_half_of_itself():
    answered = [replace(each, answer="x", strengths=Strengths(0, 0, 0, 0)) for each in rows(Case())]
    one = [replace(answered[0], strengths=Strengths(9, -3, -3, -3)), *answered[1:]]
    even = [replace(each, weight=1.0) for each in one]
    found = shake(even, draws=20_000)
    # RAG's share is 25 % + 9 / 12 of the first weight's part, 1 of 16: its 5th to 95th percentile spans 3.3 deviations.
    deviation = (found.high["rag"] - found.low["rag"]) / 3.3 / 0.75
    assert deviation * len(CRITERIA) == pytest.approx(0.5, abs=0.1)


def test_without_weights_all_are_alike():
    none = [replace(each, weight=0.0) for each in rows(Case().start_from("support"))]
    assert set(shake(none).first.values()) == {0.25}


def test_leave_one_out_by_hand():
    kept = [each for each in rows(Case({"updates": "daily", "speed": "instant"})) if not each.skipped]
    # Together: RAG (5 x 4 + 3 x -2) / 8 = 1.75. Without speed 4, without updates -2 (and fine-tuning leads).
    speed, updates = sorted(influences(kept), key=lambda each: each.change)
    assert (speed.key, speed.leader) == ("speed", "rag")
    assert speed.change == pytest.approx((1.75 - 4) / 12)
    assert (updates.key, updates.leader) == ("updates", "tuned")
    assert updates.change == pytest.approx((1.75 + 2) / 12)
    assert [each.key for each in influences(kept)] == ["updates", "speed"], "The largest comes first."
