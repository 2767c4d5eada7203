"""One column an arm, side by side where there is room: while they answer, and when they have. What is in a card is the
card's own affair.
"""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.answering.answerer import ARM_LABELS
from core.answering.asking import Outcome
from core.answering.comparing.comparison import Comparison
from core.answering.comparing.numbered_sources import number_sources
from core.errors import Remedy
from core.records import ArmName
from core.ui.answer_card import HOW, draw_answer
from core.ui.card_details import gather_details
from core.ui.frame import as_text
from core.ui.sources_panel import draw_sources
from core.workspace import Workspace

WAITING = "Waiting for its turn…"
LINKS: dict[Remedy, tuple[str, str, str]] = {
    "documents": ("pages/Documents.py", "Add documents", ":material/upload_file:"),
    "training": ("pages/Training.py", "Train one", ":material/model_training:"),
    "export of pairs": ("pages/Training.py", "Export the pairs", ":material/download:"),
}
"""Page, words and icon for each place where what kept an arm from answering can be mended."""


class LiveColumns:
    """Columns that fill while the arms answer, until the page is drawn anew with all that is known."""

    def __init__(self, question: str, names: Sequence[ArmName]) -> None:
        self._all = st.empty()
        with self._all.container():
            draw_question_head(question)
            slots = [column.empty() for column in _columns(len(names))]
        self._slots: dict[ArmName, DeltaGenerator] = dict(zip(names, slots, strict=True))
        for name in names:
            self._draw(name, WAITING, "rt-waiting")

    def show_text(self, name: ArmName, text: str) -> None:
        """All that the arm has written so far."""
        self._draw(name, text, "rt-writing")

    def show_outcome(self, outcome: Outcome) -> None:
        """What came of asking an arm, before it is checked."""
        self._draw(outcome.arm, outcome.answer.text if outcome.answer else outcome.problem, "")

    def clear(self) -> None:
        self._all.empty()

    def _draw(self, name: ArmName, text: str, style: str) -> None:
        with self._slots[name].container(border=True):
            st.subheader(ARM_LABELS[name], anchor=False)
            st.caption(HOW[name])
            st.html(f'<div class="rt-answer {style}">{escape(text)}</div>')


def draw_question_head(question: str) -> None:
    st.html(f'<h2 class="rt-question">{escape(question)}</h2>')


def draw_answers(workspace: Workspace, comparison: Comparison) -> None:
    """The cards, and below them the sources of all."""
    draw_cards(workspace, comparison)
    draw_sources(workspace, number_sources(comparison.answers))


def draw_cards(workspace: Workspace, comparison: Comparison) -> None:
    """The cards in the order asked for, one that failed in its place too."""
    sources = number_sources(comparison.answers)
    names = comparison.asked_arms
    answers = {each.answer.arm: each for each in comparison.answers}
    details = gather_details(workspace, [each.answer for each in comparison.answers])
    for name, column in zip(names, _columns(len(names)), strict=True):
        with column:
            if name in answers:
                draw_answer(answers[name], sources, replace(details[name], label=comparison.labels.get(name, "")))
            else:
                _draw_problem(name, comparison.problems[name], comparison.remedies.get(name, ""))


def _columns(count: int) -> list[DeltaGenerator]:
    with st.container(key="arms"):
        return st.columns(count)


def _draw_problem(name: ArmName, problem: str, remedy: Remedy) -> None:
    """Why an arm did not answer; it says itself what would make it possible."""
    with st.container(border=True):
        st.subheader(ARM_LABELS[name], anchor=False)
        st.caption(HOW[name])
        st.warning(as_text(problem))
        if remedy:
            page, label, icon = LINKS[remedy]
            st.page_link(page, label=label, icon=icon)
