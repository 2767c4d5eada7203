"""One arm's answer: what it said, the state of each sentence with its sources, how sure it was and how long it took."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from core.answering.answerer import ARM_LABELS
from core.answering.checking import CheckedAnswer
from core.answering.comparing.numbered_sources import NumberedSource, cite
from core.records import Answer, ArmName, CheckedSentence, SentenceState
from core.ui.answer_facts import counts_html, time_bar_html
from core.ui.answer_grounds import looks_html, nearest_html
from core.ui.card_details import CardDetails
from core.ui.word_strip import strip_html

HOW: dict[ArmName, str] = {
    "base": "The untouched model, no documents: the control.",
    "rag": "The untouched model and the passages found for the question.",
    "tuned": "The model and its closed-book adapter, no passages.",
    "hybrid": "The model and its RAFT adapter, with the passages found.",
    "auto": "Picks an arm for each question.",
    "tuned-rag": "The model and its closed-book adapter, with passages.",
}
STATES: dict[SentenceState, str] = {
    "supported": "Supported",
    "contradicted": "Contradicted",
    "unsupported": "Unsupported",
}


def draw_answer(checked: CheckedAnswer, sources: Sequence[NumberedSource], details: CardDetails | None = None) -> None:
    """Draw the card of an arm that has answered."""
    details = details or CardDetails()
    with st.container(border=True):
        arm = checked.answer.arm
        st.subheader(ARM_LABELS[arm], anchor=False)
        st.caption(HOW[arm] + (f" Adapter {details.label}." if details.label else ""))
        st.html(answer_html(checked, sources))
        st.html(beside_html(checked.answer, details))


def answer_html(checked: CheckedAnswer, sources: Sequence[NumberedSource]) -> str:
    """The answer, sentence by sentence; a refusal as a refusal."""
    if checked.answer.refused:
        note = '<span class="rt-pill rt-refused">Refused</span> It says that it does not know.'
        return f'<div class="rt-answer">not stated</div><p class="rt-verdict">{note}</p>'
    spoken = [_sentence_html(sentence, checked, sources) for sentence in checked.sentences]
    said = " ".join(spoken) or escape(checked.answer.text)
    return f'<div class="rt-answer">{said}</div>{_summary_html(checked)}{_afterwards_html(checked)}'


def _sentence_html(sentence: CheckedSentence, checked: CheckedAnswer, sources: Sequence[NumberedSource]) -> str:
    """A sentence with its icon, its citations, and the reason on hover or focus."""
    cited = cite(sentence.evidence, sources, checked)
    links = "".join(
        f'<a class="rt-cite" href="#{one.anchor}" aria-label="Source {one.number}">[{one.number}]</a>' for one in cited
    )
    why = f'<span class="rt-why" role="note">{STATES[sentence.state]}. {escape(sentence.reason)}</span>'
    return (
        f'<span class="rt-sentence rt-{sentence.state}" tabindex="0">'
        f'<span class="rt-said">{escape(sentence.text)}</span>{why}</span>{links}'
    )


def _summary_html(checked: CheckedAnswer) -> str:
    """How many sentences are in which state; of a single one the reason too."""
    counts = {state: sum(one.state == state for one in checked.sentences) for state in STATES}
    several = len(checked.sentences) > 1
    words = {state: f"{count} {STATES[state].lower()}" if several else STATES[state] for state, count in counts.items()}
    pills = " ".join(
        f'<span class="rt-pill rt-state-{state}">{words[state]}</span>' for state, count in counts.items() if count
    )
    reason = "" if several or not checked.sentences else f" {escape(checked.sentences[0].reason)}"
    return f'<p class="rt-verdict">{pills}{reason}</p>'


def _afterwards_html(checked: CheckedAnswer) -> str:
    if checked.used or not checked.sources:
        return ""
    return (
        '<p class="rt-verdict"><span class="rt-pill rt-afterwards">Found afterwards, not used</span> '
        "The model answered from memory. What its sentences are checked against was searched for when it had.</p>"
    )


def beside_html(answer: Answer, details: CardDetails) -> str:
    """What Auto chose and why, how the answer came about, and what it took."""
    note = f'<p class="rt-choice">{escape(answer.note)}</p>' if answer.note else ""
    return (
        f"{note}{looks_html(answer.looks)}{time_bar_html(answer.seconds, details.longest_seconds)}"
        f"{counts_html(answer, details.prices)}{strip_html(answer.written)}{nearest_html(details.nearest)}"
    )
