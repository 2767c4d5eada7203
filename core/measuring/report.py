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
from core.measuring.evaluation import ArmFigures, EvaluationRun, QuestionResult, figures_by_tag
from core.measuring.report_page import render_html
from core.records import Evidence, Passage

__all__ = ["render_csv", "render_html", "render_json", "write_report"]

CSV_COLUMNS = (
    "question", "answers", "unanswerable", "arm", "answer", "refused", "confidence", "exact_match", "f1", "hit",
    "latency_ms", "sources", "tags", "error",
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
    """The run as JSON: `computed`, `cancelled`, `arms`, `by_tag` and `questions`; what was not measured is null."""
    content = {
        "computed": run.computed,
        "cancelled": run.cancelled,
        "arms": _figures_by_name(run.figures),
        "by_tag": {tag: _figures_by_name(figures) for tag, figures in figures_by_tag(run).items()},
        "questions": [_question_entry(result) for result in run.results],
    }
    return json.dumps(_without_nan(content), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def render_csv(run: EvaluationRun) -> str:
    """One row per question and arm. No cell can start a formula when a spreadsheet opens it (see `_safe_cell`).

    Starts with a byte order mark: without it Excel does not read the file as UTF-8.
    """
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(CSV_COLUMNS)
    writer.writerows([_safe_cell(cell) for cell in _csv_row(result)] for result in run.results)
    return "\ufeff" + stream.getvalue()


def _figures_by_name(figures: tuple[ArmFigures, ...]) -> dict[str, dict[str, object]]:
    return {entry.arm: {key: value for key, value in asdict(entry).items() if key != "arm"} for entry in figures}


def _question_entry(result: QuestionResult) -> dict[str, object]:
    answer = result.answer
    return {
        "question": result.question.question,
        "answers": list(result.answers),
        "unanswerable": result.question.unanswerable,
        "tags": list(result.question.tags),
        "arm": result.arm,
        "answer": answer.text,
        "refused": answer.refused,
        "confidence": answer.confidence,
        "exact_match": result.exact_match,
        "f1": result.f1,
        "hit": result.hit,
        "seconds": answer.seconds,
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
    latency = round(1000 * sum(answer.seconds.values()), 3) if answer.seconds else None
    return (
        question.question, " | ".join(question.answers), question.unanswerable, result.arm, answer.text,
        answer.refused, answer.confidence, result.exact_match, result.f1, result.hit,
        latency, " | ".join(places), " | ".join(question.tags), result.error,
    )  # fmt: skip


def _safe_cell(cell: object) -> object:
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
