"""A measuring job as it goes, with a button that stops it; and what earlier ones left unfinished, to go on with."""

import shutil
from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from core.measuring.job import JobProgress, MeasuringJob
from core.measuring.kept_folder import KeptFolder
from core.ui.frame import as_text, errors_shown
from core.workspace import Workspace

Kept = TypeVar("Kept", bound=KeptFolder)


@st.fragment(run_every=1.0)
def watch_job(job: MeasuringJob) -> None:
    """Draw the job, anew every second; when it has ended, the whole page is drawn once more."""
    if job.state != "running":
        st.rerun()
    st.progress(job.progress.share, as_text(f"{job.title}: {describe_progress(job.progress)}"))
    if job.cancelled():
        st.caption("Stopping…")
    elif st.button("Stop", icon=":material/stop:", help="What is done so far is kept, and can be gone on with."):
        job.cancel()
        st.rerun(scope="fragment")


def describe_progress(progress: JobProgress) -> str:
    """Stage, counts and time left, in words.

    >>> describe_progress(JobProgress("asking", 30, 100, before=20, seconds=5.0))
    'Asking · 30 of 100 · about 35 s left'
    """
    left = progress.seconds_left
    parts = [
        progress.stage[:1].upper() + progress.stage[1:],
        f"{progress.done:,} of {progress.total:,}" if progress.total else "",
        "" if left is None else f"about {left:,.0f} s left" if left < 120 else f"about {left / 60:.0f} min left",
    ]
    return " · ".join(filter(None, parts))


def draw_job_end(job: MeasuringJob) -> None:
    """How a job ended, where that is not plain from what it left."""
    if job.state == "cancelled":
        st.info("Stopped. What was done so far is kept: go on with it below.", icon=":material/stop_circle:")
    elif job.state == "failed":
        st.error(as_text(job.error), icon=":material/error:")


def draw_unfinished(
    workspace: Workspace,
    unfinished: Sequence[Kept],
    describe: Callable[[Kept], str],
    go_on: Callable[[Workspace, Kept], object],
) -> None:
    """Each with a button that goes on with it and one that discards it; nothing while a job is running."""
    if workspace.measuring and workspace.measuring.state == "running":
        return
    for kept in unfinished:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"**Not finished:** {describe(kept)}")
            if st.button("Go on", key=f"go on {kept.id}", icon=":material/resume:"):
                with errors_shown():
                    go_on(workspace, kept)
                    st.rerun()
            if st.button("Discard", key=f"discard {kept.id}", icon=":material/delete:"):
                shutil.rmtree(kept.folder, ignore_errors=True)
                st.rerun()
