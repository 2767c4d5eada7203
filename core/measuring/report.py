"""An evaluation run -> JSON, CSV and a standalone HTML page, as text or as files. Computes no figure of its own."""

import csv
import io
import json
import math
import os
from dataclasses import asdict
from pathlib import Path
from uuid import uuid4

from core.errors import AppError
from core.measuring.evaluation import ArmFigures, EvaluationRun, QuestionResult
from core.measuring.figures import Difference, differences
from core.measuring.metrics import METRICS
from core.measuring.report_page import render_html
from core.records import Evidence, Passage

__all__ = ["render_csv", "render_html", "render_json", "write_report"]

CSV_COLUMNS = (
    "question", "answers", "unanswerable", "arm", "answer", "refused", "confidence", *(each.key for each in METRICS),
    "latency_ms", "tokens", "sources", "tags", "error",
)  # fmt: skip


def write_report(run: EvaluationRun, folder: Path) -> None:
    """Write `results.json`, `results.csv` and `report.html` into `folder`, which is made if need be.

    Each file is replaced in one step: a reader sees the old one or the new one, never half.
    Raises `AppError` when the folder cannot be written to.
    """
    files = {"results.json": render_json(run), "results.csv": render_csv(run), "report.html": render_html(run)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            _replace_file(folder / name, text)
    except OSError as error:
        raise AppError(
            f"The report could not be written to {folder} ({error.strerror}). Choose another folder."
        ) from error


def render_json(run: EvaluationRun) -> str:
    """The run as JSON, what was not measured as null.

    `computed`, `cancelled`, `settings`, `costs`; `arms` and `by_tag`: figures; `differences`: between arms, paired, by
    metric; `questions`: every answer with its scores.
    """
    content = {
        "computed": run.computed,
        "cancelled": run.cancelled,
        "settings": run.settings,
        "costs": run.costs,
        "arms": _figures_by_name(run.figures),
        "by_tag": {tag: _figures_by_name(figures) for tag, figures in run.by_tag.items()},
        "differences": {
            metric.key: [_difference_entry(each) for each in differences(run.results, metric.key)] for metric in METRICS
        },
        "questions": [_question_entry(result) for result in run.results],
    }
    return json.dumps(_without_nan(content), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def render_csv(run: EvaluationRun) -> str:
    """One row per question and arm. No cell can start a formula when a spreadsheet opens it (see `safe_cell`).

    Starts with a byte order mark: without it Excel does not read the file as UTF-8.
    """
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(CSV_COLUMNS)
    writer.writerows([safe_cell(cell) for cell in _csv_row(result)] for result in run.results)
    return "\ufeff" + stream.getvalue()


def _figures_by_name(figures: tuple[ArmFigures, ...]) -> dict[str, dict[str, object]]:
    return {entry.arm: _figures_entry(entry) for entry in figures}


def _figures_entry(figures: ArmFigures) -> dict[str, object]:
    """Each metric's mean under its key; the intervals, and over how many questions, beside them."""
    latency, measured = figures.latency_ms, {key: each for key, each in figures.metrics.items() if each}
    return {
        **{metric.key: figures.value(metric.key) for metric in METRICS},
        "latency_ms_p50": latency.p50 if latency else None,
        "latency_ms_p95": latency.p95 if latency else None,
        "n": figures.n,
        "failed": figures.failed,
        "intervals": {key: [each.low, each.high] for key, each in measured.items()},
        "counts": {key: each.n for key, each in measured.items()},
        "stage_ms": {stage: asdict(each) for stage, each in figures.stage_ms.items()},
        "tokens": figures.tokens,
        "memory_mb": figures.memory_mb,
    }


def _difference_entry(difference: Difference) -> dict[str, object]:
    return {"first": difference.first, "second": difference.second, **asdict(difference.estimate)}


def _question_entry(result: QuestionResult) -> dict[str, object]:
    """`exact_match` and `f1` of an unanswerable question say whether it was refused, as in SQuAD 2.0."""
    answer, right, overlap = result.answer, result.scores.get("right"), result.scores.get("f1")
    hit = result.scores.get("retrieval_hit_rate")
    return {
        "question": result.question.question,
        "answers": list(result.answers),
        "source": result.question.source,
        "unanswerable": result.question.unanswerable,
        "tags": list(result.question.tags),
        "arm": result.arm,
        "answer": answer.text,
        "refused": answer.refused,
        "confidence": answer.confidence,
        "exact_match": right,
        "f1": right if overlap is None else overlap,
        "hit": None if hit is None else bool(hit),
        "scores": result.scores,
        "seconds": answer.seconds,
        "tokens": answer.tokens,
        "note": answer.note,
        "error": result.error,
        "sources": [_span_entry(source.passage) for source in answer.sources],
        "evidence": [
            _span_entry(evidence) | {"probability": evidence.probability, "used": evidence.used}
            for evidence in answer.evidence
        ],
    }


def _span_entry(span: Passage | Evidence) -> dict[str, object]:
    return {"document": span.document, "start": span.start, "end": span.end, "text": span.text, "page": span.page}


def _csv_row(result: QuestionResult) -> tuple[object, ...]:
    """The cells in the order of `CSV_COLUMNS`."""
    question, answer = result.question, result.answer
    places = (f"{source.passage.document} {source.passage.start}-{source.passage.end}" for source in answer.sources)
    latency = None if result.latency_ms is None else round(result.latency_ms, 3)
    return (
        question.question, " | ".join(question.answers), question.unanswerable, result.arm, answer.text,
        answer.refused, answer.confidence, *(result.scores.get(each.key) for each in METRICS),
        latency, answer.tokens, " | ".join(places), " | ".join(question.tags), result.error,
    )  # fmt: skip


def safe_cell(cell: object) -> object:
    """The cell, with a leading apostrophe where a spreadsheet could take it for a formula (OWASP, CSV injection)."""
    if isinstance(cell, float) and not math.isfinite(cell):
        return None
    if isinstance(cell, str) and (
        cell.startswith(("\t", "\r", "\n")) or cell.lstrip().startswith(("=", "+", "-", "@"))
    ):
        return f"'{cell}"
    return cell


def _without_nan(value: object) -> object:
    """The same structure with null for NaN and infinity, which JSON does not have."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _without_nan(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_without_nan(entry) for entry in value]
    return value


def _replace_file(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        # "replace": half a character in a document must not cost the report.
        temporary.write_bytes(text.encode("utf-8", errors="replace"))
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
