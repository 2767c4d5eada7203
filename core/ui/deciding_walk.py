"""The walk-through: a use case to start from, then one question at a time, with back and skip."""

from html import escape

import streamlit as st

from core.deciding.case import Case
from core.deciding.claims import CLAIMS
from core.deciding.criteria import CRITERIA, CRITERION, Criterion
from core.deciding.disagreements import DISAGREEMENTS
from core.deciding.use_cases import USE_CASE, USE_CASES
from core.ui.deciding_case import case_key, keep_case, take_case
from core.ui.deciding_tables import cite_html, list_html, strengths_html
from core.ui.state import keep, recall
from core.workspace import Workspace

SCRATCH = ""


def draw_start(workspace: Workspace, case: Case) -> None:
    """Choose a use case whose typical answers are taken, or start from scratch."""
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    chosen = left.selectbox(
        "Start from a use case",
        [SCRATCH, *USE_CASE],
        format_func=lambda key: USE_CASE[key].label if key else "From scratch",
        key=case_key("use case", case.use_case),
        help="Fills in typical answers, which you can change. Earlier answers are replaced; weights and words stay.",
    )
    if right.button("Start", icon=":material/restart_alt:", width="stretch"):
        keep("decide question", 0)
        take_case(workspace, case.start_from(chosen))
    if case.use_case:
        use_case = USE_CASE[case.use_case]
        st.html(f'<p class="rt-note">{escape(use_case.says)} {cite_html(use_case.sources)}</p>')
    else:
        st.html(f'<p class="rt-note">{len(USE_CASES)} use cases, or {len(CRITERIA)} questions one at a time.</p>')


def draw_question(workspace: Workspace, case: Case) -> Case:
    """The question whose turn it is; the case with the answer that the page shows."""
    at = min(recall("decide question", 0), len(CRITERIA) - 1)
    criterion = CRITERIA[at]
    with st.container(border=True):
        st.progress((at + 1) / len(CRITERIA), f"Question {at + 1} of {len(CRITERIA)} · {criterion.label}")
        case = _draw_answers(workspace, case, criterion)
        _draw_buttons(workspace, case, at)
        _draw_background(criterion)
    return case


def _draw_answers(workspace: Workspace, case: Case, criterion: Criterion) -> Case:
    given = case.answers.get(criterion.key)
    chosen = st.radio(
        f"**{criterion.question}**",
        [level.key for level in criterion.levels],
        index=None,
        format_func=lambda key: criterion.level(key).label,
        key=case_key(f"answer {criterion.key}", given),
    )
    st.html(f'<p class="rt-note">Why it matters: {criterion.why}</p>')
    if chosen and chosen != given:
        case = case.answer(criterion.key, chosen)
        keep_case(workspace, case)
    if chosen:
        level = criterion.level(chosen)
        st.html(f"{strengths_html(level.strengths)}<p class='rt-note'>{level.because} {cite_html(level.sources)}</p>")
    return case


def _draw_buttons(workspace: Workspace, case: Case, at: int) -> None:
    last = at == len(CRITERIA) - 1
    with st.container(horizontal=True):
        if st.button("Back", icon=":material/arrow_back:", disabled=at == 0):
            _go_to(at - 1)
        if st.button("Skip", icon=":material/skip_next:", help="Leaves it open: less sure, but never a no."):
            keep("decide question", min(at + 1, len(CRITERIA) - 1))
            take_case(workspace, case.answer(CRITERIA[at].key, None))
        if st.button("Next", type="primary", icon=":material/arrow_forward:", disabled=last):
            _go_to(at + 1)
    if last:
        st.caption("This is the last question. The recommendation stands below, with what would reverse it.")


def _go_to(at: int) -> None:
    keep("decide question", at)
    st.rerun()


def _draw_background(criterion: Criterion) -> None:
    with st.expander("What the documents say about this"):
        claims = [each for each in CLAIMS if each.criterion == criterion.key]
        st.html(list_html([f"{_as_said(each.kind, each.text)} {cite_html(each.sources)}" for each in claims]))
        for each in (each for each in DISAGREEMENTS if each.criterion == criterion.key):
            sides = (f"{side.text} {cite_html(side.sources)}" for side in (each.one, each.other))
            st.html(f"<b>They disagree: {each.topic}</b>{list_html(list(sides))}")
        if not claims:
            st.caption("None of the five documents speaks of it; the strengths are this project’s own reading.")


def _as_said(kind: str, text: str) -> str:
    return f"<i>Claimed, not checked:</i> {text}" if kind == "claimed figure" else text


def draw_overview(workspace: Workspace, case: Case) -> None:
    """All questions with their answers; choosing one goes to it."""
    at = min(recall("decide question", 0), len(CRITERIA) - 1)
    keys = list(CRITERION)
    chosen = st.selectbox(
        "Go to a question",
        keys,
        index=at,
        format_func=lambda key: f"{keys.index(key) + 1}. {CRITERION[key].label}: {_answer_of(case, key)}",
    )
    if keys.index(chosen) != at:
        _go_to(keys.index(chosen))


def _answer_of(case: Case, key: str) -> str:
    return CRITERION[key].level(case.answers[key]).label if key in case.answers else "skipped"
