"""One arm's answer: what it said, how sure it was, how long it took, and its sources with the evidence marked."""

from html import escape

import streamlit as st

from core.answering.answerer import ARM_LABELS
from core.records import Answer, ArmName, RankedPassage
from core.ui.source_view import describe_place, draw_passage, holds_evidence, scores_html

HOW: dict[ArmName, str] = {
    "base": "The untouched model, no documents: the control.",
    "rag": "The untouched model and the passages found for the question.",
    "tuned": "The model and its closed-book adapter, no passages.",
    "hybrid": "The model and its RAFT adapter, with the passages found.",
    "auto": "Picks an arm for each question.",
    "tuned-rag": "The model and its closed-book adapter, with passages.",
}
CONFIDENCE = (
    "Mean probability that the model gave to each token it wrote, 0 to 1. Not calibrated: compare it between answers, "
    "do not read it as a chance of being right."
)
STAGES = {
    "embed": "Turning the question into a vector",
    "retrieve": "Searching the index",
    "generate": "Reading and writing",
}


def draw_answer(answer: Answer, label: str = "") -> None:
    """Draw the card. `label` says how the arm's adapter came to be, such as `precomputed`."""
    with st.container(border=True):
        st.subheader(ARM_LABELS[answer.arm], anchor=False)
        st.caption(HOW[answer.arm] + (f" Adapter {label}." if label else ""))
        st.html(_answer_html(answer))
        st.html(_facts_html(answer))
        _draw_sources(answer)


def _answer_html(answer: Answer) -> str:
    if answer.refused:
        note = "It says that it does not know."
        return f'<div class="rt-answer">not stated</div><span class="rt-pill rt-refused">Refused</span> {note}'
    return f'<div class="rt-answer">{escape(answer.text)}</div>'


def _facts_html(answer: Answer) -> str:
    confidence = f'<abbr title="{CONFIDENCE}">confidence</abbr> {answer.confidence:.2f}'
    stages = " · ".join(
        f'<abbr title="{STAGES.get(stage, stage)}">{escape(stage)}</abbr> {1000 * seconds:.0f} ms'
        for stage, seconds in answer.seconds.items()
    )
    total = f"<b>{1000 * sum(answer.seconds.values()):.0f} ms</b> in all"
    tokens = f'<abbr title="Word pieces that the model read and wrote">tokens</abbr> {answer.tokens:,}'
    note = f"{escape(answer.note)}<br>" if answer.note else ""
    return f'<p class="rt-facts">{note}{confidence} · {tokens}<br>{stages} · {total}</p>'


def _draw_sources(answer: Answer) -> None:
    if not answer.sources:
        st.caption("No passage was read: there is no source to show.")
        return
    for number, source in enumerate(answer.sources, start=1):
        used = holds_evidence(source.passage, answer.evidence)
        with st.expander(_source_title(number, source, used), expanded=used):
            st.html(f'<p class="rt-where">{describe_place(source.passage)}</p>')
            draw_passage(source.passage, answer.evidence, number)
            st.html(scores_html(source))


def _source_title(number: int, source: RankedPassage, used: bool) -> str:
    """Plain words only: an expander's title is Markdown, and a document's name is untrusted."""
    page = f", page {source.passage.page}" if source.passage.page else ""
    return f"Source {number}{page}{' · evidence marked' if used else ''}"
