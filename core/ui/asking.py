"""Asks several arms on a page: shows what is going on, then one card an arm, side by side, and their sources."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import streamlit as st

from core.answering.answerer import ARM_LABELS
from core.answering.checking import CheckedAnswer, check_answer
from core.answering.choice import Ingredients, make_arms
from core.answering.comparing.numbered_sources import number_sources
from core.answering.remembered import RememberedVectors
from core.records import Answer, ArmName
from core.ui.answer_card import draw_answer
from core.ui.frame import passages_per_question
from core.ui.sources_panel import draw_sources
from core.workspace import Workspace

ADAPTER_OF = {"tuned": "closed-book", "tuned-rag": "closed-book", "hybrid": "raft"}


def ask_arms(workspace: Workspace, question: str, names: Sequence[ArmName]) -> list[CheckedAnswer]:
    """Answers in the order of `names`, checked once all are given.

    Raises an `AppError` where the question or an arm cannot be used.
    """
    with st.status("Loading the model…", expanded=False) as status:
        given = _with_chosen_settings(workspace, workspace.ingredients())
        arms = make_arms(names, given)
        answers = []
        for arm in arms:
            status.update(label=f"{ARM_LABELS[arm.name]} is answering…")
            answers.append(arm.answer(question))
        status.update(label="Checking each sentence…")
        checked = check_answers(workspace, answers)
        status.update(label="Answered and checked on this machine, just now", state="complete")
    return checked


def check_answers(workspace: Workspace, answers: Sequence[Answer]) -> list[CheckedAnswer]:
    """The answers with their sentences checked, those from memory against what the documents hold now."""
    index = workspace.index() if workspace.documents else None
    return [check_answer(answer, _remembered(), index, workspace.settings.retrieval) for answer in answers]


@cache
def _remembered() -> RememberedVectors:
    """One for the process: the arms are checked against the same passages."""
    from core.retrieval.embedding import shared_embedder

    return RememberedVectors(shared_embedder().embed)


def _with_chosen_settings(workspace: Workspace, given: Ingredients) -> Ingredients:
    return replace(given, settings=replace(given.settings, passages=passages_per_question(workspace)))


def draw_answers(workspace: Workspace, answers: Sequence[CheckedAnswer]) -> None:
    """One column an arm, which stack on a narrow screen; below them the sources of all."""
    sources = number_sources(answers)
    for column, checked in zip(st.columns(len(answers)), answers, strict=True):
        with column:
            draw_answer(checked, sources, _adapter_label(workspace, checked.answer.arm))
    draw_sources(workspace, sources)


def _adapter_label(workspace: Workspace, arm: ArmName) -> str:
    kind = ADAPTER_OF.get(arm)
    for present in workspace.adapters():
        if present == kind:
            return "precomputed, shipped with the sample" if workspace.is_precomputed(present) else "trained here"
    return ""
