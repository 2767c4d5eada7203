"""What retrieval finds for a question: passages with every score by its name, and a warning where nothing fits."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from core.records import RankedPassage
from core.retrieval.relevance import LOW_RELEVANCE, best_cosine, is_low
from core.ui.frame import chosen_retrieval, errors_shown
from core.ui.places import describe_passage_place
from core.ui.scores import scores_html
from core.ui.source_view import draw_passage
from core.workspace import Workspace


def draw_search(workspace: Workspace) -> None:
    """A question, the documents to search, and what is found."""
    asking, choosing = st.columns([2, 1])
    question = asking.text_input("Search the passages", placeholder="A question, as you would ask it on Compare")
    chosen = choosing.multiselect(
        "In documents",
        [document.name for document in workspace.documents],
        placeholder="All of them",
        help="Search only these. Without a choice, all documents are searched.",
    )
    if not question:
        return
    with errors_shown(), st.spinner("Searching…"):
        settings = chosen_retrieval(workspace)
        found = workspace.search(question, settings.passages, chosen or None, settings.rerank)
        if is_low(found):
            st.warning(low_relevance_text(found), icon=":material/search_off:")
        for each in found:
            _draw_found(workspace, each)


def low_relevance_text(found: Sequence[RankedPassage]) -> str:
    """Why what was found may be beside the question."""
    return (
        f"Low relevance: the nearest of these passages has a similarity of {best_cosine(found):.2f} to the question, "
        f"less than {LOW_RELEVANCE:.2f}. The documents are probably about other things."
    )


def _draw_found(workspace: Workspace, found: RankedPassage) -> None:
    passage = found.passage
    place = describe_passage_place(passage)
    with st.container(border=True):
        where = f"{found.rank}. <b>{escape(passage.document)}</b>{f' · {place}' if place else ''}"
        st.html(f'<p class="rt-where">{where}</p>')
        draw_passage(passage, (), found.rank)
        st.html(scores_html(found))
        with st.expander("The passages before and after it"):
            for title, other in zip(("Before", "After"), workspace.index().neighbours(passage), strict=True):
                st.html(f'<p class="rt-where">{title}{"" if other else ": none, the document ends here"}</p>')
                if other:
                    draw_passage(other, (), found.rank)
