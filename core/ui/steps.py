"""The state of a workspace as steps: what is done, stale or still to do, each with its figure."""

from dataclasses import dataclass
from html import escape
from typing import Literal

import streamlit as st

from core.workspace import Workspace

WORDS = {"done": "Done", "stale": "Stale", "todo": "To do"}


@dataclass(frozen=True)
class Step:
    name: str
    state: Literal["done", "stale", "todo"]
    figure: str


def list_steps(workspace: Workspace) -> list[Step]:
    """Documents, training pairs, adapters, evaluation questions; in the order in which they are worked through."""
    documents, pairs, questions = workspace.documents, workspace.pairs, workspace.questions
    characters = sum(len(document.text) for document in documents)
    return [
        Step("Documents", _done(documents), f"{len(documents)} read and indexed, {characters:,} characters"),
        Step("Training pairs", _done(pairs), f"{len(pairs):,} questions with answers"),
        _adapter_step(workspace),
        Step("Questions to evaluate", _done(questions), f"{len(questions):,} with known answers"),
    ]


def _done(things: tuple[object, ...]) -> Literal["done", "todo"]:
    return "done" if things else "todo"


def _adapter_step(workspace: Workspace) -> Step:
    answering = workspace.shelf.answering()
    stale = {reason for adapter in answering.values() for reason in workspace.staleness(adapter)}
    if not answering:
        return Step("Adapters", "todo", "none trained yet")
    if stale:
        return Step("Adapters", "stale", f"{len(stale)} changed since: documents or pairs")
    return Step("Adapters", "done", ", ".join(answering))


def draw_steps(workspace: Workspace) -> None:
    items = "".join(
        f'<li><span class="rt-pill rt-{step.state}">{WORDS[step.state]}</span><span class="n">Step {number}</span>'
        f'<span class="name">{escape(step.name)}</span><span class="figure">{escape(step.figure)}</span></li>'
        for number, step in enumerate(list_steps(workspace), start=1)
    )
    st.html(f'<ol class="rt-steps">{items}</ol>')
