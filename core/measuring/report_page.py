"""An evaluation run -> one HTML page that needs nothing else: no network, no script, light and dark.

Prepares what `report.html.jinja` shows; all texts are escaped there.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from core.answering.answerer import ARM_LABELS
from core.measuring.evaluation import ArmFigures, EvaluationRun, QuestionResult, figures_by_tag
from core.records import Evidence, Passage, RankedPassage

TEMPLATE = "report.html.jinja"


@dataclass(frozen=True)
class FigureColumn:
    """A figure as a table shows it: field of `ArmFigures`, heading, unit and what it means."""

    key: str
    label: str
    unit: Literal["%", "ms", ""]
    meaning: str


FIGURE_COLUMNS = (
    FigureColumn("exact_match", "Exact match", "%", "Answerable questions answered word for word (SQuAD rules)."),
    FigureColumn("f1", "Token F1", "%", "Overlap in words with the accepted answer, over answerable questions."),
    FigureColumn(
        "retrieval_hit_rate",
        "Retrieval hits",
        "%",
        "Answerable questions with a known document where a passage given to the arm, from that document, holds an "
        "accepted answer.",
    ),
    FigureColumn("refusal_recall", "Refusal recall", "%", "Unanswerable questions that the arm refused to answer."),
    FigureColumn("false_refusal_rate", "False refusals", "%", "Answerable questions that it refused; lower is better."),
    FigureColumn("latency_ms_p50", "Latency p50", "ms", "Half of the answers took at most this long."),
    FigureColumn("latency_ms_p95", "Latency p95", "ms", "95 of 100 answers took at most this long."),
    FigureColumn("failed", "Failed", "", "Questions on which the arm stopped with an error; they count as wrong."),
    FigureColumn("n", "Questions", "", "Questions put to the arm."),
)


@dataclass(frozen=True)
class Verdict:
    """Whether an answer is right, as a word and as the style that goes with it."""

    word: str
    style: Literal["right", "partly", "wrong"]


def render_html(run: EvaluationRun) -> str:
    """The run as a standalone page: figures per arm, by tag, and every question with its answers and sources."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"figure": format_figure, "verdict": judge}
    return environment.get_template(TEMPLATE).render(
        run=run,
        rows=_rows_of(run),
        by_tag=figures_by_tag(run),
        columns=FIGURE_COLUMNS,
        labels=ARM_LABELS,
        mark=mark_evidence,
        elsewhere=evidence_elsewhere,
    )


def format_figure(figures: ArmFigures, column: FigureColumn) -> str:
    """A figure in its column's unit, without the unit; "not measured" where there is none."""
    value = getattr(figures, column.key)
    if value is None or not math.isfinite(value):
        return "not measured"
    return f"{100 * value:.1f}" if column.unit == "%" else f"{value:,.0f}"


def judge(result: QuestionResult) -> Verdict:
    """Right on an exact match or a due refusal, partly right on a common word, else wrong."""
    if result.error:
        return Verdict("Failed", "wrong")
    if result.answer.refused:
        return (
            Verdict("Right: refused", "right") if result.question.unanswerable else Verdict("Wrong: refused", "wrong")
        )
    if result.exact_match == 1:
        return Verdict("Right", "right")
    return Verdict("Partly right", "partly") if result.f1 > 0 else Verdict("Wrong", "wrong")


def mark_evidence(passage: Passage, evidence: Sequence[Evidence]) -> list[tuple[str, bool]]:
    """The passage's text in pieces, each with whether it is evidence; together the pieces are the text."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted(_span_within(passage, entry) for entry in evidence if _lies_in(entry, passage)):
        if end > at:
            pieces += [(passage.text[at:start], False), (passage.text[max(at, start) : end], True)]
            at = end
    pieces.append((passage.text[at:], False))
    return [(text, marked) for text, marked in pieces if text]


def evidence_elsewhere(evidence: Sequence[Evidence], sources: Sequence[RankedPassage]) -> list[Evidence]:
    """The evidence that lies in none of the sources, such as that found after an answer without passages."""
    return [entry for entry in evidence if not any(_lies_in(entry, source.passage) for source in sources)]


def _lies_in(evidence: Evidence, passage: Passage) -> bool:
    return evidence.document == passage.document and evidence.start < passage.end and evidence.end > passage.start


def _span_within(passage: Passage, evidence: Evidence) -> tuple[int, int]:
    return max(evidence.start, passage.start) - passage.start, min(evidence.end, passage.end) - passage.start


def _rows_of(run: EvaluationRun) -> list[tuple[QuestionResult, ...]]:
    """The results of one question each, an arm a cell."""
    width = max(len(run.figures), 1)
    return [run.results[at : at + width] for at in range(0, len(run.results), width)]
