"""The state of a workspace as steps: what is done, stale or still to do, each with its figure."""

from dataclasses import dataclass
from html import escape
from typing import Literal

import streamlit as st

from core.answering.answerer import ARM_LABELS
from core.tuning.shelf import KIND_NAMES
from core.workspace import Workspace

WORDS = {"done": "Done", "stale": "Stale", "todo": "To do"}


@dataclass(frozen=True)
class Step:
    name: str
    state: Literal["done", "stale", "todo"]
    figure: str


def list_steps(workspace: Workspace) -> list[Step]:
    """Documents, training pairs, adapters, evaluation; in the order in which they are worked through."""
    documents, pairs = workspace.documents, workspace.pairs
    characters = sum(len(document.text) for document in documents)
    return [
        Step("Documents", _done(documents), f"{len(documents)} read and indexed, {characters:,} characters"),
        Step("Training pairs", _done(pairs), f"{len(pairs):,} questions with answers"),
        _adapter_step(workspace),
        _evaluation_step(workspace),
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
    return Step("Adapters", "done", ", ".join(KIND_NAMES[kind] for kind in answering))


def _evaluation_step(workspace: Workspace) -> Step:
    """By the newest complete run, which is stale once a document that it ran on is another."""
    measured = workspace.measurements()
    if not measured.accuracy:
        questions = len(workspace.questions)
        return Step(
            "Evaluation", "todo", f"{_counted(questions, 'question')} ready" if questions else "no questions yet"
        )
    if changed := measured.changed_documents(workspace.versions):
        return Step("Evaluation", "stale", f"{_counted(len(changed), 'document')} changed since")
    best = sorted(measured.accuracy.values.items(), key=lambda each: -each[1])
    return Step("Evaluation", "done", "F1 " + ", ".join(f"{ARM_LABELS[arm]} {100 * f1:.0f}\u00a0%" for arm, f1 in best))


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def draw_steps(workspace: Workspace) -> None:
    items = "".join(
        f'<li><span class="rt-pill rt-{step.state}">{WORDS[step.state]}</span><span class="n">Step {number}</span>'
        f'<span class="name">{escape(step.name)}</span><span class="figure">{escape(step.figure)}</span></li>'
        for number, step in enumerate(list_steps(workspace), start=1)
    )
    st.html(f'<ol class="rt-steps">{items}</ol>')
