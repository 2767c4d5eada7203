"""One arm's answer: what it said, the state of each sentence with its sources, how sure it was and how long it took."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from core.answering.answerer import ARM_LABELS
from core.answering.checking import CheckedAnswer
from core.answering.comparing.numbered_sources import NumberedSource, cite
from core.records import Answer, ArmName, CheckedSentence, SentenceState

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
CONFIDENCE = (
    "How sure the model was, 0 to 1. Read from passages without an adapter: the chance of being right, as fitted on "
    "held-out questions. Else: the mean probability of each token that it wrote, which tends to be too high."
)
STAGES = {
    "embed": "Turning the question into a vector",
    "retrieve": "Searching the index",
    "generate": "Reading and writing",
}


def draw_answer(checked: CheckedAnswer, sources: Sequence[NumberedSource], label: str = "") -> None:
    """Draw the card. `label` says how the arm's adapter came to be, such as `precomputed`."""
    answer = checked.answer
    with st.container(border=True):
        st.subheader(ARM_LABELS[answer.arm], anchor=False)
        st.caption(HOW[answer.arm] + (f" Adapter {label}." if label else ""))
        st.html(answer_html(checked, sources))
        st.html(_facts_html(answer))


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


def _facts_html(answer: Answer) -> str:
    confidence = f'<abbr title="{CONFIDENCE}">confidence</abbr> {answer.confidence:.2f}'
    stages = " · ".join(
        f'<abbr title="{escape(STAGES.get(stage, stage))}">{escape(stage)}</abbr> {1000 * seconds:.0f} ms'
        for stage, seconds in answer.seconds.items()
    )
    total = f"<b>{1000 * sum(answer.seconds.values()):.0f} ms</b> in all"
    tokens = f'<abbr title="Word pieces that the model read and wrote">tokens</abbr> {answer.tokens:,}'
    note = f"{escape(answer.note)}<br>" if answer.note else ""
    return f'<p class="rt-facts">{note}{confidence} · {tokens}<br>{stages} · {total}</p>'
