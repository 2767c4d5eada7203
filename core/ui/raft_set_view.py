"""The RAFT set before it is trained on, row by row: the passages given, the one with the answer, what a row teaches."""

import re
from collections.abc import Sequence
from html import escape

import streamlit as st

from core.tuning.plan import TrainingSettings
from core.tuning.raft_set import RaftRow, raft_set_lines
from core.ui.frame import as_text, errors_shown
from core.ui.state import keep, recall
from core.ui.training_settings import draw_raft_choice, split_choice
from core.workspace import Workspace

ROWS_A_PAGE = 5
ALL, WITHOUT, HELD_OUT, REFUSING = "All rows", "Oracle left out", "Held out", "Teach “not stated”"


def draw_raft_set(workspace: Workspace) -> None:
    """Draw the section."""
    st.subheader("RAFT set", anchor=False)
    st.markdown(
        "Each question is given with its **oracle**, the passage that holds the answer, among **distractors**, the "
        "search’s own near-misses; in some rows the oracle is left out. A RAFT adapter is trained on these rows.",
        help="Zhang et al. 2024, RAFT: Adapting Language Model to Domain Specific RAG, arXiv:2403.10131.",
    )
    chosen = draw_raft_choice() | split_choice()
    if not (workspace.documents and workspace.pairs):
        st.info("The set is made of documents and training pairs. Add both, or load the sample on Home.")
        return
    made_of = (tuple(chosen.items()), workspace.pairs, tuple(workspace.versions.items()))
    if st.button(
        "Show the set",
        icon=":material/table_rows:",
        help="Searches for every question. With the held-out share and the seed of Train; without refusal rows.",
    ):
        with errors_shown(), st.spinner("Searching…"):
            keep("raft set", (made_of, workspace.raft_set(TrainingSettings(**chosen))))
    shown = recall("raft set", None)
    if shown is None:
        return
    if shown[0] != made_of:
        st.info("Settings, pairs or documents changed since. Show the set again.")
        return
    rows, lost = shown[1]
    _draw_summary(rows, len(lost))
    _draw_rows(rows)


def _draw_summary(rows: Sequence[RaftRow], lost: int) -> None:
    without = sum(row.oracle is None and bool(row.left_out) for row in rows)
    cells = st.columns(4)
    cells[0].metric("Rows", f"{len(rows):,}", help="One for each wording of each pair.")
    cells[1].metric("Oracle left out", f"{without:,}", help="A share of 1 - P of the rows, drawn by the seed.")
    cells[2].metric(
        "Held out", f"{sum(row.held_out for row in rows):,}", help="Measured on while it trains, not learned."
    )
    cells[3].metric(
        "Pairs without oracle", f"{lost:,}", help="No passage that was found holds their answer: left away."
    )


def _draw_rows(rows: Sequence[RaftRow]) -> None:
    kinds = {
        ALL: rows,
        WITHOUT: [row for row in rows if row.left_out],
        HELD_OUT: [row for row in rows if row.held_out],
        REFUSING: [row for row in rows if row.teaches_refusal],
    }
    which = st.radio("Show", list(kinds), horizontal=True, format_func=lambda each: f"{each} ({len(kinds[each]):,})")
    chosen = kinds[which]
    if not chosen:
        st.caption("There is no such row.")
        return
    pages = -(-len(chosen) // ROWS_A_PAGE)
    page = int(st.number_input(f"Page, of {pages:,}", 1, pages, 1, width=160)) if pages > 1 else 1
    start = (page - 1) * ROWS_A_PAGE
    for number, row in enumerate(chosen[start : start + ROWS_A_PAGE], start=start + 1):
        _draw_row(number, row)
    st.download_button(
        "Download the set (JSON Lines)", raft_set_lines(rows), "raft_set.jsonl", icon=":material/download:"
    )


def _draw_row(number: int, row: RaftRow) -> None:
    with st.container(border=True):
        notes = ["held out"] if row.held_out else []
        notes += ["oracle left out"] if row.left_out else []
        st.markdown(f"**{number}. {as_text(row.question)}**" + "".join(f" · {note}" for note in notes))
        st.markdown(f"To be answered: {as_text(row.answer)}")
        st.html(f'<div class="rt-given">{"".join(row_passages(row))}</div>')


def row_passages(row: RaftRow) -> list[str]:
    """The row's passages as HTML, in the order in which they are given; last the oracle, if it was left out."""
    answer = "" if row.teaches_refusal else row.answer
    drawn = []
    for place, text in enumerate(row.passages):
        document = row.documents[place] if place < len(row.documents) else ""
        role, name = ("oracle", "Oracle") if place == row.oracle else ("", "Distractor")
        drawn.append(_figure(role, f"{name} · {document}", text, answer))
    if row.left_out:
        drawn.append(_figure("gone", "Oracle, left out: not given", row.left_out, row.answer))
    return drawn


def _figure(role: str, caption: str, text: str, answer: str) -> str:
    return (
        f'<figure class="{role}"><figcaption>{escape(caption)}</figcaption><p>{mark_answer(text, answer)}</p></figure>'
    )


def mark_answer(text: str, answer: str) -> str:
    """The text as HTML with every occurrence of the answer marked, whatever its case and white space.

    >>> mark_answer("Pay 42\\n Euros & go.", "42 euros")
    'Pay <mark>42\\n Euros</mark> &amp; go.'
    """
    words = answer.split()
    if not words:
        return escape(text)
    found = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    pieces, end = [], 0
    for match in found.finditer(text):
        pieces += [escape(text[end : match.start()]), f"<mark>{escape(match[0])}</mark>"]
        end = match.end()
    return "".join([*pieces, escape(text[end:])])
