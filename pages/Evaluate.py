"""Evaluate: a set of questions with known answers through every arm, measured, with intervals."""

import shutil

import streamlit as st

from core import laboratory
from core.answering.answerer import ARM_LABELS
from core.answering.choice import possible_arms
from core.measuring.run_folder import RunFolder
from core.ui.frame import as_text, chosen_retrieval, errors_shown, setup_page
from core.ui.job_watch import draw_job_end, draw_unfinished, watch_job
from core.ui.loading import load_sample_shown
from core.ui.model_choice import chosen_model
from core.ui.question_set import draw_question_set
from core.ui.run_view import describe_run, draw_run
from core.ui.state import keep, lasting_key, recall, take_from_link
from core.workspace import Workspace

ASKED_AT_ONCE = 80


def main() -> None:
    workspace = setup_page("Evaluate", "A set of questions with known answers through every arm, measured.")
    if not workspace.questions:
        _draw_empty(workspace)
    draw_question_set(workspace)
    _draw_start(workspace)
    runs = laboratory.runs(workspace)
    draw_unfinished(
        workspace, [run for run in runs if not run.is_complete], _describe_unfinished, laboratory.resume_evaluation
    )
    _draw_results(workspace, [run for run in runs if run.is_complete])


def _draw_empty(workspace: Workspace) -> None:
    st.info("No question yet. Import a file, type some, make them from training pairs, or use those of the sample.")
    if st.button("Use the sample’s documents and questions", icon=":material/library_books:"):
        with errors_shown():
            load_sample_shown(workspace)
            st.rerun()


def _draw_start(workspace: Workspace) -> None:
    job, questions = workspace.measuring, workspace.questions
    if job and job.state == "running":
        watch_job(job)
        return
    if job:
        draw_job_end(job)
    if not questions:
        return
    with st.form("evaluate", border=False):
        left, right = st.columns([2, 1], vertical_alignment="bottom")
        model = chosen_model(workspace)
        possible = possible_arms(bool(workspace.documents), workspace.adapters(), model)
        arms = left.multiselect("Arms", possible, possible, format_func=ARM_LABELS.__getitem__)
        count = right.number_input(
            "Questions",
            1,
            len(questions),
            min(ASKED_AT_ONCE, len(questions)),
            help="Taken evenly from the whole set. More take longer and give narrower intervals.",
        )
        check = st.toggle(
            "Check every sentence",
            True,
            help="A verifier says of each sentence of the answers whether the documents support it. Takes longer.",
        )
        judge = workspace.settings.judge
        judged = judge is not None and st.toggle(
            f"Ask the judge {as_text(judge.model)} too",
            help="A language model says of each answer whether it means the accepted one. Questions, accepted answers "
            "and answers are sent to it. Its opinion is shown beside the figures that are computed by rule.",
        )
        if model:
            st.caption(as_text(f"{model.name} is asked. The arms that take an adapter need the embedded model."))
        if st.form_submit_button("Evaluate", type="primary", icon=":material/play_arrow:"):
            with errors_shown(), st.spinner("Preparing…"):
                retrieval = chosen_retrieval(workspace)
                evenly = [questions[at * len(questions) // int(count)] for at in range(int(count))]
                laboratory.start_evaluation(workspace, arms, evenly, retrieval, check, judged, model)
                st.rerun()


def _describe_unfinished(run: RunFolder) -> str:
    return f"{describe_run(run)}, {run.count_answered()} answers kept"


def _draw_results(workspace: Workspace, runs: list[RunFolder]) -> None:
    st.subheader("Results", anchor=False)
    if not runs:
        st.caption("None yet. Evaluate, and figures with intervals, charts and every answer appear here.")
        return
    chosen = _choose_run(runs)
    with errors_shown():
        draw_run(workspace, chosen, runs)
    if st.button("Delete this run", type="tertiary", icon=":material/delete:"):
        shutil.rmtree(chosen.folder, ignore_errors=True)
        st.rerun()


def _choose_run(runs: list[RunFolder]) -> RunFolder:
    """The run that the address names, else the one chosen before; the newest when there is a new one."""
    by_id = {run.id: run for run in runs}
    newest, linked = runs[0].id, take_from_link("run")
    if linked and linked not in by_id:
        st.warning("The run that the link names is not in this workspace.", icon=":material/link_off:")
    is_new = recall("newest run", "") != newest or recall("run", "") not in by_id
    shown = linked if linked in by_id else newest if is_new else None
    chosen = st.selectbox(
        "Run", list(by_id), format_func=lambda id_: describe_run(by_id[id_]), key=lasting_key("run", newest, shown)
    )
    keep("run", chosen)
    keep("newest run", newest)
    st.page_link("pages/Evaluate.py", label="Link to this run", icon=":material/link:", query_params={"run": chosen})
    return by_id[chosen]


main()
