"""The conversation on the Compare page: its earlier questions in short, and how a follow-up was understood."""

from html import escape

import streamlit as st

from core.answering.answerer import ARM_LABELS
from core.answering.comparing.comparison import Comparison
from core.ui.compare_state import ask_instead, begin_anew, show, shown, turns
from core.ui.frame import as_text, errors_shown
from core.workspace import Workspace

LONGEST = 48
MOST = 6


def draw_conversation() -> None:
    """Every question of the conversation but the one that is shown, with what each arm said; a click shows it."""
    current = shown()
    others = [one for one in turns() if current and one.id != current.id]
    if not current:
        return
    with st.container(key="conversation", gap="small"):
        for one in others[-MOST:]:
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                if st.button(as_text(one.asked), key=f"show {one.id}", type="tertiary", help="Show its answers again"):
                    show(one.id)
                    st.rerun()
                st.html(answers_in_short(one))


def draw_new_conversation() -> None:
    """A button, where there is a conversation to leave."""
    if turns() and st.button("New conversation", icon=":material/add_comment:", help="Forget what was asked before"):
        begin_anew()
        st.rerun()


def answers_in_short(one: Comparison) -> str:
    """`RAG five months · Base refuses` as HTML."""
    said = [
        f"<b>{ARM_LABELS[each.answer.arm]}</b> {'refuses' if each.answer.refused else escape(_short(each.answer.text))}"
        for each in one.answers
    ]
    return f'<p class="rt-short">{" · ".join(said)}</p>'


def draw_rewriting(workspace: Workspace, one: Comparison) -> None:
    """How a follow-up was understood, to be changed and asked again."""
    if not one.is_rewritten:
        return
    with st.form(f"rewritten {one.id}", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        question = st.text_input(
            as_text(f"“{_short(one.typed)}” was asked as"),
            one.asked,
            help="A follow-up is made to stand alone by rule, from the question before it: every arm gets the same "
            "words. Change them here and ask again.",
        )
        if st.form_submit_button("Ask this instead", icon=":material/edit:"):
            with errors_shown():
                ask_instead(workspace, one, question)
                st.rerun()


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
