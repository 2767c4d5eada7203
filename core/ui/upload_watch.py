"""Files that are being added, each with its bar; redraws itself, can be stopped, and says what came of each."""

import streamlit as st

from core.documents.uploading import FileProgress, UploadJob
from core.ui.frame import as_text

WORDS = {
    "waiting": "waiting",
    "reading": "being read",
    "indexing": "being indexed",
    "done": "added",
    "refused": "refused",
    "cancelled": "stopped",
}
NAMED = 8
"""Files of one outcome that are named; of more, the number is told."""


@st.fragment(run_every=0.5)
def watch_uploads(job: UploadJob) -> None:
    """Draw every file; when all are finished, the whole page is drawn once more."""
    if not job.is_running:
        st.rerun()
    files = job.files
    finished = sum(file.state in {"done", "refused", "cancelled"} for file in files)
    st.progress(finished / max(len(files), 1), f"{finished} of {len(files)} files")
    with st.container(height=min(60 + 62 * len(files), 300)):
        for file in files:
            st.progress(file.share, _line(file))
    if st.button(
        "Stop", icon=":material/stop:", help="The file that is being added is left out; those before it stay."
    ):
        job.cancel()


def _line(file: FileProgress) -> str:
    counted = f": {file.done:,} of {file.total:,} passages" if file.state == "indexing" else ""
    return f"{as_text(file.name)} · {WORDS[file.state]}{counted}"


def draw_outcome(files: tuple[FileProgress, ...]) -> None:
    """What came of each file: those that are there, those that were stopped, and each refusal with its reason."""
    done = [as_text(file.name) for file in files if file.state == "done"]
    stopped = [as_text(file.name) for file in files if file.state == "cancelled"]
    if done:
        st.success(f"Read and indexed: {_names(done)}", icon=":material/check:")
    if stopped:
        st.info(f"Stopped, and not added: {_names(stopped)}", icon=":material/stop_circle:")
    for file in files:
        if file.state == "refused":
            st.error(as_text(file.message), icon=":material/error:")


def _names(names: list[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
