"""Both ways side by side on the Decide page: drawn, and compared aspect by aspect; RAFT in three steps."""

from html import escape

import streamlit as st

from core.deciding.claims import CLAIMS
from core.deciding.comparison import ASPECTS, RAFT_STEPS, Cell
from core.ui.deciding_tables import cite_html, list_html, table_html
from core.ui.process_pictures import draw_process


def draw_methods() -> None:
    left, right = st.columns(2)
    with left:
        st.subheader("RAG: look it up", anchor=False)
        draw_process("rag")
    with right:
        st.subheader("Fine-tuning: learn it", anchor=False)
        draw_process("tuned")
    rows = [[each.name, _cell_html(each.rag), _cell_html(each.tuned)] for each in ASPECTS]
    heads = ["Aspect", "RAG", "Fine-tuning"]
    st.html(table_html("Aspect by aspect, merged from the founding documents", heads, rows, "text"))
    st.subheader("Both: RAFT, retrieval-augmented fine-tuning", anchor=False)
    draw_process("raft")
    st.html(f'<ol class="rt-raft">{"".join(_step_html(step.name, step.text, step.here) for step in RAFT_STEPS)}</ol>')
    with st.expander("How the documents explain it"):
        explained = [each for each in CLAIMS if each.kind == "how it works"]
        st.html(list_html([f"{escape(each.text)} {cite_html(each.sources)}" for each in explained]))


def _cell_html(cell: Cell) -> str:
    return f"{escape(cell.text)} {cite_html(cell.sources)}"


def _step_html(name: str, text: str, here: str) -> str:
    return f"<li><b>{escape(name)}</b><br>{escape(text)}<small>Here: {escape(here)}</small></li>"
