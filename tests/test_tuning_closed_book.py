"""Which wordings a closed-book run holds out, and what its epochs are made of."""

import doctest

import pytest

from core.records import TrainingPair
from core.retrieval.embedding import SentenceEmbedder
from core.tuning import examples, unanswerable
from core.tuning.closed_book import closed_book_material, hold_out_wordings
from core.tuning.plan import TrainingSettings
from core.tuning.unanswerable import draw_unanswerable

RICH = [TrainingPair(f"What is {n}?", f"number {n}", "", (f"{n} is what?", f"Tell me of {n}")) for n in range(40)]
POOR = [TrainingPair(f"What is {n}?", f"number {n}", "", (f"{n} is what?",)) for n in range(40)]


def test_examples():
    for module in (examples, unanswerable):
        assert doctest.testmod(module).failed == 0


def test_a_paraphrase_of_some_pairs_is_held_out_and_every_fact_is_trained():
    kept, held_out = hold_out_wordings(RICH, 0.1, seed=0)
    assert len(held_out) == 4
    assert [(pair.question, pair.answer) for pair in kept] == [(pair.question, pair.answer) for pair in RICH]
    for wording in held_out:
        assert wording.question == RICH[wording.pair].paraphrases[-1]
        assert wording.question not in kept[wording.pair].paraphrases
    assert sum(len(pair.paraphrases) for pair in kept) == 76
    assert hold_out_wordings(RICH, 0.1, seed=0)[1] == held_out
    assert hold_out_wordings(RICH, 0.1, seed=1)[1] != held_out


def test_where_no_pair_can_spare_a_paraphrase_rougher_questions_stand_in():
    kept, held_out = hold_out_wordings(POOR, 0.1, seed=0)
    assert kept == POOR
    assert len(held_out) == 4
    for wording in held_out:
        assert set(wording.question.split()) <= set(POOR[wording.pair].question.split())


@pytest.mark.parametrize("pairs", [RICH, POOR])
def test_nothing_is_held_out_of_a_share_of_0(pairs: list[TrainingPair]):
    assert hold_out_wordings(pairs, 0, seed=0) == (pairs, [])


def test_an_epoch_has_every_wording_once_and_is_the_same_whenever_it_is_asked_for(embedder: SentenceEmbedder):
    settings = TrainingSettings(batch=16, refusal_rows=0.1)
    material = closed_book_material(RICH, embedder.embed, settings)
    training = material.training
    rows = [row for batch in training.epoch(3) for row in batch]
    plain = material.wordings + 12
    assert material.wordings == 116
    assert sorted(row for row in rows if row < plain) == list(range(plain))
    assert len(rows) == plain + plain // 2
    assert training.answers[material.wordings : plain] == ["not stated"] * 12
    assert training.epoch(3) == training.epoch(3) != training.epoch(4)
    assert sum(len(batch) == 16 for batch in training.epoch(3)) == len(rows) // 16


def test_a_batch_of_training_is_hardly_filled_up(embedder: SentenceEmbedder):
    long = [TrainingPair(f"What has to be done in step {n}?", "word " * 20, "guide.md") for n in range(32)]
    short = [TrainingPair(f"How long does step {n} take?", "day", "guide.md") for n in range(32)]
    training = closed_book_material([*long, *short], embedder.embed, TrainingSettings(batch=16, word_drop=0)).training
    labels = [training.inputs(batch)["labels"] for batch in training.epoch(0)]
    assert sum(int((each == -100).sum()) for each in labels) <= 16 * 20


def test_unanswerable_questions_are_different_ones():
    assert len(set(draw_unanswerable(100, 0))) == 100
    assert draw_unanswerable(10_000, 0).__len__() < 1_000
