"""A run's figures and answers as tables: figures with intervals, differences, single questions."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from core.answering.answerer import ARM_LABELS
from core.measuring.evaluation import EvaluationRun, QuestionResult
from core.measuring.figure_columns import FigureColumn, columns_with_figures, format_figure, format_interval
from core.measuring.figures import ArmFigures, Difference, differences
from core.measuring.intervals import estimate_difference
from core.measuring.metrics import METRIC, METRICS
from core.measuring.report_page import judge

SIGNS = {"right": "✓", "partly": "~", "wrong": "✗"}
EVERY = "all questions"


def draw_figures(figures: Sequence[ArmFigures]) -> None:
    """A row for each arm, a column for each figure that one of them has; hover a heading for what it means."""
    columns = columns_with_figures(figures)
    table = pd.DataFrame(
        {
            "Arm": [ARM_LABELS[each.arm] for each in figures],
            **{column.key: [_cell(each, column) for each in figures] for column in columns},
        }
    )
    headings = {
        column.key: st.column_config.TextColumn(
            f"{column.label} ({column.unit})" if column.unit else column.label, help=column.meaning
        )
        for column in columns
    }
    st.dataframe(table, hide_index=True, width="stretch", column_config=headings)
    st.caption("In brackets: 95 % intervals by bootstrap over the questions. A small set has wide ones.")


def _cell(figures: ArmFigures, column: FigureColumn) -> str:
    interval = format_interval(figures, column)
    return f"{format_figure(figures, column)} ({interval})" if interval else format_figure(figures, column)


def draw_stages(figures: Sequence[ArmFigures]) -> None:
    """Milliseconds of each stage of an answer."""
    rows = [
        {"Arm": ARM_LABELS[each.arm], "Stage": stage, "p50 (ms)": times.p50, "p95 (ms)": times.p95}
        for each in figures
        for stage, times in each.stage_ms.items()
    ]
    shown = {name: st.column_config.NumberColumn(format="%.1f") for name in ("p50 (ms)", "p95 (ms)")}
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", column_config=shown)


def draw_differences(run: EvaluationRun) -> None:
    """Paired differences between each two arms, in a metric to choose."""
    measured = [metric.key for metric in METRICS if any(each.metrics[metric.key] for each in run.figures)]
    key = st.selectbox("Figure", measured, format_func=lambda each: METRIC[each].label)
    found = differences(run.results, key) if key else ()
    if not found:
        st.caption("No two arms have this figure.")
        return
    st.dataframe(pd.DataFrame([_difference_row(each) for each in found]), hide_index=True, width="stretch")
    st.caption(
        "Percentage points over the same questions. Where the interval holds 0, it could be chance. "
        "Each interval stands for itself: of twenty comparisons without any difference, one may look clear."
    )


def _difference_row(found: Difference) -> dict[str, str]:
    estimate = found.estimate
    return {
        "Arm": ARM_LABELS[found.first],
        "Minus": ARM_LABELS[found.second],
        "Difference": f"{100 * estimate.value:+.1f}",
        "95 % interval": f"{100 * estimate.low:+.1f} to {100 * estimate.high:+.1f}",
        "Reading": found.reading,
        "Questions": str(estimate.n),
    }


def draw_run_comparison(run: EvaluationRun, other: EvaluationRun) -> None:
    """This run minus another, arm by arm, over the questions that both hold."""
    rows = []
    for figures in run.figures:
        mine, theirs = _by_question(run, figures), _by_question(other, figures)
        shared = [question for question in mine if question in theirs]
        for metric in METRICS:
            found = estimate_difference(
                [mine[question].scores.get(metric.key) for question in shared],
                [theirs[question].scores.get(metric.key) for question in shared],
            )
            if found:
                named = _difference_row(Difference(figures.arm, figures.arm, found))
                both = {"This run": _mean(mine, shared, metric.key), "Other run": _mean(theirs, shared, metric.key)}
                rows.append({"Arm": named.pop("Arm"), "Figure": metric.label} | both | named)
    if not rows:
        st.caption("The two runs share no arm and question.")
        return
    st.dataframe(pd.DataFrame(rows).drop(columns="Minus"), hide_index=True, width="stretch")


def _mean(results: Mapping[str, QuestionResult], questions: Sequence[str], metric: str) -> str:
    """Over those of the questions that have such a score, in per cent."""
    scores = [score for question in questions if (score := results[question].scores.get(metric)) is not None]
    return f"{100 * sum(scores) / len(scores):.1f}" if scores else "–"


def _by_question(run: EvaluationRun, figures: ArmFigures) -> dict[str, QuestionResult]:
    return {result.question.question: result for result in run.results if result.arm == figures.arm}


def choose_question(run: EvaluationRun) -> tuple[QuestionResult, ...]:
    """Draw the table of questions with its filters; the results of the row that is chosen, or nothing."""
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    tag = left.selectbox("Questions tagged", [EVERY, *run.by_tag])
    differing = right.toggle("Only where arms differ", help="Some arms are right there and others are not.")
    rows = [
        row
        for row in run.rows
        if tag in (EVERY, *row[0].question.tags) and (not differing or len({each.right for each in row}) > 1)
    ]
    st.caption(f"{len(rows):,} of {len(run.rows):,} questions. ✓ right, ~ some words right, ✗ wrong. Choose a row.")
    chosen = st.dataframe(
        pd.DataFrame([_question_row(row) for row in rows]),
        hide_index=True,
        width="stretch",
        on_select="rerun",
        selection_mode="single-row",
        key=f"questions of {run.computed} {tag} {differing}",
    )
    picked = chosen["selection"]["rows"]
    return rows[picked[0]] if picked and picked[0] < len(rows) else ()


def _question_row(row: Sequence[QuestionResult]) -> dict[str, str]:
    question = row[0].question
    accepted = "to refuse" if question.unanswerable else " / ".join(question.answers)
    answers = {ARM_LABELS[each.arm]: f"{SIGNS[judge(each).style]} {each.error or each.answer.text}" for each in row}
    return {"Question": question.question, "Accepted": accepted, **answers}
