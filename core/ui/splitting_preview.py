"""A document's passages drawn over its text, and the sliders that cut it otherwise, seen before they are used."""

from dataclasses import replace

import streamlit as st

from core.documents.splitting import LONGEST, SHORTEST, split_into_passages
from core.errors import UnusableInput
from core.records import Document, Passage
from core.settings import RetrievalSettings
from core.ui.frame import as_text, errors_shown
from core.ui.loading import indexing_bar
from core.ui.passage_boundaries import draw_boundaries
from core.ui.state import keep
from core.workspace import Workspace

SHOWN = 20
FITTING = 1500
"""Characters that are shown whole; more scroll in a box."""


def draw_splitting(workspace: Workspace, document: Document) -> None:
    """A document's passages, and what other settings would make of it."""
    used = workspace.settings.retrieval
    chosen = _draw_sliders(used)
    try:
        passages = split_into_passages(document, chosen)
    except UnusableInput as error:
        st.error(as_text(str(error)), icon=":material/error:")
        return
    _draw_difference(workspace, document, passages, chosen)
    _draw_passages(document, passages)


def _draw_sliders(used: RetrievalSettings) -> RetrievalSettings:
    left, right = st.columns(2)
    length = left.slider(
        "Longest passage (characters)",
        SHORTEST,
        LONGEST // 2,
        used.passage_characters,
        50,
        help="Short passages are found more exactly; long ones hold more of what belongs together.",
    )
    overlap = right.slider(
        "Overlap of prose (characters)",
        0,
        length // 2,
        min(used.overlap_characters, length // 2),
        10,
        help="How much of a passage's end the next repeats, so that no thought is cut in two. Tables do not overlap.",
    )
    return replace(used, passage_characters=length, overlap_characters=overlap)


def _draw_difference(
    workspace: Workspace, document: Document, passages: tuple[Passage, ...], chosen: RetrievalSettings
) -> None:
    used = workspace.settings.retrieval
    if chosen == used:
        count = f"{len(passages)} passages" if len(passages) != 1 else "1 passage"
        st.caption(f"{count}, as they are searched and given to the arms.")
        return
    before = len(split_into_passages(document, used))
    st.caption(f"A preview: {len(passages)} passages instead of {before}. Nothing is changed yet.")
    if st.button("Cut all documents like this", type="primary", icon=":material/content_cut:"):
        with errors_shown(), indexing_bar("all documents") as report:
            workspace.change_splitting(chosen.passage_characters, chosen.overlap_characters, report)
            length, overlap = chosen.passage_characters, chosen.overlap_characters
            message = f"All documents are cut into passages of at most {length} characters, overlapping by {overlap}."
            keep("document messages", [(True, message)])
            st.rerun()


def _draw_passages(document: Document, passages: tuple[Passage, ...]) -> None:
    first = 1
    if len(passages) > SHOWN:
        label = f"Show from passage (of {len(passages)}, {SHOWN} at a time)"
        first = st.slider(label, 1, len(passages) - SHOWN + 1, 1)
    shown = passages[first - 1 : first - 1 + SHOWN]
    is_long = sum(len(passage.text) for passage in shown) > FITTING
    with st.container(height=460 if is_long else "content", border=True):
        draw_boundaries(document.text, shown, first)
