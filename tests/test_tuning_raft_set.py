"""RAFT rows from a search with known results."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import UnusableInput
from core.records import Passage, RankedPassage, TrainingPair
from core.tuning.plan import TrainingSettings
from core.tuning.raft_set import RaftRow, build_raft_set, read_raft_set, write_raft_set
from core.tuning.splitting import draw, split_by_passage

FEE = TrainingPair("What is the fee?", "42 euros", "club.md", ("How much do I pay?",))
KEY = TrainingPair("Where is the key?", "in the Blue Cabinet")
LOST = TrainingPair("Who won?", "nobody knows")


def ranked(*found: tuple[str, str]) -> tuple[RankedPassage, ...]:
    return tuple(
        RankedPassage(Passage(f"{rank}", document, "v1", 0, len(text), text), rank, 1 / rank)
        for rank, (document, text) in enumerate(found, start=1)
    )


FOUND = {
    FEE.question: ranked(
        ("old.md", "In 1990 members paid 42 Euros."),
        ("club.md", "The club was founded in 1987."),
        ("club.md", "Members pay 42\n  EUROS a year."),
        ("club.md", "Guests pay 5 euros."),
        ("club.md", "The flag is green."),
        ("club.md", "Again: 42 euros."),
    ),
    KEY.question: ranked(("club.md", "The key is in the blue cabinet."), ("club.md", "The door is red.")),
    LOST.question: ranked(("club.md", "The race was on Monday.")),
}


def search(question: str, k: int) -> Sequence[RankedPassage]:
    return FOUND[question][:k]


def build(pairs: Sequence[TrainingPair], **settings: float | str) -> tuple[list[RaftRow], list[TrainingPair]]:
    return build_raft_set(pairs, search, TrainingSettings(**{"held_out": 0, **settings}))


def test_each_wording_gets_the_passage_of_its_own_document_that_holds_the_answer():
    rows, lost = build([FEE, KEY], without_oracle=0)
    assert [row.question for row in rows] == [FEE.question, FEE.paraphrases[0], KEY.question]
    assert [row.passages[row.oracle or 0] for row in rows] == [
        "Members pay 42\n  EUROS a year.",
        "Members pay 42\n  EUROS a year.",
        "The key is in the blue cabinet.",
    ]
    assert lost == []


def test_distractors_do_not_hold_the_answer_and_are_the_best_ranked():
    rows, _ = build([FEE], without_oracle=0, distractors=2)
    for row in rows:
        wrong = [each for place, each in enumerate(row.passages) if place != row.oracle]
        assert wrong == ["The club was founded in 1987.", "Guests pay 5 euros."]


def test_fewer_distractors_than_asked_for_and_none():
    assert [len(row.passages) for row in build([KEY], without_oracle=0, distractors=8)[0]] == [2]
    assert build([KEY], distractors=0, without_oracle=1)[0] == [
        RaftRow(KEY.question, KEY.answer, ("The key is in the blue cabinet.",), 0, ("club.md",), held_out=False)
    ]


def test_the_share_of_rows_without_the_right_passage():
    pairs = [FEE] * 500
    rows, _ = build(pairs, without_oracle=0.2)
    without = [row for row in rows if row.oracle is None]
    assert len(without) / len(rows) == pytest.approx(0.2, abs=0.03)
    assert all("42" not in passage for row in without for passage in row.passages)
    assert all(row.answer == FEE.answer for row in without)
    assert all(row.oracle is None for row in build(pairs, without_oracle=1)[0])


def test_the_right_passage_stands_in_every_place():
    assert {row.oracle for row in build([FEE] * 50, without_oracle=0)[0]} == {0, 1, 2}


def test_pairs_whose_answer_is_not_found_are_returned():
    elsewhere = TrainingPair(KEY.question, KEY.answer, "other.md")
    rows, lost = build([LOST, KEY, elsewhere])
    assert {row.question for row in rows} == {KEY.question}
    assert lost == [LOST, elsewhere]


def test_the_same_seed_makes_the_same_set():
    assert build([FEE, KEY] * 20) == build([FEE, KEY] * 20)
    assert build([FEE, KEY] * 20) != build([FEE, KEY] * 20, seed=1)


def test_a_set_is_read_back_as_it_was_written(tmp_path: Path):
    rows = [
        RaftRow("Größe?", "line\u2028separator", ("one\ntwo", "next\x85line\x0c", "“x”\u2029"), 1),
        RaftRow("Q?", "A", ("wrong",), None),
    ]
    write_raft_set(rows, tmp_path / "set.jsonl")
    assert read_raft_set(tmp_path / "set.jsonl") == rows


def test_an_empty_set_is_refused_with_what_to_do(tmp_path: Path):
    write_raft_set([], tmp_path / "set.jsonl")
    with pytest.raises(UnusableInput, match="Add the documents that the pairs come from"):
        read_raft_set(tmp_path / "set.jsonl")


SAME = TrainingPair("Who rows?", "the crew", "club.md")
FOUND[SAME.question] = ranked(
    ("club.md", "On Sunday the crew rows."),
    ("copy.md", "Oars are red."),
    ("club.md", "Oars\nare  RED."),
    ("copy.md", "On Sunday  the crew rows."),
    ("club.md", "Boats are blue."),
)


def test_no_passage_is_given_twice_and_no_distractor_is_the_oracle_again():
    rows, _ = build([SAME], without_oracle=0, distractors=4)
    assert sorted(rows[0].passages) == ["Boats are blue.", "Oars are red.", "On Sunday the crew rows."]
    assert dict(zip(rows[0].passages, rows[0].documents, strict=True))["Oars are red."] == "copy.md"


@pytest.mark.parametrize(("lesson", "answer"), [("answer", FEE.answer), ("refusal", "not stated")])
def test_rows_without_their_oracle_teach_what_was_chosen_and_keep_what_was_left_out(lesson: str, answer: str):
    rows, _ = build([FEE], without_oracle=1, lesson=lesson)
    assert {row.answer for row in rows} == {answer}
    assert {row.left_out for row in rows} == {"Members pay 42\n  EUROS a year."}
    assert all(row.teaches_refusal == (lesson == "refusal") for row in rows)
    assert not any(row.left_out for row in build([FEE], without_oracle=0, lesson=lesson)[0])


def test_all_wordings_of_a_passage_are_held_out_together():
    pairs = [TrainingPair(FEE.question, FEE.answer, FEE.source, FEE.paraphrases, passage=f"p{n}") for n in range(60)]
    rows, _ = build(pairs, held_out=0.3)
    sides = [{row.held_out for row in rows[start : start + 2]} for start in range(0, len(rows), 2)]
    assert all(len(side) == 1 for side in sides)
    assert 0.1 < sum(True in side for side in sides) / len(sides) < 0.5


def test_what_is_held_out_is_what_the_split_holds_out():
    pairs = [replace(FEE, passage=f"p{n}") for n in range(40)] + [replace(KEY, answer="blue cabinet")] * 3
    rows, _ = build(pairs, held_out=0.3)
    held_out = [row.question for row in rows if row.held_out]
    split = split_by_passage(pairs, 0.3)
    assert held_out == [wording for pair in split.held_out for wording in (pair.question, *pair.paraphrases)]


def test_a_held_out_row_keeps_its_oracle_unless_it_is_to_be_refused():
    pairs = [replace(FEE, passage=f"p{n}") for n in range(40)]
    memorised, refused = (
        build(pairs, without_oracle=1, held_out=0.4, lesson=each)[0] for each in ("answer", "refusal")
    )
    assert {row.oracle is None for row in memorised if not row.held_out} == {True}
    assert {row.oracle is None for row in memorised if row.held_out} == {False}
    assert {row.oracle is None for row in refused} == {True}


def test_the_passages_of_a_held_out_row_stand_as_they_are_ranked():
    pairs = [replace(FEE, passage=f"p{n}") for n in range(40)]
    rows, _ = build(pairs, without_oracle=0, held_out=0.4)
    assert {row.oracle for row in rows if row.held_out} == {1}, "Between the near-misses of rank 2 and 4."
    elsewhere = [replace(FEE, passage=f"{n}: 42 euros, says the cashier.") for n in range(40)]
    rows, _ = build(elsewhere, without_oracle=0, held_out=0.4)
    assert {row.oracle for row in rows if row.held_out} == {2}, "Retrieval would not have found it."


def test_a_pair_that_knows_its_passage_needs_no_search_to_find_it():
    elsewhere = replace(KEY, source="far.md", passage="It hangs in the\nBlue Cabinet of the office.")
    (row,), lost = build([elsewhere], without_oracle=0)
    assert (row.passages[row.oracle or 0], row.documents[row.oracle or 0]) == (elsewhere.passage, "far.md")
    assert lost == []
    gone = replace(KEY, passage="It hangs on a nail.")
    (row,), _ = build([gone], without_oracle=0)
    assert row.passages[row.oracle or 0] == "The key is in the blue cabinet.", "Its passage has no such answer."


def test_there_is_always_something_to_learn():
    assert not any(row.held_out for row in build([FEE], held_out=0.5, seed=held_out_seed())[0])


def held_out_seed() -> int:
    """A seed by which the one passage of `FEE` is drawn."""
    return next(seed for seed in range(100) if draw(FEE, seed) < 0.5)


def test_refusal_rows_ask_what_no_passage_answers():
    def find(question: str, k: int) -> Sequence[RankedPassage]:
        return search(question if question in FOUND else KEY.question, k)

    rows, _ = build_raft_set([FEE, KEY], find, TrainingSettings(refusal_rows=1, held_out=0))
    added = rows[3:]
    assert len(added) == 3
    assert all(row.teaches_refusal and row.oracle is None and row.passages for row in added)
