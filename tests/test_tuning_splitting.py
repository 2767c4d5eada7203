"""Pairs that are held out: whole passages, drawn so that no pair moves when others come or go."""

import doctest
from dataclasses import replace

import pytest

from core.errors import UnusableInput
from core.records import TrainingPair
from core.tuning import splitting
from core.tuning.splitting import split_by_passage

PAIRS = tuple(
    TrainingPair(f"Question {at}?", f"answer {at}", "rules.md", passage=f"Passage {at // 3} of the rules.")
    for at in range(900)
)


def test_examples_in_the_docstrings_hold():
    results = doctest.testmod(splitting)
    assert results.attempted > 0
    assert results.failed == 0


def test_all_pairs_of_a_passage_are_on_one_side():
    split = split_by_passage(PAIRS, 0.3, seed=1)
    assert not {pair.passage for pair in split.training} & {pair.passage for pair in split.held_out}
    assert sorted(split.training + split.held_out, key=PAIRS.index) == list(PAIRS)
    assert len(split.held_out) / len(PAIRS) == pytest.approx(0.3, abs=0.06)


def test_adding_and_deleting_pairs_moves_no_other():
    before = split_by_passage(PAIRS[:300], 0.2, seed=3)
    after = split_by_passage((*PAIRS[600:], *PAIRS[:300][::-1]), 0.2, seed=3)
    assert set(before.training) <= set(after.training)
    assert set(before.held_out) <= set(after.held_out)


def test_another_seed_draws_others_and_a_larger_share_holds_out_more_of_them():
    first, second = split_by_passage(PAIRS, 0.2, seed=1), split_by_passage(PAIRS, 0.2, seed=2)
    assert first.held_out != second.held_out
    assert set(first.held_out) < set(split_by_passage(PAIRS, 0.4, seed=1).held_out)


def test_without_a_passage_one_answer_of_one_document_is_one_fact():
    same = [TrainingPair(f"Wording {at}?", "Five Months", "a.md") for at in range(20)]
    for seed in range(20):
        split = split_by_passage([*same, replace(same[0], answer="five months")], 0.5, seed)
        assert not split.training or not split.held_out


@pytest.mark.parametrize("share", [-0.1, 1.0])
def test_a_share_that_makes_no_sense_is_refused(share: float):
    with pytest.raises(UnusableInput, match="held-out share"):
        split_by_passage(PAIRS, share)
