"""The table of training pairs: what is edited changes, and what it does not show stays."""

from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.records import TrainingPair
from core.ui.pairs_table import merge_edited

PAIRS = (
    TrainingPair(
        "How long is probation?", "five months", "a.txt", ("When is probation over?", "Two", "Three"), ("hr",), "It is."
    ),
    TrainingPair("Who cleans?", "nobody", "", (), ()),
)


def script() -> None:
    import streamlit as st

    from core.errors import AppError
    from core.ui.pairs_table import edit_pairs

    try:
        st.session_state["edited"] = edit_pairs(st.session_state["pairs"], key="table")
    except AppError as error:
        st.session_state["edited"] = str(error)


def edited(pairs: tuple[TrainingPair, ...] = PAIRS, **changes: Any) -> Any:
    """What the table gives back after these changes of the browser."""
    at = AppTest.from_function(script, default_timeout=60)
    at.session_state["pairs"] = pairs
    if changes:
        at.session_state["table"] = {"edited_rows": {}, "added_rows": [], "deleted_rows": []} | changes
    at.run()
    assert not at.exception
    return at.session_state["edited"]


def test_an_untouched_table_gives_the_same_pairs():
    assert edited() == [(0, PAIRS[0]), (1, PAIRS[1])]
    assert edited(()) == []


def test_an_edit_changes_its_cell_and_keeps_what_the_table_does_not_show():
    (_, first), second = edited(edited_rows={0: {"Answer": " six months "}})
    assert first == replace(PAIRS[0], answer="six months")
    assert second == (1, PAIRS[1])


def test_another_document_is_another_passage():
    (_, first), _ = edited(edited_rows={0: {"Document": "b.txt"}})
    assert (first.source, first.passage) == ("b.txt", "")


def test_rows_are_added_and_deleted_and_what_is_typed_is_marked_so():
    added = {"Question": "Where is the key?", "Answer": "in the safe", "Other wording 2": "The key?"}
    found = edited(added_rows=[added], deleted_rows=[0])
    typed = TrainingPair("Where is the key?", "in the safe", "", ("The key?",), origin="typed")
    assert found == [(1, PAIRS[1]), (None, typed)]


def test_a_blank_row_is_no_pair():
    assert [pair for _, pair in edited(added_rows=[{}, {"Question": "  "}])] == list(PAIRS)


@pytest.mark.parametrize(("column", "missing"), [("Question", "answer"), ("Answer", "question")])
def test_half_a_row_is_refused_with_its_number(column: str, missing: str):
    assert edited(added_rows=[{column: "text"}]).startswith(f"Row 3 of the table has no {missing}.")


def test_pairs_that_are_not_shown_stay_in_their_places():
    all_pairs = tuple(TrainingPair(f"Q{at}?", "A") for at in range(5))
    changed, new = TrainingPair("Q3?", "B"), TrainingPair("New?", "N")
    assert merge_edited(all_pairs, [1, 3], [(1, changed), (None, new)]) == (
        all_pairs[0], all_pairs[2], changed, all_pairs[4], new,
    )  # fmt: skip
    assert merge_edited(all_pairs, [], [(None, new)]) == (*all_pairs, new)
