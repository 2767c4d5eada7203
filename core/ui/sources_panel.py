"""The numbered sources of all answers on a page, each once: passage with marks, its document around it, its page."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from core.answering.comparing.numbered_sources import NumberedSource
from core.answering.marking import holds_evidence
from core.ui.frame import errors_shown
from core.ui.page_view import draw_page_of
from core.ui.scores import scores_html
from core.ui.source_view import around_html, describe_place, mark_passage
from core.workspace import Workspace

LEGEND = (
    '<p class="rt-facts rt-legend"><mark class="rt rt-for">supports an answer</mark> '
    '<mark class="rt rt-against">contradicts an answer<sup>≠</sup></mark> '
    '<mark class="rt">copied by a model, not found to support it</mark></p>'
)


def draw_sources(workspace: Workspace, sources: Sequence[NumberedSource]) -> None:
    """Sources with evidence in full; those that no answer rests on folded away."""
    cited = [one for one in sources if holds_evidence(one.ranked.passage, one.evidence)]
    rest = [one for one in sources if one not in cited]
    if not sources:
        return
    st.subheader("Sources", anchor=False)
    if cited:
        st.html(LEGEND)
    else:
        st.caption("No answer rests on a passage: nothing in the documents supports or contradicts one.")
    for one in cited:
        _draw_source(workspace, one)
    if rest:
        count = f"{len(rest)} passages" if len(rest) > 1 else "1 passage"
        with st.expander(f"{count} found that no answer rests on"):
            for one in rest:
                _draw_source(workspace, one)


def _draw_source(workspace: Workspace, one: NumberedSource) -> None:
    passage = one.ranked.passage
    with st.container(border=True):
        st.html(source_html(one))
        document = workspace.document(passage.document)
        if document and (around := around_html(document, passage, one.evidence, one.number)):
            st.html(around)
        if passage.page and workspace.has_page_pictures(passage.document):
            _draw_page(workspace, one)


@st.fragment
def _draw_page(workspace: Workspace, one: NumberedSource) -> None:
    """A switch that shows the page; only this part of the page is drawn again."""
    passage = one.ranked.passage
    if st.toggle(f"Show source {one.number} on its page", key=f"page of {passage.id}"):
        with errors_shown(), st.spinner("Drawing the page…"):
            draw_page_of(workspace, passage, one.evidence, one.number)


def source_html(one: NumberedSource) -> str:
    """The head and the marked passage of a source, as the anchor that citations link to."""
    passage = one.ranked.passage
    body = mark_passage(passage, one.evidence, one.number)
    return (
        f'<section class="rt-numbered" id="{one.anchor}" tabindex="-1" aria-label="Source {one.number}">'
        f'<p class="rt-where"><span class="rt-number">[{one.number}]</span> {describe_place(passage)}</p>'
        f'<p class="rt-facts">{_readers(one)}</p>{body}{scores_html(one.ranked)}</section>'
    )


def _readers(one: NumberedSource) -> str:
    """Which arms read it, for which it was found afterwards, and whose evidence is marked in it."""
    parts = [f"Read by {escape(_listed(one.given))}"] if one.given else []
    if one.afterwards:
        parts.append(f"<i>Found afterwards</i> for {escape(_listed(one.afterwards))}, not used")
    if one.marked:
        parts.append(f"Marked for <b>{escape(_listed(one.marked))}</b>")
    return " · ".join(parts)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
