"""Asks several arms on a page: each answer is drawn as it is written, then all are checked."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import streamlit as st

from core.answering.answerer import check_question
from core.answering.asking import ask_each
from core.answering.checking import check_answer
from core.answering.choice import Ingredients
from core.answering.comparing.comparison import Comparison
from core.records import Answer, ArmName
from core.retrieval.remembered import RememberedVectors
from core.ui.answer_columns import LiveColumns
from core.ui.card_details import ADAPTER_OF
from core.ui.frame import chosen_retrieval
from core.ui.model_choice import chosen_model
from core.ui.state import recall
from core.workspace import Workspace


def ask_arms(
    workspace: Workspace, question: str, names: Sequence[ArmName], typed: str = "", conversation: str = ""
) -> Comparison:
    """The checked answers in the order of `names`. `typed`: the question before it was made to stand alone.

    Raises an `AppError` where the question cannot be used; what keeps an arm from answering is told in its place.
    """
    question = check_question(question)
    columns = LiveColumns(question, names)
    with st.spinner("Asking the arms…"):
        given = _with_chosen_settings(workspace, workspace.ingredients())
        outcomes = []
        for outcome in ask_each(names, given, question, columns.show_text):
            columns.show_outcome(outcome)
            outcomes.append(outcome)
    with st.spinner("Checking each sentence…"):
        made = as_comparison(workspace, [one.answer for one in outcomes if one.answer])
    columns.clear()
    return replace(
        made,
        typed=typed.strip() or question,
        asked=question,
        problems={one.arm: one.problem for one in outcomes if one.answer is None},
        remedies={one.arm: one.remedy for one in outcomes if one.remedy},
        order=tuple(names),
        conversation=conversation or made.id,
    )


def as_comparison(workspace: Workspace, answers: Sequence[Answer]) -> Comparison:
    """Answers to one question with their sentences checked, those from memory against what the documents hold now."""
    index = workspace.index() if workspace.documents else None
    checked = [check_answer(answer, _remembered(), index, workspace.settings.retrieval) for answer in answers]
    question = answers[0].question if answers else ""
    labels = {each.arm: label for each in answers if (label := _adapter_label(workspace, each.arm))}
    return Comparison(question, question, tuple(checked), labels=labels)


@cache
def _remembered() -> RememberedVectors:
    """One for the process: the arms are checked against the same passages."""
    from core.retrieval.embedding import shared_embedder

    return RememberedVectors(shared_embedder().embed)


def _with_chosen_settings(workspace: Workspace, given: Ingredients) -> Ingredients:
    settings, second_look = chosen_retrieval(workspace), recall("second look", False)
    return replace(given, settings=settings, second_look=second_look, model=chosen_model(workspace))


def _adapter_label(workspace: Workspace, arm: ArmName) -> str:
    kind = ADAPTER_OF.get(arm)
    if kind is None or kind not in workspace.adapters():
        return ""
    return "precomputed, shipped with the sample" if workspace.is_precomputed(kind) else "trained here"
