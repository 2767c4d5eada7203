"""What the checks found about the training pairs, with counts, examples and one step for each."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from core.records import TrainingPair
from core.tuning.quality import Finding, check_pairs
from core.tuning.quality_fixes import apply_fix
from core.ui.frame import as_text
from core.ui.pair_changes import change_pairs
from core.ui.state import keep, recall
from core.workspace import Workspace

EXAMPLES = 3
INFORMS = ("same fact", "few", "no passage", "one wording")
"""Kinds that are no fault of a pair."""


def findings_of(workspace: Workspace, pairs: tuple[TrainingPair, ...]) -> list[Finding]:
    """The findings, kept for as long as pairs, documents and questions stay as they are."""
    state = hash((pairs, tuple(sorted(workspace.versions.items())), workspace.questions))
    known, findings = recall("pair findings", (None, []))
    if known != state:
        findings = check_pairs(pairs, workspace.documents, workspace.questions)
        keep("pair findings", (state, findings))
    return findings


def draw_checks(workspace: Workspace, pairs: tuple[TrainingPair, ...], findings: Sequence[Finding]) -> None:
    """Each finding with its step; a word of praise where there is none."""
    if not findings:
        st.success("Nothing was found.", icon=":material/check:")
    for finding in findings:
        with st.container(border=True):
            _draw_finding(workspace, pairs, finding)
    st.caption(
        "Checked: enough pairs; duplicates and near-duplicates; contradicting answers; answers in "
        "their passage; overlap "
        "with the evaluation questions; e-mail addresses, telephone, card, account and national "
        "numbers; passages and other "
        "wordings that are missing. Names and meaning are not checked."
    )


def _draw_finding(workspace: Workspace, pairs: Sequence[TrainingPair], finding: Finding) -> None:
    icon = ":material/info:" if finding.kind in INFORMS else ":material/warning:"
    st.markdown(f"{icon} **{as_text(finding.title)}** — {as_text(finding.says)}")
    if finding.rows:
        examples = [pairs[at] for at in finding.rows[:EXAMPLES]]
        items = "".join(f"<li>{escape(pair.question)} <b>{escape(pair.answer)}</b></li>" for pair in examples)
        more = len(finding.rows) - len(examples)
        st.html(f'<ul class="rt-source">{items}</ul>' + (f'<p class="rt-facts">and {more:,} more</p>' if more else ""))
    if finding.fix and st.button(finding.fix, key=f"fix {finding.kind}", icon=":material/auto_fix_high:"):
        fixed = apply_fix(finding, pairs, workspace.documents, workspace.settings.retrieval)
        change_pairs(workspace, fixed, f"{finding.fix} ({finding.title})")
