"""Ways to ask: all that were given, and rougher ones made of their words."""

import doctest
import random

import pytest

from core.records import TrainingPair
from core.tuning import wordings
from core.tuning.spelling import learn_spelling
from core.tuning.wordings import Wording, list_wordings, rough_wordings, roughen

PAIRS = (
    TrainingPair("How long is probation?", "five months", paraphrases=("When am I permanent?", "Trial length?")),
    TrainingPair("Who leads People?", "Ada Byrne"),
)


def test_examples_in_the_docstrings_hold():
    results = doctest.testmod(wordings)
    assert results.attempted > 0
    assert results.failed == 0


def test_every_question_and_paraphrase_is_a_wording_of_its_pair():
    assert list_wordings(PAIRS) == [
        Wording("How long is probation?", 0),
        Wording("When am I permanent?", 0),
        Wording("Trial length?", 0),
        Wording("Who leads People?", 1),
    ]


@pytest.mark.parametrize("drop", [0.0, 0.3, 0.9])
def test_a_rough_wording_holds_words_of_the_question_and_is_never_empty(drop: float):
    chance = random.Random(1)
    question = "What does an employee get for recommending somebody?"
    for _ in range(100):
        words = roughen(question, drop, chance).split()
        assert words
        assert not set(words) - set(question.split())
        assert len(words) == len(set(words))


def test_the_share_of_dropped_words_is_the_one_asked_for():
    chance, question = random.Random(2), " ".join(f"word{n}" for n in range(20))
    kept = sum(len(roughen(question, 0.25, chance).split()) for _ in range(500))
    assert kept / (500 * 20) == pytest.approx(0.75, abs=0.02)


def test_so_many_copies_of_each_wording_the_same_for_the_same_seed():
    plain = list_wordings(PAIRS)
    rough = rough_wordings(plain, 0.25, copies=3, seed=4)
    assert [each.pair for each in rough] == [0] * 9 + [1] * 3
    assert rough == rough_wordings(plain, 0.25, copies=3, seed=4)
    assert rough != rough_wordings(plain, 0.25, copies=3, seed=5)
    assert rough_wordings(plain, 0.0, copies=3, seed=4) == []


def test_spelling_is_learned_where_the_lower_case_model_would_write_otherwise():
    table = learn_spelling(["Ada Byrne", "five months", "EUR 1,250.00", "Größe L", "e-mail: a@b.example"])
    assert table["ada byrne"] == "Ada Byrne"
    assert "five months" not in table
    assert {"EUR 1,250.00", "Größe L"} <= set(table.values())
    assert learn_spelling([]) == {}
