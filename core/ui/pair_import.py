"""Training pairs from a file: what was recognised, columns to map where nothing was, a preview, then add or replace."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from core.records import TrainingPair
from core.tuning.importing import NEEDED, PairFile, guess_columns, make_pairs, read_pair_file
from core.tuning.proposing.likeness import plain
from core.ui.pair_changes import change_pairs
from core.ui.state import keep, recall
from core.workspace import Workspace

PREVIEWED = 5
ADD, REPLACE = "Add to the present pairs", "Take the place of the present pairs"
NONE = "(none)"


def draw_import(workspace: Workspace) -> None:
    """Draw it; the pairs change at the press of the button only. Raises `UnusableInput` for an unusable file."""
    upload = st.file_uploader(
        "A file of questions and answers",
        type=["jsonl", "json", "csv", "tsv"],
        key=f"pair file {recall('pair files read', 0)}",
        help="CSV, JSON or JSON Lines: columns question and answer, or the forms Alpaca, OpenAI chat and ShareGPT. "
        "Optional: source (the document’s name), paraphrases, tags, passage. Any encoding is recognised.",
    )
    if upload is None:
        st.caption("Nothing is taken before you have seen the first pairs and pressed Import.")
        return
    file = read_pair_file(upload.getvalue(), upload.name, workspace.settings.limits)
    if file.form:
        st.caption(f"Recognised as {file.form}: {len(file.rows):,} rows.")
    columns = None if file.form else _map_columns(file)
    if not file.form and not columns:
        st.info("Choose which column holds the questions and which the answers.", icon=":material/view_column:")
        _draw_rows(file)
        return
    _draw_pairs(workspace, make_pairs(file, columns), upload.name)


def _map_columns(file: PairFile) -> Mapping[str, str] | None:
    """The columns that the user names; None until both that are needed are chosen, and are not the same."""
    st.caption("The names of the columns do not tell which holds the questions and which the answers.")
    known = guess_columns(file.columns)
    options = [NONE, *file.columns]
    chosen = {}
    fields = (("question", "Question"), ("answer", "Answer"), ("source", "Document"))
    for place, (key, name) in zip(st.columns(3), fields, strict=True):
        column = place.selectbox(name, options, options.index(known.get(key, NONE)), key=f"column {key} {file.name}")
        if column != NONE:
            chosen[key] = column
    return chosen if all(chosen.get(key) for key in NEEDED) and chosen["question"] != chosen["answer"] else None


def _draw_rows(file: PairFile) -> None:
    st.dataframe(pd.DataFrame([row for _, row in file.rows[:PREVIEWED]]).astype(str), hide_index=True, width="stretch")


def _draw_pairs(workspace: Workspace, pairs: tuple[TrainingPair, ...], name: str) -> None:
    shown = [{"Question": pair.question, "Answer": pair.answer, "Document": pair.source} for pair in pairs]
    st.dataframe(pd.DataFrame(shown[:PREVIEWED]), hide_index=True, width="stretch")
    st.caption(f"The first {min(PREVIEWED, len(pairs))} of {len(pairs):,} pairs.")
    present = workspace.pairs
    how = st.radio("The pairs of the file", [ADD, REPLACE], horizontal=True) if present else REPLACE
    if st.button("Import", type="primary", icon=":material/upload_file:"):
        known = {(plain(pair.question), plain(pair.answer)) for pair in present} if how == ADD else set()
        new = [pair for pair in pairs if (plain(pair.question), plain(pair.answer)) not in known]
        keep("pair files read", recall("pair files read", 0) + 1)  # a new uploader, without the file
        there = f", {len(pairs) - len(new):,} were there already" if len(new) < len(pairs) else ""
        said = f"Imported {len(new):,} pairs from {name}{there}"
        change_pairs(workspace, [*present, *new] if how == ADD else new, said)
