"""Asks several arms on a page: shows what is going on, then one card an arm, side by side."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from core.answering.answerer import ARM_LABELS
from core.answering.choice import Ingredients, make_arms
from core.records import Answer, ArmName
from core.ui.answer_card import draw_answer
from core.ui.frame import passages_per_question
from core.workspace import Workspace

ADAPTER_OF = {"tuned": "closed-book", "tuned-rag": "closed-book", "hybrid": "raft"}


def ask_arms(workspace: Workspace, question: str, names: Sequence[ArmName]) -> list[Answer]:
    """Answers in the order of `names`. Raises an `AppError` where the question or an arm cannot be used."""
    with st.status("Loading the model…", expanded=False) as status:
        given = _with_chosen_settings(workspace, workspace.ingredients())
        arms = make_arms(names, given)
        answers = []
        for arm in arms:
            status.update(label=f"{ARM_LABELS[arm.name]} is answering…")
            answers.append(arm.answer(question))
        status.update(label="Answered on this machine, just now", state="complete")
    return answers


def _with_chosen_settings(workspace: Workspace, given: Ingredients) -> Ingredients:
    return replace(given, settings=replace(given.settings, passages=passages_per_question(workspace)))


def draw_answers(workspace: Workspace, answers: Sequence[Answer]) -> None:
    """One column an arm; they stack on a narrow screen."""
    for column, answer in zip(st.columns(len(answers)), answers, strict=True):
        with column:
            draw_answer(answer, _adapter_label(workspace, answer.arm))


def _adapter_label(workspace: Workspace, arm: ArmName) -> str:
    kind = ADAPTER_OF.get(arm)
    for present in workspace.adapters():
        if present == kind:
            return "precomputed, shipped with the sample" if workspace.is_precomputed(present) else "trained here"
    return ""
