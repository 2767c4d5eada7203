"""The section that trains: which kind, with which settings; the run as it goes; runs that were cut short."""

import streamlit as st

from core.records import AdapterKind
from core.settings import TrainingLimits
from core.tuning.shelf import KIND_NAMES
from core.ui.frame import errors_shown
from core.ui.training_settings import choose_settings
from core.ui.training_watch import draw_outcome, draw_unfinished_trainings, watch_training
from core.workspace import Workspace

SAYS: dict[AdapterKind, str] = {
    "closed-book": "Learns the answers themselves, and answers without reading anything. Used by **Fine-tuned**.",
    "raft": "Learns to answer from retrieved passages among distractors. Used by **Hybrid**.",
}


def draw_training(workspace: Workspace) -> None:
    """Draw the section."""
    st.subheader("Train an adapter", anchor=False)
    job = workspace.job
    if job and job.state == "running":
        watch_training(job)
        return
    if job:
        draw_outcome(job)
    draw_unfinished_trainings(workspace)
    pairs = workspace.pairs
    if not pairs:
        st.info("There is no training pair to learn from yet. Import some, or find them in the documents, under Pairs.")
    kind: AdapterKind = st.radio(
        "Kind", list(SAYS), captions=list(SAYS.values()), format_func=lambda each: KIND_NAMES[each]
    )
    settings = choose_settings(kind, pairs)
    if caps := describe_limits(workspace.settings.training):
        st.caption(caps)
    if st.button("Start training", type="primary", icon=":material/model_training:", disabled=not pairs):
        with errors_shown(), st.spinner("Preparing…"):
            workspace.start_training(kind, settings)
            st.rerun()


def describe_limits(limits: TrainingLimits) -> str:
    """What a run may take here; empty where there is no limit.

    >>> describe_limits(TrainingLimits(3000, 15))
    'A run takes at most 3,000 steps and 15 minutes here; at the limit the best so far is kept.'
    """
    steps = f"{limits.steps:,} steps" if limits.steps else ""
    minutes = f"{limits.minutes:g} minutes" if limits.minutes else ""
    most = " and ".join(filter(None, (steps, minutes)))
    return f"A run takes at most {most} here; at the limit the best so far is kept." if most else ""
