"""Finds training pairs in the documents: how many, the search as it goes, what it found, and whether to take it."""

import pandas as pd
import streamlit as st

from core.measuring.job import MeasuringJob
from core.proposals import Proposed, leave_proposed, read_proposed, start_proposing
from core.tuning.proposing.proposal import WAYS
from core.tuning.proposing.proposing import Wish
from core.ui.frame import as_text, errors_shown
from core.ui.job_watch import describe_progress
from core.ui.pair_changes import change_pairs
from core.workspace import Workspace

FEWEST, MOST, USUAL = 10, 2000, 200


def draw_search(workspace: Workspace) -> None:
    """Draw it, in whichever of its states it is."""
    job = workspace.proposing
    if job and job.state == "running":
        _watch(job)
        return
    if job and job.state == "failed":
        st.error(as_text(job.error), icon=":material/error:")
    if proposed := read_proposed(workspace):
        _draw_proposed(workspace, proposed)
    elif workspace.documents:
        _draw_start(workspace)
    else:
        st.info("There is no document yet to find pairs in. Add some on the page Documents.", icon=":material/info:")


def _draw_start(workspace: Workspace) -> None:
    st.markdown(
        "Pairs are found by structure: rows of tables, questions that a document answers itself, lists of terms, and "
        "plain sentences turned into questions by rule. They are spread evenly over your documents."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        most = st.number_input("At most", FEWEST, MOST, USUAL, step=10, width=160, help="Pairs in all.")
        write = st.toggle(
            "Let the embedded model write more",
            True,
            help="For documents that gave less than their share. A question is kept only if it is well formed and the "
            "model, given the passage, answers it with the same words. It is small: few are kept, "
            "and it takes minutes.",
        )
        if st.button("Find pairs", type="primary", icon=":material/search:"):
            with errors_shown():
                start_proposing(workspace, Wish(int(most), write))
                st.rerun()


@st.fragment(run_every=1.0)
def _watch(job: MeasuringJob) -> None:
    """Draw the search, anew every second; when it has ended, the whole page is drawn once more."""
    if job.state != "running":
        st.rerun()
    st.progress(job.progress.share, as_text(describe_progress(job.progress)))
    if job.cancelled():
        st.caption("Stopping…")
    elif st.button("Stop", icon=":material/stop:", help="What is found so far is kept for you to look at."):
        job.cancel()
        st.rerun(scope="fragment")


def _draw_proposed(workspace: Workspace, found: Proposed) -> None:
    stopped = " It was stopped before the end." if found.was_stopped else ""
    proposed, dropped = sum(found.proposed.values()), sum(found.dropped.values())
    st.markdown(
        f"**{len(found.pairs):,} pairs to take.** {proposed:,} were proposed, {dropped:,} were left out.{stopped}"
    )
    _draw_counts(found)
    rows = [
        {"Question": pair.question, "Answer": pair.answer, "Document": pair.source, "Found as": ", ".join(pair.tags)}
        for pair in found.pairs
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", height=320)
    with st.container(horizontal=True):
        label = f"Add these {len(found.pairs):,} pairs"
        if found.pairs and st.button(label, type="primary", icon=":material/add:"):
            present = workspace.pairs
            new = [pair for pair in found.pairs if pair not in present]
            change_pairs(workspace, [*present, *new], f"Added {len(new):,} pairs from documents", leave_proposed)
        if st.button("Leave them", icon=":material/delete:"):
            leave_proposed(workspace)
            st.rerun()


def _draw_counts(found: Proposed) -> None:
    left, right = st.columns(2)
    ways = [
        {"Kept": found.kept.get(way, 0), "Proposed": found.proposed.get(way, 0), "Found as": says}
        for way, says in WAYS.items()
    ]
    left.dataframe(pd.DataFrame(ways), hide_index=True, width="stretch")
    reasons = [{"Left out": count, "Because": reason} for reason, count in found.dropped.items()]
    right.dataframe(pd.DataFrame(reasons, columns=["Left out", "Because"]), hide_index=True, width="stretch")
