"""Compare: one question to several arms, side by side, with the evidence marked in its source."""

import streamlit as st

from core.answering.answerer import ARM_LABELS
from core.answering.choice import possible_arms
from core.records import ArmName
from core.sample import suggested_questions
from core.ui.asking import ask_arms, draw_answers
from core.ui.frame import as_text, errors_shown, setup_page
from core.ui.loading import load_sample_shown
from core.ui.page_view import draw_linked_page
from core.ui.state import keep, lasting_key, recall, take_from_link
from core.workspace import Workspace

SHOWN_FIRST: tuple[ArmName, ...] = ("base", "rag", "tuned")


def main() -> None:
    workspace = setup_page("Compare", "One question, the arms side by side, and the characters each answer rests on.")
    draw_linked_page(workspace)
    if not workspace.documents:
        _draw_empty(workspace)
    question, names, asked = _draw_question(workspace)
    if asked:
        with errors_shown():
            answers = ask_arms(workspace, question, names)
            keep("answers", answers)
    if answers := recall("answers", []):
        st.markdown(f"**{as_text(answers[0].answer.question)}**")
        draw_answers(workspace, answers)


def _draw_empty(workspace: Workspace) -> None:
    st.info("There is no document yet, so only the base model can answer. Add documents, or use the sample.")
    with st.container(horizontal=True):
        st.page_link("pages/Documents.py", label="Add documents", icon=":material/upload_file:")
        if st.button("Use the sample", icon=":material/library_books:"):
            with errors_shown():
                load_sample_shown(workspace)
                st.rerun()


def _draw_question(workspace: Workspace) -> tuple[str, list[ArmName], bool]:
    possible = _possible_arms(workspace)
    suggestion = _draw_suggestions(workspace)
    with st.form("question", border=False):
        key = lasting_key("question", "", suggestion or take_from_link("q") or None)
        question = st.text_input("Question", key=key, placeholder="Ask what your documents tell")
        names: list[ArmName] = st.multiselect(
            "Arms", possible, [name for name in possible if name in SHOWN_FIRST], format_func=ARM_LABELS.__getitem__
        )
        asked = st.form_submit_button("Ask", type="primary", icon=":material/send:")
    if "tuned" not in possible and workspace.documents:
        st.page_link(
            "pages/Training.py",
            label="Train an adapter to compare the fine-tuned model too",
            icon=":material/model_training:",
        )
    keep("question", question)
    return question, names or ["base"], asked or bool(suggestion)


def _draw_suggestions(workspace: Workspace) -> str:
    """Buttons for questions that show what the arms differ in; the one that was clicked, or nothing."""
    names = workspace.versions
    if "staff-handbook.pdf" not in names:
        return ""
    with st.container(horizontal=True):
        clicked = [text for text in suggested_questions() if st.button(text, type="tertiary")]
    return clicked[0] if clicked else ""


def _possible_arms(workspace: Workspace) -> list[ArmName]:
    """Without loading anything: what the documents and adapters that are there allow."""
    return possible_arms(bool(workspace.documents), workspace.adapters())


main()
