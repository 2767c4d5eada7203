"""An evaluation run -> one HTML page that needs nothing else: no network, no script, light and dark.

Prepares what `report.html.jinja` shows; all texts are escaped there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jinja2 import Environment
from markupsafe import Markup

from core.answering.answerer import ARM_LABELS
from core.measuring.charts import run_charts
from core.measuring.evaluation import ArmFigures, EvaluationRun, QuestionResult
from core.measuring.experiments.finding import Finding
from core.measuring.exposure import EXPOSURES
from core.measuring.figure_columns import columns_with_figures, format_figure, format_interval
from core.measuring.figures import differences
from core.measuring.svg import draw_svg
from core.records import Evidence, Passage, RankedPassage
from core.templates import template_environment

TEMPLATE = "report.html.jinja"


@dataclass(frozen=True)
class Verdict:
    """Whether an answer is right, as a word and as the style that goes with it."""

    word: str
    style: Literal["right", "partly", "wrong"]


def render_html(run: EvaluationRun, findings: Sequence[Finding] = ()) -> str:
    """The run as a standalone page: charts, figures per arm and by tag, every question with its answers, and findings.

    `findings` are those of experiments to take along.
    """
    return (
        page_environment()
        .get_template(TEMPLATE)
        .render(
            run=run,
            findings=findings,
            rows=run.rows,
            by_tag=_tags_in_order(run),
            columns=columns_with_figures(run.figures),
            differences=differences(run.results, "right"),
            charts=run_charts(run),
            labels=ARM_LABELS,
            mark=mark_evidence,
            elsewhere=evidence_elsewhere,
        )
    )


def page_environment() -> Environment:
    """Templates of this room, with every text escaped but for charts, which escape their own."""
    environment = template_environment(Path(__file__).parent, True)
    environment.filters |= {
        "figure": format_figure,
        "interval": format_interval,
        "verdict": judge,
        "svg": lambda chart: Markup(draw_svg(chart)),
    }
    return environment


def _tags_in_order(run: EvaluationRun) -> dict[str, tuple[ArmFigures, ...]]:
    """What an adapter has seen first, then the question set's own tags."""
    first = [tag for tag in EXPOSURES if tag in run.by_tag]
    return {tag: run.by_tag[tag] for tag in [*first, *(tag for tag in run.by_tag if tag not in first)]}


def judge(result: QuestionResult) -> Verdict:
    """Right on an exact match or a due refusal, partly right on a common word, else wrong."""
    if result.error:
        return Verdict("Failed", "wrong")
    if result.answer.refused:
        return (
            Verdict("Right: refused", "right") if result.question.unanswerable else Verdict("Wrong: refused", "wrong")
        )
    if result.right:
        return Verdict("Right", "right")
    return Verdict("Partly right", "partly") if (result.scores.get("f1") or 0) > 0 else Verdict("Wrong", "wrong")


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
