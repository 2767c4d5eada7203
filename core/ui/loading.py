"""Long reading on a page, with a bar that shows how far it is."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from core.sample import load_sample
from core.workspace import OnProgress, Workspace


@contextmanager
def indexing_bar(what: str) -> Iterator[OnProgress]:
    """A bar that `Workspace.add_documents` can report to; it is gone when the block ends, however it ends."""
    bar = st.progress(0.0, f"Reading {what}…")
    try:
        yield lambda done, all_: bar.progress(done / all_, f"Indexed {done} of {all_} passages of {what}")
    finally:
        bar.empty()


def load_sample_shown(workspace: Workspace) -> None:
    """Put the sample into the workspace, showing how far it is."""
    with indexing_bar("the sample documents") as report:
        load_sample(workspace, report)
