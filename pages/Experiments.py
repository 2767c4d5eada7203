"""Experiments: change one thing on a copy of the workspace, measure what follows, say it in one sentence."""

import shutil

import streamlit as st

from core import laboratory
from core.measuring.experiments.kept import KeptExperiment
from core.measuring.experiments.table import EXPERIMENT, EXPERIMENTS, Experiment
from core.ui.experiment_forms import draw_form
from core.ui.finding_view import draw_kept
from core.ui.frame import as_text, chosen_retrieval, errors_shown, setup_page
from core.ui.job_watch import draw_job_end, draw_unfinished, watch_job
from core.ui.loading import load_sample_shown
from core.ui.model_choice import chosen_model
from core.ui.state import keep, lasting_key
from core.workspace import Workspace


def main() -> None:
    workspace = setup_page(
        "Experiments",
        "Change one thing on a copy of your workspace, measure what follows. Your workspace stays as it is.",
    )
    key = st.radio(
        "Experiment",
        [each.key for each in EXPERIMENTS],
        format_func=lambda key: EXPERIMENT[key].title,
        captions=[each.asks for each in EXPERIMENTS],
        key=lasting_key("experiment", EXPERIMENTS[0].key),
    )
    keep("experiment", key)
    experiment = EXPERIMENT[key]
    st.subheader(experiment.title, anchor=False)
    _draw_start(workspace, experiment)
    kept = [each for each in laboratory.experiments(workspace) if each.settings["experiment"] == key]
    unfinished = [each for each in kept if not each.is_complete]
    draw_unfinished(workspace, unfinished, lambda each: f"begun {_began(each)}", laboratory.resume_experiment)
    _draw_finding([each for each in kept if each.is_complete])


def _draw_start(workspace: Workspace, experiment: Experiment) -> None:
    job = workspace.measuring
    if chosen_model(workspace):
        st.caption("Experiments train adapters: they ask the embedded model, whichever is chosen in the sidebar.")
    if job and job.state == "running":
        watch_job(job)
        return
    if job:
        draw_job_end(job)
    retrieval = chosen_retrieval(workspace)
    materials = laboratory.experiment_materials(workspace, retrieval)
    if lacking := experiment.missing(materials):
        _draw_lacking(workspace, lacking)
        return
    with errors_shown():
        options = draw_form(experiment.key, materials)
        if options is not None:
            laboratory.start_experiment(workspace, experiment.key, options, retrieval)
            st.rerun()


def _draw_lacking(workspace: Workspace, lacking: str) -> None:
    st.info(as_text(lacking))
    if not workspace.documents and st.button("Use the sample", icon=":material/library_books:"):
        with errors_shown():
            load_sample_shown(workspace)
            st.rerun()


def _draw_finding(complete: list[KeptExperiment]) -> None:
    if not complete:
        st.caption("Not run yet. Its finding appears here: one sentence, one chart, and the figures behind them.")
        return
    shown = complete[0]
    if len(complete) > 1:
        shown = st.selectbox("Finding", complete, format_func=_began)
    with errors_shown():
        draw_kept(shown)
    if st.button("Delete this finding", type="tertiary", icon=":material/delete:"):
        shutil.rmtree(shown.folder, ignore_errors=True)
        st.rerun()


def _began(kept: KeptExperiment) -> str:
    return f"{kept.settings['started'][:16].replace('T', ' ')} UTC"


main()
