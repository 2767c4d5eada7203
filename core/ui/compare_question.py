"""The question on the Compare page: suggestions made from the documents, the box, the arms to ask."""

from dataclasses import dataclass

import streamlit as st

from core.answering.answerer import ARM_LABELS
from core.answering.choice import possible_arms
from core.answering.suggesting import suggest_questions
from core.records import ArmName
from core.sample import suggested_questions
from core.ui.frame import as_text
from core.ui.model_choice import chosen_model
from core.ui.state import keep, lasting_key, recall, take_from_link
from core.workspace import Workspace

ARMS: tuple[ArmName, ...] = ("base", "rag", "tuned", "hybrid", "auto")
SHOWN_FIRST: tuple[ArmName, ...] = ("base", "rag", "tuned")
MOST_ARMS = 5
SUGGESTIONS = 4
SAMPLE_DOCUMENT = "staff-handbook.pdf"


@dataclass(frozen=True)
class Wanted:
    """A question as it was typed or suggested, and the arms to ask."""

    question: str
    arms: tuple[ArmName, ...]


def draw_question(workspace: Workspace, is_follow_up: bool) -> Wanted | None:
    """The box; what is wanted, where it was just asked for."""
    box = st.container()
    suggestion = _draw_suggestions(workspace)  # before the box, which a click fills; it stands below it
    possible = possible_arms(bool(workspace.documents), workspace.adapters(), chosen_model(workspace))
    with box, st.form("question", border=False):
        key = lasting_key("question", "", suggestion or take_from_link("q") or None)
        question = st.text_input(
            "Question",
            key=key,
            placeholder="Ask on, or ask something new" if is_follow_up else "Ask what your documents tell",
        )
        with st.container(horizontal=True, vertical_alignment="bottom", key="ask"):
            names: list[ArmName] = st.multiselect(
                "Arms",
                [*dict.fromkeys((*ARMS, *possible))],
                [name for name in possible if name in SHOWN_FIRST],
                format_func=ARM_LABELS.__getitem__,
                max_selections=MOST_ARMS,
                help="The ways of answering to compare, in this order. One that lacks something says what.",
            )
            second_look = st.toggle(
                "Second look",
                key=lasting_key("second look", False),
                help="Where RAG’s answer is unsupported, it rewrites or splits the question and searches again, at "
                "most twice. Takes longer; its card shows each step.",
            )
            asked = st.form_submit_button("Ask", type="primary", icon=":material/send:")
    keep("question", question)
    keep("second look", second_look)
    return Wanted(question, tuple(names) or ("base",)) if asked or suggestion else None


def _draw_suggestions(workspace: Workspace) -> str:
    """Buttons for a few questions, and one for others; the question that was clicked, or nothing."""
    questions = _suggestions(workspace)
    if not questions:
        return ""
    first = recall("first suggestion", 0) % len(questions)
    few = (questions * 2)[first : first + min(SUGGESTIONS, len(questions))]
    with st.container(horizontal=True, gap="small", key="suggestions"):
        clicked = [text for text in few if st.button(as_text(text), key=f"suggest {text}", type="tertiary")]
        if len(questions) > SUGGESTIONS and st.button(
            "Others", icon=":material/refresh:", type="tertiary", help="Other questions made from your documents"
        ):
            keep("first suggestion", first + SUGGESTIONS)
            st.rerun()
    return clicked[0] if clicked else ""


def _suggestions(workspace: Workspace) -> tuple[str, ...]:
    """Made once for what is there; of the sample first those that show what the arms differ in."""
    there = (workspace.versions, len(workspace.pairs))
    kept: tuple[object, tuple[str, ...]] = recall("suggestions", (None, ()))
    if kept[0] != there:
        chosen = suggested_questions() if SAMPLE_DOCUMENT in workspace.versions else ()
        made = suggest_questions(workspace.documents, workspace.pairs)
        kept = (there, tuple(dict.fromkeys((*chosen, *made))))
        keep("suggestions", kept)
    return kept[1]
