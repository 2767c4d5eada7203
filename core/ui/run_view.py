"""One evaluation run on the page: charts, tables, single questions, what it took, and its files to take along."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.answering.answerer import ARM_LABELS
from core.laboratory import newest_findings
from core.measuring.charts import run_charts
from core.measuring.evaluation import EvaluationRun
from core.measuring.report_page import render_html
from core.measuring.run_folder import RunFolder, read_run
from core.models.describing import other_model_name
from core.ui.answer_columns import draw_answers
from core.ui.asking import as_comparison
from core.ui.charts import draw_chart
from core.ui.frame import as_text
from core.ui.run_tables import (
    choose_question,
    draw_differences,
    draw_figures,
    draw_run_comparison,
    draw_stages,
)
from core.workspace import Workspace

FILES = (
    ("results.csv", "Answers (CSV)", "text/csv", "A row for each question and arm."),
    ("results.json", "Everything (JSON)", "application/json", "Figures, intervals, settings, every answer."),
)


def draw_run(workspace: Workspace, kept: RunFolder, others: list[RunFolder]) -> None:
    """Draw a complete run. Raises `UnusableInput` when its files are damaged."""
    run = read_run(kept)
    draw_figures(run.figures)
    _draw_charts(run)
    tabs = st.tabs(["Questions", "Differences", "Apart by tag", "Speed and costs", "Against another run", "Settings"])
    with tabs[0]:
        _draw_questions(workspace, run)
    with tabs[1]:
        draw_differences(run)
    with tabs[2]:
        tag = st.selectbox("Tag", list(run.by_tag))
        if tag:
            draw_figures(run.by_tag[tag])
    with tabs[3]:
        draw_stages(run.figures)
        _draw_costs(run)
    with tabs[4]:
        _draw_other(run, kept, [each for each in others if each.id != kept.id])
    with tabs[5]:
        st.json(dict(run.settings), expanded=1)
    _draw_files(workspace, kept, run)


def describe_run(kept: RunFolder) -> str:
    """When it began, how many questions, which arms, whether re-ranked, and the model if not the embedded one."""
    settings = kept.settings
    started = str(settings.get("started", ""))[:16].replace("T", " ")
    arms = ", ".join(ARM_LABELS.get(name, name) for name in settings["arms"])
    told = [f"{started} UTC", f"{settings['questions']['count']} questions", arms]
    reranked = "re-ranked" if settings.get("retrieval", {}).get("rerank") else ""
    return " · ".join([*told, *filter(None, [reranked, other_model_name(settings.get("model"))])])


def _draw_charts(run: EvaluationRun) -> None:
    """Two in a row: a tall one moves no other out of its row."""
    charts = run_charts(run)
    for at in range(0, len(charts), 2):
        for chart, column in zip(charts[at : at + 2], st.columns(2), strict=False):
            with column:
                draw_chart(chart)


def _draw_questions(workspace: Workspace, run: EvaluationRun) -> None:
    row = choose_question(run)
    if not row:
        return
    question = row[0].question
    st.markdown(f"**{as_text(question.question)}**")
    st.page_link(
        "pages/Compare.py",
        label="Ask it again on Compare",
        icon=":material/view_column:",
        query_params={"q": question.question},
    )
    st.caption("As answered in this run, computed then; its sentences are checked now.")
    draw_answers(workspace, as_comparison(workspace, [each.answer for each in row]))


def _draw_costs(run: EvaluationRun) -> None:
    costs, columns = run.costs, st.columns(5)
    columns[0].metric("Evaluation", _amount(costs, "evaluation_seconds", "s"), help="This run in all.")
    columns[1].metric("Answering", _amount(costs, "of_which_answering", "s"), help="Of it, the arms’ own answers.")
    columns[2].metric(
        "Checking",
        _amount(costs, "of_which_checking_sentences", "s"),
        help="Of it, verifying the answers’ sentences. The rest is scoring and keeping.",
    )
    columns[3].metric(
        "Indexing",
        _amount(costs, "index_seconds", "s"),
        help="Of all documents on this machine, when they were added; not known where vectors came with the sample.",
    )
    columns[4].metric(
        "Peak memory",
        _amount(costs, "peak_memory_megabytes", "MB"),
        help="Most memory that the whole program has had, all visitors together.",
    )
    for kind, spent in costs.get("training_seconds", {}).items():
        size = costs["adapter_megabytes"][kind]
        st.caption(f"Training the {kind} adapter took {spent:g} s, where it was trained; it has {size} MB.")


def _amount(costs: Mapping[str, Any], name: str, unit: str) -> str:
    amount = costs.get(name)
    return "not known" if amount is None else f"{amount:,.0f} {unit}"


def _draw_other(run: EvaluationRun, kept: RunFolder, others: list[RunFolder]) -> None:
    other = st.selectbox("This run minus", others, format_func=describe_run, index=0 if others else None)
    if other is None:
        st.caption("There is no other run yet. Evaluate again after a change: both are kept.")
    else:
        if other.settings.get("model") != kept.settings.get("model"):
            st.caption("The two runs asked different models: what differs may be due to that.")
        draw_run_comparison(run, read_run(other))


def _draw_files(workspace: Workspace, kept: RunFolder, run: EvaluationRun) -> None:
    with st.container(horizontal=True):
        st.download_button(
            "Report (HTML)",
            lambda: render_html(run, newest_findings(workspace)),
            f"{kept.id}-report.html",
            "text/html",
            help="One page with charts, and what experiments found, that opens offline and prints.",
            icon=":material/download:",
        )
        for file, label, mime, says in FILES:
            content = (kept.folder / file).read_bytes()
            st.download_button(label, content, f"{kept.id}-{file}", mime, help=says, icon=":material/download:")
