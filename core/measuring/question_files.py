"""A file of questions -> evaluation questions, and back: JSON Lines, CSV, and SQuAD's JSON (1.1 and 2.0).

CSV: a row of column names, of which `question` is needed; `answers` (or `answer`; several separated by ` | `),
`source`, `unanswerable` (true or false) and `tags` may follow. Whatever cannot be used is refused with its place.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from core.errors import UnusableInput
from core.records import EvaluationQuestion
from core.settings import Limits
from core.tuning.pairs import parse_questions

FORMATS = ("jsonl", "csv", "json")
SEPARATOR = "|"
YES, NO = ("true", "yes", "1"), ("false", "no", "0", "")


def parse_question_file(content: bytes, name: str, limits: Limits | None = None) -> tuple[EvaluationQuestion, ...]:
    """Questions of an upload called `name`, by its suffix. Raises `UnusableInput` saying where and what is missing."""
    limits = limits or Limits()
    if len(content) > limits.file_bytes:
        raise UnusableInput(f"{name} is larger than {limits.file_bytes / 1_000_000:,.0f} MB. Split the file.")
    suffix = name.lower().rpartition(".")[2]
    if suffix == "csv":
        rows: Iterable[Mapping[str, Any]] = _csv_rows(content, name)
    elif suffix == "json":
        rows = _squad_rows(content, name)
    else:
        return parse_questions(content, name, limits)
    # One door for all formats: what a question needs is checked there, a line of JSON Lines for each row.
    return parse_questions("\n".join(json.dumps(row) for row in rows), name, limits)


def write_question_lines(questions: Iterable[EvaluationQuestion]) -> str:
    """JSON Lines that `parse_questions` reads back unchanged."""
    rows = ({key: value for key, value in asdict(question).items() if value} for question in questions)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _csv_rows(content: bytes, name: str) -> Iterator[dict[str, Any]]:
    text = _decode(content, name)
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text.split("\n", 1)[0], ",;\t")
    except csv.Error:
        dialect = csv.excel
    reader = csv.DictReader(io.StringIO(text, newline=""), dialect=dialect)
    columns = [(column or "").strip().lower() for column in reader.fieldnames or []]
    if "question" not in columns:
        raise UnusableInput(
            f"{name}: there is no column “question” in the first line. Name the columns question, answers."
        )
    reader.fieldnames = columns
    try:
        for number, row in enumerate(reader, start=1):
            yield _csv_row(row, f"{name}, row {number}")
    except csv.Error as error:
        raise UnusableInput(f"{name}: not CSV ({error}). Save the table as CSV again.") from error


def _csv_row(row: Mapping[Any, Any], place: str) -> dict[str, Any]:
    cells = {key: value.strip() for key, value in row.items() if isinstance(key, str) and isinstance(value, str)}
    unanswerable = cells.get("unanswerable", "").lower()
    if unanswerable not in YES + NO:
        raise UnusableInput(f"{place}: “unanswerable” is {unanswerable!r}; it must be true or false.")
    return {
        "question": cells.get("question", ""),
        "answers": [*_split(cells.get("answer", "")), *_split(cells.get("answers", ""))],
        "source": cells.get("source", ""),
        "unanswerable": unanswerable in YES,
        "tags": _split(cells.get("tags", "")),
    }


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(SEPARATOR) if part.strip()]


def _squad_rows(content: bytes, name: str) -> list[dict[str, Any]]:
    """Source of the form: rajpurkar.github.io/SQuAD-explorer. A title is kept as the question's document."""
    try:
        articles = json.loads(_decode(content, name))["data"]
        return [
            {
                "question": asked["question"],
                "answers": [] if asked.get("is_impossible") else [each["text"] for each in asked["answers"]],
                "source": article.get("title", ""),
                "unanswerable": bool(asked.get("is_impossible", False)),
            }
            for article in articles
            for paragraph in article["paragraphs"]
            for asked in paragraph["qas"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnusableInput(
            f"{name}: not a question set in SQuAD's form (data, paragraphs, qas, question, answers). "
            "Use that form, or JSON Lines or CSV."
        ) from error


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableInput(f"{name}: not UTF-8 text. Save the file with the encoding UTF-8.") from error
