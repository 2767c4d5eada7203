"""What was compared in this workspace before: a list to find a question in, restore it, forget it; and the votes."""

import streamlit as st

from core.answering.answerer import ARM_LABELS
from core.answering.comparing.comparison import Vote
from core.answering.comparing.history import Head, Tally, tally_votes
from core.ui.compare_state import begin_anew, restore, turns
from core.ui.frame import errors_shown
from core.workspace import Workspace

VOTE_LABELS: dict[Vote, str] = dict[Vote, str](ARM_LABELS.items()) | {"none": "All wrong"}


def draw_history(workspace: Workspace) -> None:
    """A button that opens the list, where there is anything in it."""
    heads = workspace.history.heads()
    if not heads:
        return
    with st.popover(f"History ({len(heads)})", icon=":material/history:"):
        titles = {head.id: _title(head) for head in heads}
        chosen = st.selectbox(
            "Earlier questions", list(titles), format_func=titles.__getitem__, help="Newest first. Type to find one."
        )
        with st.container(horizontal=True), errors_shown():
            if st.button("Restore", icon=":material/restore:", type="primary", help="Show its answers as they were"):
                restore(workspace, chosen)
                st.rerun()
            if st.button("Forget it", icon=":material/delete:"):
                workspace.history.remove(chosen)
                _leave_what_is_gone(workspace)
            if st.button("Forget all", icon=":material/delete_sweep:", help="Votes too"):
                workspace.history.clear()
                _leave_what_is_gone(workspace)
        if any(head.vote for head in heads):
            st.html(tally_html(tally_votes(heads)))


def _title(head: Head) -> str:
    vote = f" · {VOTE_LABELS[head.vote]}" if head.vote else ""
    return f"{head.asked} · {head.made[:16].replace('T', ' ')} UTC{vote}"


def _leave_what_is_gone(workspace: Workspace) -> None:
    kept = {head.id for head in workspace.history.heads()}
    if any(one.id not in kept for one in turns()):
        begin_anew()
    st.rerun()


def tally_html(tallies: dict[Vote, Tally]) -> str:
    """Votes as bars: of the questions with a vote that an arm had answered, the share that it answered best."""
    rows = "".join(
        f"<dt>{VOTE_LABELS[name]}</dt>"
        f'<dd><span class="rt-bar"><span style="width:{100 * one.votes / max(1, one.chances):.0f}%"></span></span>'
        f"{one.votes} of {one.chances}</dd>"
        for name, one in tallies.items()
    )
    return f'<div class="rt-label">Votes, of the questions each had answered</div><dl class="rt-tally">{rows}</dl>'
