"""Compare: one question to several arms, side by side, with the evidence marked in its source."""

import streamlit as st

from core.answering.comparing.comparison import Comparison
from core.answering.comparing.numbered_sources import number_sources
from core.ui.answer_columns import draw_cards, draw_question_head
from core.ui.compare_conversation import draw_conversation, draw_new_conversation, draw_rewriting
from core.ui.compare_export import draw_export, draw_link
from core.ui.compare_history import draw_history
from core.ui.compare_question import draw_question
from core.ui.compare_state import ask_next, shown, turns, was_computed_now
from core.ui.compare_styles import COMPARE_STYLES
from core.ui.compare_verdict import agreement_html, draw_differences, draw_vote, votes_so_far
from core.ui.frame import errors_shown, setup_page
from core.ui.loading import load_sample_shown
from core.ui.page_view import draw_linked_page
from core.ui.prices_form import draw_prices
from core.ui.sources_panel import draw_sources
from core.workspace import Workspace


def main() -> None:
    workspace = setup_page("Compare", "One question, the arms side by side, and the characters each answer rests on.")
    st.html(COMPARE_STYLES)
    draw_linked_page(workspace)
    if not workspace.documents:
        _draw_empty(workspace)
    with st.container(horizontal=True, key="conversation tools"):
        draw_new_conversation()
        draw_history(workspace)
    draw_conversation()
    wanted = draw_question(workspace, is_follow_up=bool(turns()))
    if wanted:
        with errors_shown():
            ask_next(workspace, wanted.question, wanted.arms)
            st.rerun()
    if comparison := shown():
        _draw_comparison(workspace, comparison)


def _draw_empty(workspace: Workspace) -> None:
    st.info("There is no document yet, so only the base model can answer. Add documents, or use the sample.")
    with st.container(horizontal=True):
        st.page_link("pages/Documents.py", label="Add documents", icon=":material/upload_file:")
        if st.button("Use the sample", icon=":material/library_books:"):
            with errors_shown():
                load_sample_shown(workspace)
                st.rerun()


def _draw_comparison(workspace: Workspace, one: Comparison) -> None:
    draw_question_head(one.asked)
    draw_rewriting(workspace, one)
    if agreement := agreement_html(one):
        st.html(agreement)
    draw_cards(workspace, one)
    with st.container(horizontal=True, vertical_alignment="bottom", key="verdict"):
        draw_vote(workspace, one)
        draw_link(one)
        draw_export(one)
        draw_prices(workspace)
    st.html(f'<p class="rt-note">{_how_it_came(one)} {votes_so_far(workspace)}</p>')
    draw_differences(one)
    draw_sources(workspace, number_sources(one.answers))


def _how_it_came(one: Comparison) -> str:
    """When, and whether here: a model that runs elsewhere tells of no memory."""
    where = "on this machine" if all(each.answer.memory for each in one.answers) else "with a model that runs elsewhere"
    if was_computed_now(one):
        return f"Computed live {where}, just now."
    return f"Computed live {where} {one.made[:16].replace('T', ' ')} UTC; shown as it was then."


main()
