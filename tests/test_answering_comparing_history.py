"""Comparisons come back from disk as they were, with their votes; the oldest go; nothing outside the folder is read."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from core.answering.checking import CheckedAnswer
from core.answering.comparing.comparison import Comparison, comparison_from_fields, comparison_to_fields, new_id
from core.answering.comparing.history import History, Tally, tally_votes
from core.errors import UnusableInput
from core.records import Answer, ArmName, CheckedSentence, Evidence, Passage, RankedPassage

HOSTILE = "<script>alert(1)</script> ](x) \ud800 \u2028 “a”"
PASSAGE = Passage("p", "a.pdf", "v1", 10, 30, "five months of trial", page=2, rows=(1, 2))
SPOT = Evidence("a.pdf", 10, 21, "five months", "p", 2, 0.5, stance="supports")


def checked(arm: ArmName, text: str = "five months") -> CheckedAnswer:
    found = (RankedPassage(PASSAGE, 1, 0.5, dense=0.4),)
    answer = Answer(arm, "How long?", text, False, 0.9, "pocket", found, (SPOT,), {"generate": 0.1}, 3)
    return CheckedAnswer(answer, (CheckedSentence(text, "supported", "It says so.", (SPOT,)),), found, True)


def comparison(question: str = "How long?", *arms: ArmName, **fields: object) -> Comparison:
    answers = tuple(checked(arm) for arm in arms or ("base", "rag"))
    return replace(Comparison(question, question, answers), **fields)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "history", most=3)


def test_a_comparison_is_the_same_after_json():
    one = comparison("And why?", problems={"hybrid": "No adapter."}, vote="rag", labels={"tuned": "trained here"})
    one = replace(one, remedies={"hybrid": "training"})
    assert comparison_from_fields(json.loads(json.dumps(comparison_to_fields(one)))) == one


def test_one_that_was_kept_before_remedies_were_is_read():
    fields = comparison_to_fields(comparison(problems={"hybrid": "No adapter."}))
    del fields["remedies"]
    assert comparison_from_fields(fields).remedies == {}


def test_what_was_added_is_read_again_newest_first(history: History):
    one, other = comparison("one?"), comparison("other?")
    history.add(one)
    history.add(other)
    assert [head.asked for head in history.heads()] == ["other?", "one?"]
    assert history.read(one.id) == one
    assert History(history._folder).read(other.id) == other, "It is on disk."


def test_of_too_many_the_oldest_without_a_vote_goes_first(history: History):
    first, second, third, fourth = (comparison(f"{number}?") for number in range(4))
    for one in (first, second, third):
        history.add(one)
    history.vote(first.id, "rag")
    history.add(fourth)
    assert [head.asked for head in history.heads()] == ["3?", "2?", "0?"]
    with pytest.raises(UnusableInput, match="not kept any more"):
        history.read(second.id)
    assert len(list(history._folder.glob("*.json"))) == 3 + 1


def test_a_new_one_stays_even_where_all_others_have_a_vote(history: History):
    for number in range(3):
        one = comparison(f"{number}?")
        history.add(one)
        history.vote(one.id, "none")
    history.add(comparison("new?"))
    assert [head.asked for head in history.heads()] == ["new?", "2?", "1?"]


def test_a_vote_is_kept_changed_and_taken_back(history: History):
    one = comparison()
    history.add(one)
    for vote in ("rag", "none", None):
        history.vote(one.id, vote)  # type: ignore[arg-type]
        assert history.read(one.id).vote == vote
        assert history.heads()[0].vote == vote


def test_votes_are_counted_against_the_questions_that_an_arm_answered(history: History):
    for arms, vote in ((("base", "rag"), "rag"), (("rag", "tuned"), "rag"), (("base", "rag"), "none")):
        history.add(comparison("?", *arms, vote=vote))
    tallies = tally_votes(history.heads())
    assert tallies == {"rag": Tally(2, 3), "none": Tally(1, 3), "base": Tally(0, 2), "tuned": Tally(0, 1)}
    assert list(tallies)[0] == "rag"
    assert tally_votes([]) == {"none": Tally(0, 0)}


def test_a_conversation_is_read_up_to_the_one_that_is_restored(history: History):
    first = comparison("first?")
    second, third = (replace(comparison(text), conversation=first.id) for text in ("second?", "third?"))
    for one in (first, second, third):
        history.add(one)
    assert [one.asked for one in history.read_conversation(second.id)] == ["first?", "second?"]


def test_one_or_all_are_forgotten(history: History):
    one, other = comparison(), comparison()
    history.add(one)
    history.add(other)
    history.remove(one.id)
    assert [head.id for head in history.heads()] == [other.id]
    history.clear()
    assert history.heads() == []
    assert [file.name for file in history._folder.iterdir()] == ["heads.json"]


@pytest.mark.parametrize("id", ["../secret", "", "/etc/passwd", "heads", "x" * 300, new_id()])
def test_an_id_that_is_none_reads_and_removes_nothing(history: History, id: str):
    history.add(comparison())
    (history._folder.parent / "secret.json").write_text("{}")
    with pytest.raises(UnusableInput):
        history.read(id)
    history.remove(id)
    assert len(history.heads()) == 1
    assert (history._folder.parent / "secret.json").exists()


def test_damaged_files_are_an_error_or_an_empty_list(history: History):
    one = comparison()
    history.add(one)
    (history._folder / f"{one.id}.json").write_text('{"typed": 3}')
    with pytest.raises(UnusableInput, match="damaged"):
        history.read(one.id)
    (history._folder / "heads.json").write_text("[{")
    assert history.heads() == []


def test_hostile_text_comes_back_as_it_was_but_for_what_utf8_cannot_hold(history: History):
    one = replace(comparison(), typed=HOSTILE)
    history.add(one)
    assert history.read(one.id).typed == HOSTILE.replace("\ud800", "?")
