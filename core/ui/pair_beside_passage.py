"""One training pair beside the passage that it comes from, its answer marked."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from core.records import TrainingPair
from core.tuning.pair_passages import PassageFinder
from core.ui.source_view import describe_place, draw_passage
from core.workspace import Workspace

LONGEST_NAME = 90


def draw_beside_passage(workspace: Workspace, pairs: Sequence[TrainingPair]) -> None:
    """A choice of pair, and the pair with its passage. Nothing where there is no pair."""
    if not pairs:
        return
    number = st.selectbox(
        "A pair and its passage",
        range(len(pairs)),
        format_func=lambda at: pairs[at].question[:LONGEST_NAME],
        help="Type to find one. The pairs are those that the filters above let through.",
    )
    pair = pairs[min(number or 0, len(pairs) - 1)]
    left, right = st.columns([2, 3], gap="medium")
    with left.container(border=True):
        st.html(_pair_html(pair))
    with right.container(border=True):
        _draw_passage(workspace, pair)


def _pair_html(pair: TrainingPair) -> str:
    facts = [pair.origin, pair.source or "no document named", *pair.tags]
    others = "".join(f"<li>{escape(wording)}</li>" for wording in pair.paraphrases)
    return (
        f'<p class="rt-source"><b>{escape(pair.question)}</b></p><p class="rt-answer">{escape(pair.answer)}</p>'
        f'<p class="rt-facts">{escape(" · ".join(facts))}</p>'
        + (f'<p class="rt-facts">Other wordings</p><ul class="rt-source">{others}</ul>' if others else "")
    )


def _draw_passage(workspace: Workspace, pair: TrainingPair) -> None:
    shown = PassageFinder(workspace.documents, workspace.settings.retrieval).find(pair)
    if shown:
        st.html(f'<p class="rt-where">{describe_place(shown.passage)}</p>')
        draw_passage(shown.passage, shown.evidence, 1)
        if not shown.evidence:
            st.caption("The answer does not stand in it word for word.")
    elif pair.passage:
        st.caption("The passage as it was when the pair was made. It is not in the documents as they are now.")
        st.html(f'<p class="rt-source">{escape(pair.passage)}</p>')
    else:
        st.caption(
            "The answer stands nowhere in the pair’s document, or its document is not here. Name the document in the "
            "table, or add it on the page Documents."
        )
