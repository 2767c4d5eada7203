"""A training run as it goes: stage, loss curve, time left and a button that stops it. Redraws itself every second."""

import altair as alt
import pandas as pd
import streamlit as st

from core.tuning.job import TrainingJob
from core.ui.frame import as_text


@st.fragment(run_every=1.0)
def watch_training(job: TrainingJob) -> None:
    """Draw the run; when it has ended, the whole page is drawn once more."""
    progress = job.progress
    loss = "" if progress.loss is None else f" · loss {progress.loss:.3f}"
    left = "" if progress.seconds_left is None else f" · about {progress.seconds_left:.0f} s left"
    step = f" · step {progress.step} of {progress.steps}" if progress.steps else ""
    st.progress(progress.share, f"{progress.stage.capitalize()}{step}{loss}{left}")
    draw_losses(job.losses)
    if job.state == "running":
        if st.button("Stop the training", icon=":material/stop:"):
            job.cancel()
    else:
        st.rerun()


def draw_losses(losses: list[tuple[int, float]]) -> None:
    """The loss by step; nothing before the second step."""
    if len(losses) < 2:
        return
    table = pd.DataFrame(losses, columns=["Step", "Loss"])
    chart = (
        alt.Chart(table)
        .mark_line(strokeWidth=2)
        .encode(
            x=alt.X("Step:Q"),
            y=alt.Y("Loss:Q", scale=alt.Scale(zero=True)),
            tooltip=["Step", alt.Tooltip("Loss", format=".3f")],
        )
        .properties(height=200)
    )
    st.altair_chart(chart, width="stretch")


def draw_outcome(job: TrainingJob) -> None:
    """How a run ended."""
    if job.state == "done":
        st.success(f"The {job.plan.kind} adapter is trained and used from now on.", icon=":material/check:")
    elif job.state == "cancelled":
        st.info("The training was stopped. Earlier adapters are as they were.", icon=":material/stop_circle:")
    elif job.state == "failed":
        st.error(as_text(job.error), icon=":material/error:")
