"""The pairs of the Training page: found, imported, edited, filtered, checked, exported; every change can be undone."""

import doctest
import json
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.settings import Settings
from core.tuning.pairs import read_pairs
from core.tuning.splitting import split_by_passage
from core.ui import training_pairs
from core.ui.state import _visitors
from core.workspace import Workspace
from tests.test_pages import as_read, bodies, checked, filled, home, open_page, prepared, press

__all__ = ["filled", "home", "prepared"]  # fixtures

FEES = b"# Fees\n\nStandard delivery costs 6 euros. Express delivery costs 9 euros."


def training(view: str = "Edit") -> AppTest:
    at = open_page("pages/Training.py")
    (control,) = (each for each in at.button_group if each.label == "View of the pairs")
    return checked(control.set_value(view).run()) if view != "Edit" else at


def give(at: AppTest, name: str, content: bytes) -> AppTest:
    at.file_uploader[0].set_value((name, content, ""))
    return checked(at.run())


def said(at: AppTest) -> list[str]:
    return [as_read(each.value) for each in at.success]


def questions(home: Path) -> list[str]:
    return [pair.question for pair in read_pairs(home / "pairs.jsonl")]


def test_examples_in_the_docstrings_hold():
    results = doctest.testmod(training_pairs)
    assert results.attempted > 0
    assert results.failed == 0


# From a file


def test_a_file_is_previewed_and_added_and_the_addition_undone(filled: Path):
    at = give(training("From a file"), "mine.csv", b"question,answer\nWho?,Ada\nHow long is probation?,seven months\n")
    assert any("questions and answers: 2 rows" in as_read(each.value) for each in at.caption)
    assert list(at.dataframe[0].value["Answer"]) == ["Ada", "seven months"]
    assert len(questions(filled)) == 2, "Nothing is taken before the button is pressed."
    at = press(at, "Import")
    assert said(at) == ["Imported 1 pairs from mine.csv, 1 were there already"]
    assert questions(filled)[2:] == ["Who?"]
    (undo,) = (each for each in at.button if each.label.startswith("Undo"))
    at = checked(undo.click().run())
    assert len(questions(filled)) == 2
    assert not any(each.label.startswith("Undo") for each in at.button)


def test_a_file_can_take_the_place_of_the_pairs(filled: Path):
    row = {"messages": [{"role": "user", "content": "Who?"}, {"role": "assistant", "content": "Ada"}]}
    at = give(training("From a file"), "chat.jsonl", json.dumps(row).encode())
    assert any("Recognised as OpenAI chat" in as_read(each.value) for each in at.caption)
    (how,) = (each for each in at.radio if each.label == "The pairs of the file")
    press(checked(how.set_value("Take the place of the present pairs").run()), "Import")
    assert questions(filled) == ["Who?"]


def test_unknown_columns_are_mapped(filled: Path):
    at = give(training("From a file"), "mine.csv", b"Asked,Told\nWho?,Ada\n")
    assert "Import" not in [each.label for each in at.button]
    for field, column in (("Question", "Asked"), ("Answer", "Told")):
        (choice,) = (each for each in at.selectbox if each.label == field)
        at = checked(choice.set_value(column).run())
    press(at, "Import")
    assert questions(filled)[2:] == ["Who?"]


def test_an_unusable_row_is_named_and_nothing_is_lost(filled: Path):
    half = b'{"question": "Who?", "answer": "Ada"}\n{"question": "Where?"}\n'
    at = give(training("From a file"), "mine.jsonl", half)
    (error,) = at.error
    assert as_read(error.value).startswith("mine.jsonl, line 2: “answer” is missing")
    assert "2 training pairs" in [each.value for each in at.subheader]
    assert len(questions(filled)) == 2


# From documents


def found(at: AppTest) -> AppTest:
    """The page once the search has ended."""
    for _ in range(300):
        if "Stop" not in [each.label for each in at.button]:
            return at
        time.sleep(0.2)
        at = checked(at.run())
    raise AssertionError("The search does not end.")


def test_pairs_are_found_in_documents_shown_with_counts_and_added(filled: Path):
    _visitors().workspace("local").add_upload("fees.md", FEES)
    at = training("From documents")
    (write,) = (each for each in at.toggle if each.label.startswith("Let the embedded model"))
    at = found(press(checked(write.set_value(False).run()), "Find pairs"))
    assert any("3 pairs to take" in each.value for each in at.markdown)
    assert len(questions(filled)) == 2
    at = press(at, "Add these 3 pairs")
    assert said(at) == ["Added 3 pairs from documents"]
    added = read_pairs(filled / "pairs.jsonl")[2:]
    assert {(pair.answer, pair.source, pair.origin) for pair in added} == {
        ("6 euros", "fees.md", "found"),
        ("9 euros", "fees.md", "found"),
        ("45 euros", "handbook.md", "found"),
    }


def test_without_documents_the_search_says_what_to_do(home: Path):
    assert any("page Documents" in each.value for each in training("From documents").info)


# Editing


def test_an_untouched_table_needs_no_saving_and_a_pair_stands_beside_its_passage(filled: Path):
    at = training()
    assert "Save the changes" not in [each.label for each in at.button]
    assert any("on probation for <mark" in body and "seven months" in body for body in bodies(at))


def test_an_edit_is_saved_and_undone(filled: Path):
    at = training()
    (key,) = (key for key in at.session_state if _is_table(key))
    at.session_state[key] = {"edited_rows": {0: {"Answer": "eight months"}}, "added_rows": [], "deleted_rows": [1]}
    at = press(checked(at.run()), "Save the changes")
    assert said(at) == ["Deleted 1 and changed 1 of the pairs"]
    assert [pair.answer for pair in read_pairs(filled / "pairs.jsonl")] == ["eight months"]
    (undo,) = (each for each in at.button if each.label.startswith("Undo"))
    checked(undo.click().run())
    assert [pair.answer for pair in read_pairs(filled / "pairs.jsonl")] == ["seven months", "to Tarnbrook"]


def _is_table(key: object) -> bool:
    return str(key).removeprefix("pairs ").lstrip("-").isdigit()


def test_filtered_pairs_are_edited_without_losing_the_others(filled: Path):
    at = training()
    (text,) = (each for each in at.text_input if each.label == "Text")
    at = checked(text.set_value("receipts").run())
    assert any("1 of 2 pairs are shown" in as_read(each.value) for each in at.caption)
    (key,) = (key for key in at.session_state if _is_table(key))
    at.session_state[key] = {"edited_rows": {}, "added_rows": [], "deleted_rows": [0]}
    press(checked(at.run()), "Save the changes")
    assert questions(filled) == ["How long is probation?"]


# Checks, split and export


def test_findings_are_counted_and_settled_in_one_step(filled: Path):
    file = filled / "pairs.jsonl"
    row = {"question": "how long is probation", "answer": "seven months", "source": "handbook.md"}
    call = {"question": "Whom to call?", "answer": "call 555-0142 <b>now</b>"}
    file.write_text(file.read_text() + json.dumps(row) + "\n" + json.dumps(call) + "\n")
    at = training("Check")
    shown = " ".join(as_read(each.value) for each in at.markdown)
    assert "1 duplicates" in shown
    assert "1 pairs with personal data" in shown
    assert "memorises" in shown
    assert any("&lt;b&gt;now" in body for body in bodies(at))
    at = press(at, "Keep the first of each")
    assert len(questions(filled)) == 3
    assert any(each.label.startswith("Undo: Keep the first of each") for each in at.button)


@pytest.mark.parametrize("view", ["Check", "Split and export"])
def test_an_empty_workspace_has_nothing_to_check_or_export(home: Path, view: str):
    at = training(view)
    assert not at.error
    assert any("no pair to check or export" in each.value for each in at.caption)


def test_the_split_is_shown_and_the_pairs_are_downloaded(filled: Path):
    at = training("Split and export")
    assert sum(int(each.value.split()[0]) for each in at.metric[:2]) == 2
    (download,) = at.get("download_button")
    assert download.proto.label == "Download the pairs"


def test_what_training_holds_out_is_what_the_split_shows(filled: Path):
    at = training("Split and export")
    assert any(each.value.startswith("Held out: 10 % of the passages, seed 0") for each in at.caption)
    pairs = Workspace(filled, Settings()).placed_pairs
    wanted = next(seed for seed in range(1, 100) if len(split_by_passage(pairs, 0.5, seed).held_out) == 1)
    for label, value in (("Held out", 0.5), ("Seed", wanted)):
        (box,) = (each for each in at.number_input if each.label == label)
        at = checked(box.set_value(value).run())
    assert any(each.value.startswith(f"Held out: 50 % of the passages, seed {wanted}") for each in at.caption)
    assert [int(each.value.split()[0]) for each in at.metric[:2]] == [1, 1]
