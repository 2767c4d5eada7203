"""The table of training pairs: what is edited changes, and what it does not show stays."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.records import TrainingPair

PAIRS = (
    TrainingPair(
        "How long is probation?", "five months", "a.txt", ("When is probation over?", "Two", "Three"), ("hr",)
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
    assert edited() == PAIRS
    assert edited(()) == ()


def test_an_edit_changes_its_cell_and_keeps_what_the_table_does_not_show():
    first, second = edited(edited_rows={0: {"Answer": " six months "}})
    assert (first.answer, first.paraphrases, first.tags) == ("six months", PAIRS[0].paraphrases, ("hr",))
    assert second == PAIRS[1]


def test_rows_are_added_and_deleted():
    added = {"Question": "Where is the key?", "Answer": "in the safe", "Other wording 2": "The key?"}
    found = edited(added_rows=[added], deleted_rows=[0])
    assert found == (PAIRS[1], TrainingPair("Where is the key?", "in the safe", "", ("The key?",)))


def test_a_blank_row_is_no_pair():
    assert edited(added_rows=[{}, {"Question": "  "}]) == PAIRS


@pytest.mark.parametrize(("column", "missing"), [("Question", "answer"), ("Answer", "question")])
def test_half_a_row_is_refused_with_its_number(column: str, missing: str):
    assert edited(added_rows=[{column: "text"}]).startswith(f"Row 3 of the table has no {missing}.")
