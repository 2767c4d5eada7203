"""A training run as it goes: where it is, its curves, what it answers, and buttons that stop it."""

import streamlit as st

from core.tuning.job import TrainingJob
from core.ui.frame import as_text, errors_shown
from core.ui.training_curves import draw_answers, draw_curves
from core.workspace import Workspace


@st.fragment(run_every=1.0)
def watch_training(job: TrainingJob) -> None:
    """Draw the run; when it has ended, the whole page is drawn once more."""
    if job.state != "running":
        st.rerun()
    st.progress(job.progress.share, _where(job))
    _draw_buttons(job)
    draw_report(job)


def draw_report(job: TrainingJob) -> None:
    """Figures of now, curves and sample answers."""
    _draw_figures(job)
    draw_curves(job.history)
    if job.checks:
        draw_answers(job.checks[0], job.checks[-1])


def _where(job: TrainingJob) -> str:
    """Stage, step and time left in words."""
    if job.before:
        others = "1 job is" if job.before == 1 else f"{job.before} jobs are"
        return f"Waiting: {others} before this one. One training or evaluation runs at a time on this machine."
    progress = job.progress
    step = f" · step {progress.step:,} of {progress.steps:,}" if progress.steps else ""
    left = progress.seconds_left
    time = (
        "" if left is None else f" · about {left:,.0f} s left" if left < 120 else f" · about {left / 60:.0f} min left"
    )
    return f"{progress.stage.capitalize()}{step}{time}"


def _draw_buttons(job: TrainingJob) -> None:
    with st.container(horizontal=True):
        if st.button(
            "Stop and keep the best",
            icon=":material/flag:",
            disabled=job.progress.step == 0,
            help="End now with the weights that did best on what is held out.",
        ):
            job.keep_best()
            st.toast("The run ends after this step, and the best so far is saved.")
        if st.button("Stop the training", icon=":material/stop:", help="End now without a new adapter."):
            job.cancel()
            st.rerun()


def _draw_figures(job: TrainingJob) -> None:
    latest = next((each for each in reversed(job.history) if each.learning_rate is not None), None)
    if latest is None or latest.loss is None:
        return
    check = job.checks[-1] if job.checks else None
    cells = st.columns(4)
    cells[0].metric("Training loss", f"{latest.loss:.3f}", help="Nats for each token of the answers, latest 5 steps.")
    if check:
        first = job.checks[0]
        cells[1].metric("Held-out loss", f"{check.loss:.3f}", help=f"The untouched model has {first.loss:.3f}.")
        says = f"Share of a held-out sample answered exactly; the untouched model {first.exact:.0%}."
        cells[2].metric("Held-out exact match", f"{check.exact:.0%}", help=says)
    if latest.examples_per_second:
        cells[3].metric("Examples a second", f"{latest.examples_per_second:,.0f}", help="Checks are not counted.")


def draw_outcome(job: TrainingJob) -> None:
    """How a run ended."""
    if job.state == "done":
        st.success(f"The {job.plan.kind} adapter is trained and used from now on.", icon=":material/check:")
    elif job.state == "cancelled":
        st.info("The training was stopped. Earlier adapters are as they were.", icon=":material/stop_circle:")
    elif job.state == "failed":
        st.error(as_text(job.error), icon=":material/error:")
    if job.history:
        with st.expander("How the run went"):
            draw_report(job)


def draw_unfinished_trainings(workspace: Workspace) -> None:
    """Runs that were cut short, each with a button that goes on with it and one that discards it."""
    for plan in workspace.unfinished_trainings():
        name = plan.out.name
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"**Not finished:** {as_text(name)}, from its last checkpoint")
            if st.button("Go on", key=f"go on {name}", icon=":material/resume:"):
                with errors_shown():
                    workspace.resume_training(plan)
                    st.rerun()
            if st.button("Discard", key=f"discard {name}", icon=":material/delete:"):
                workspace.shelf.discard(name)
                st.rerun()
