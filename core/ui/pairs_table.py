"""Training pairs in an editable table, one wording of the question a column."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core.errors import UnusableInput
from core.records import TrainingPair

COLUMNS = ["Question", "Answer", "Source", "Other wording 1", "Other wording 2"]


def edit_pairs(pairs: Sequence[TrainingPair], key: str) -> tuple[TrainingPair, ...]:
    """Draw the table; the pairs as they stand in it. Raises `UnusableInput` for a row that lacks its half."""
    table = pd.DataFrame([_row(pair) for pair in pairs], columns=COLUMNS, dtype=str)
    edited = st.data_editor(table, num_rows="dynamic", width="stretch", hide_index=True, key=key, height=320)
    rows = edited.fillna("").to_dict("index")
    filled = [(at, row) for at, row in rows.items() if any(str(cell).strip() for cell in row.values())]
    before: dict[Any, TrainingPair] = dict(enumerate(pairs))
    return tuple(_pair(row, number, before.get(at)) for number, (at, row) in enumerate(filled, start=1))


def _row(pair: TrainingPair) -> list[str]:
    return [pair.question, pair.answer, pair.source, *[*pair.paraphrases, "", ""][:2]]


def _pair(row: Mapping[Any, Any], number: int, before: TrainingPair | None) -> TrainingPair:
    """The pair of a row; what the table does not show of the pair that was `before` in this row is kept."""
    cells = [str(row[column]).strip() for column in COLUMNS]
    if not cells[0] or not cells[1]:
        missing = "question" if not cells[0] else "answer"
        raise UnusableInput(f"Row {number} of the table has no {missing}. Fill it in, or delete the row.")
    unseen, tags = (before.paraphrases[2:], before.tags) if before else ((), ())
    return TrainingPair(cells[0], cells[1], cells[2], (*filter(None, cells[3:]), *unseen), tags)
