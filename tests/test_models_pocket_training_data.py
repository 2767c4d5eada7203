"""What the model is trained on: held-out records stay out, wrong passages are wrong, tables tell the truth."""

import random
import re
from pathlib import Path

import pytest
from invented_data import write_pretraining_files

from core.models.pocket.synthetic_tables import draw_table_question
from core.models.pocket.training_data import (
    NOT_STATED,
    WRITTEN,
    Example,
    ExampleSource,
    Labelled,
    QuestionSet,
    authored,
    draw_cloze,
    part_of,
    read_rows,
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of all the data files, each of a few invented rows."""
    return write_pretraining_files(tmp_path)


def draw(data: Path, count: int, seed: int = 0) -> list[Example]:
    source = ExampleSource(data, seed)
    return [source.draw() for _ in range(count)]


def test_held_out_records_are_never_drawn(data: Path):
    held_out = [0, 8, 16]
    assert [index for index in range(24) if part_of(index) != "training"] == held_out
    drawn = " ".join(f"{each.question} {each.answer} {' '.join(each.passages)} " for each in draw(data, 1500))
    assert not any(f"boat{index} " in drawn or f"record{index} " in drawn for index in held_out)
    assert "boat1 " in drawn
    assert {each.passage.split()[0] for each in authored(data, "measurement")} == {"Record0", "Record16"}
    assert {each.passage.split()[0] for each in authored(data, "calibration")} == {"Record8"}


def test_questions_and_paraphrases_are_read_and_blank_ones_are_not(data: Path):
    first = [each for each in authored(data) if each.passage.startswith("Record1 ")]
    assert first == [
        Labelled("Where is boat1 kept?", first[0].passage, "pier1"),
        Labelled("What is boat1 at?", first[0].passage, "pier1"),
        Labelled("Who owns boat1?", first[0].passage, None),
    ]


def test_the_same_seed_draws_the_same_examples_and_another_seed_others(data: Path):
    assert draw(data, 60) == draw(data, 60)
    assert draw(data, 60) != draw(data, 60, seed=1)


def test_every_kind_of_example_is_drawn(data: Path):
    drawn = draw(data, 1500)
    assert any(not each.passages for each in drawn)
    assert any(len(each.passages) > 2 for each in drawn)
    assert any(each.memory and each.passages for each in drawn)
    assert any(each.question.startswith("ask: ") for each in drawn)
    assert any(each.answer == NOT_STATED and each.passages for each in drawn)
    assert all(each.answer for each in drawn)
    assert all(each.memory and each.answer == NOT_STATED for each in drawn if not each.passages)


def test_an_answer_stands_in_a_passage_or_is_not_stated_and_stands_in_none(data: Path):
    for each in draw(data, 1500):
        if each.question.startswith("ask: ") or not each.passages:
            continue
        together = "\n".join(each.passages)
        if each.answer != NOT_STATED:
            assert each.answer in together
        elif "door number" in each.question:
            number = each.question.rstrip("?").split("number")[1]
            assert f"shade{number} " not in together


def test_written_answers_stand_in_their_passages_and_the_samples_world_in_none():
    records = list(read_rows(WRITTEN))
    assert len({each["passage"] for each in records}) == len(records) > 1000
    for each in records:
        answers = [asked["answer"] for asked in each["questions"]]
        assert all(answer in each["passage"] for answer in answers if answer is not None), each["title"]
        assert None in answers, each["title"]
        assert not re.search("Wrenfield|Dunnock|Fieldfare|Rookery Hub", each["passage"]), each["title"]


def test_distractors_are_neither_the_right_passage_nor_hold_the_answer():
    passages = [f"The grey boat number{n} lies at the long pier in the harbour." for n in range(8)]
    passages.append("The grey boat in the harbour lies at Number3 too.")
    questions = [
        Labelled(f"Where lies the grey boat number{n}?", passage, f"number{n}") for n, passage in enumerate(passages)
    ]
    distractors = QuestionSet(questions).distractors(questions[3], 4)
    assert len(distractors) == 4
    assert passages[3] not in distractors
    assert not any("number3" in each.lower() for each in distractors)
    assert len(set(distractors)) == 4


def test_a_question_of_unknown_words_has_no_distractors():
    questions = [Labelled("Xyzzy plugh?", "The grey boat lies here.", "here"), Labelled("Q?", "Another boat.", None)]
    assert QuestionSet(questions).distractors(questions[0], 3) == []


def test_what_stood_in_the_hole_is_the_answer():
    piece = [
        "The quick brown ferry crosses the wide river before noon.",
        "It returns with the evening tide at seven sharp.",
    ]
    chance = random.Random(3)
    for _ in range(200):
        cloze = draw_cloze([piece], chance)
        assert cloze.passages == (" ".join(piece),)
        assert cloze.answer in cloze.passages[0]
        assert len(cloze.answer) >= 4


def table_rows(passages: tuple[str, ...]) -> list[dict[str, str]]:
    return [dict(cell.split(": ", 1) for cell in row.split("; ")) for each in passages for row in each.split("\n")]


def test_a_table_question_is_answered_in_the_row_it_names_or_nowhere():
    chance, refused = random.Random(5), 0
    for _ in range(3000):
        question, passages, answer = draw_table_question(chance)
        assert 1 <= len(passages) <= 3
        rows = table_rows(passages)
        key = next(iter(rows[0]))
        asked = [row for row in rows if re.search(rf"{re.escape(row[key])}(?!\w)", question)]
        if answer == NOT_STATED:
            refused += 1
            assert not asked
        elif asked:
            assert len(asked) == 1
            assert answer in asked[0].values()
        else:  # which one has this value?
            assert any(row[key] == answer and any(value in question for value in row.values()) for row in rows)
    assert 310 < refused < 440  # one in eight
