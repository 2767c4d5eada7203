"""The decision record on the Decide page: what the user adds to it, its download, and re-opening one."""

from dataclasses import replace
from datetime import UTC, datetime

import streamlit as st

from core.deciding.case import Case
from core.deciding.case_json import LONGEST_TEXT
from core.deciding.options import OPTION_LABELS, OPTIONS
from core.deciding.recommendation import Recommendation
from core.deciding.record import DecisionRecord, ReopenedRecord, read_record
from core.deciding.record_page import render_html, render_markdown
from core.ui.deciding_case import case_key, keep_case, take_case
from core.ui.frame import as_text, errors_shown
from core.ui.state import keep, recall
from core.workspace import Workspace

AS_RECOMMENDED = "as recommended"


def draw_record(workspace: Workspace, found: Recommendation) -> None:
    """Words to add, the two downloads, and a file to re-open."""
    case = _draw_words(workspace, found.case)
    record = DecisionRecord(replace(found, case=case), f"{datetime.now(UTC):%Y-%m-%d}")
    with st.container(horizontal=True):
        st.download_button(
            "Download as Markdown",
            lambda: render_markdown(record),
            "decision.md",
            "text/markdown",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            "Download as a page",
            lambda: render_html(record),
            "decision.html",
            "text/html",
            icon=":material/download:",
            on_click="ignore",
            help="One HTML file that needs no network; opens in any browser and prints.",
        )
    _draw_reopen(workspace)


def _draw_words(workspace: Workspace, case: Case) -> Case:
    title = st.text_input("What is decided", key=case_key("title", case.title), max_chars=200)
    context = st.text_area(
        "Context",
        key=case_key("context", case.context),
        max_chars=LONGEST_TEXT,
        placeholder="Who asks, what for, what is at stake",
    )
    left, right = st.columns([1, 2])
    chosen = left.selectbox(
        "Decision",
        [AS_RECOMMENDED, *OPTIONS],
        format_func=lambda key: OPTION_LABELS.get(key, "As recommended"),
        key=case_key("chosen", case.chosen or AS_RECOMMENDED),
        help="The method advises; you decide. A decision of another kind is recorded with your reason.",
    )
    reason = right.text_input("Reason", key=case_key("reason", case.reason), max_chars=LONGEST_TEXT)
    option = next((each for each in OPTIONS if each == chosen), None)
    written = replace(case, title=title, context=context, chosen=option, reason=reason)
    if written != case:
        keep_case(workspace, written)
    return written


def _draw_reopen(workspace: Workspace) -> None:
    with st.form("reopen", clear_on_submit=True, border=False):
        file = st.file_uploader(
            "Re-open a decision record (decision.md or decision.html)",
            help="Its answers, weights and words take the place of those on this page. Its figures count where this "
            "workspace has measured none.",
        )
        if st.form_submit_button("Re-open", icon=":material/folder_open:") and file is not None:
            with errors_shown():
                reopened = read_record(file.getvalue())
                keep("reopened record", reopened)
                take_case(workspace, reopened.case)


def draw_reopened(found: Recommendation) -> None:
    """What the record that was re-opened in this visit said, beside what the page says now."""
    then: ReopenedRecord | None = recall("reopened record", None)
    if then is None:
        return
    decided = f"decided {OPTION_LABELS[then.decision]}" if then.decision else "decided nothing"
    shares = ", ".join(f"{OPTION_LABELS[option]} {100 * then.shares[option]:.1f} %" for option in OPTIONS)
    now = ", ".join(f"{OPTION_LABELS[option]} {100 * found.balance.shares[option]:.1f} %" for option in OPTIONS)
    st.info(
        as_text(f"Re-opened: the record of {then.date} {decided}. Shares then: {shares}. Now: {now}."),
        icon=":material/history:",
    )
