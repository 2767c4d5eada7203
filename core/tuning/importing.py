"""A file of any of the usual forms -> training pairs: CSV, JSON and JSON Lines; plain, Alpaca, OpenAI chat, ShareGPT.

First the rows with their columns, so that a user can say which column is which where the names do not tell; then pairs.
A row that cannot be used is refused with its place and the reason, and then nothing is taken.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.documents.delimited import find_delimiter
from core.documents.plain import decode_text
from core.errors import AppError, UnusableInput
from core.records import TrainingPair
from core.settings import Limits
from core.tuning.pair_forms import FORMS, fields_of, form_of
from core.tuning.pairs import pair_from_fields

DEFAULT_LIMITS = Limits()
SEPARATOR = "|"
LISTS = ("paraphrases", "tags", "answers")
"""Fields that hold several texts, in a table separated by `|`."""
NAMES: dict[str, tuple[str, ...]] = {
    "question": ("question", "prompt", "instruction", "query", "input", "frage", "q"),
    "answer": ("answer", "answers", "response", "output", "completion", "reply", "target", "antwort", "a"),
    "source": ("source", "document", "file"),
    "passage": ("passage", "context"),
    "paraphrases": ("paraphrases", "wordings"),
    "tags": ("tags", "labels"),
    "origin": ("origin",),
}
"""Each field of a pair, and what its column is usually called."""
NEEDED = ("question", "answer")


@dataclass(frozen=True)
class PairFile:
    """The rows of a file with the place of each; `form` as a user would call it, empty where it has to be mapped."""

    name: str
    rows: tuple[tuple[str, dict[str, Any]], ...]
    form: str
    columns: tuple[str, ...] = field(default=())


def read_pair_file(content: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> PairFile:
    """Rows of an upload called `name`. Raises `UnusableInput` where it holds none, or is no such file."""
    if len(content) > limits.file_bytes:
        raise UnusableInput(f"{name} is larger than {limits.file_bytes / 1_000_000:,.0f} MB. Split the file.")
    try:
        text = decode_text(content)
    except AppError as error:
        raise UnusableInput(f"{name}: {error}") from error
    rows = tuple(_rows(text, name))
    if not rows:
        raise UnusableInput(f"{name} is empty. It must hold questions with their answers.")
    if len(rows) > limits.rows:
        raise UnusableInput(f"{name} has {len(rows):,} rows; at most {limits.rows:,} are allowed. Split the file.")
    columns = tuple(dict.fromkeys(key for _, row in rows[:100] for key in row))
    form = form_of(rows[0][1])
    known = all(guess_columns(columns).get(needed) for needed in NEEDED)
    return PairFile(name, rows, FORMS[form] if form else "questions and answers" if known else "", columns)


def guess_columns(columns: Sequence[str]) -> dict[str, str]:
    """Field of a pair -> the column that is called like it.

    >>> guess_columns(["Prompt", "Response", "Date"])
    {'question': 'Prompt', 'answer': 'Response'}
    """
    by_name = {column.strip().casefold(): column for column in reversed(columns)}
    found = {key: next((by_name[name] for name in names if name in by_name), "") for key, names in NAMES.items()}
    return {key: column for key, column in found.items() if column}


def make_pairs(file: PairFile, columns: Mapping[str, str] | None = None) -> tuple[TrainingPair, ...]:
    """Pairs of all rows. `columns`: field -> column, where the user has mapped them.

    Raises `UnusableInput` naming the first row that cannot be used, and how many more there are.
    """
    mapping = columns or guess_columns(file.columns)
    pairs: list[TrainingPair] = []
    refused: list[str] = []
    for place, row in file.rows:
        try:
            pairs += [pair_from_fields(fields, place) for fields in _fields(row, mapping)]
        except ValueError as error:
            refused.append(f"{place}: {error}")
        except UnusableInput as error:
            refused.append(str(error))
    if refused:
        more = f" {len(refused) - 1:,} more rows cannot be used either." if len(refused) > 1 else ""
        raise UnusableInput(f"{refused[0]}{more} Nothing was taken from the file.")
    return tuple(pairs)


def _fields(row: Mapping[str, Any], mapping: Mapping[str, str]) -> list[dict[str, Any]]:
    if form_of(row):
        return fields_of(row)
    fields: dict[str, Any] = {key: row[column] for key, column in mapping.items() if row.get(column) is not None}
    if isinstance(fields.get("answer"), list):
        fields["answers"] = fields.pop("answer")
    for key in LISTS:
        if isinstance(fields.get(key), str):
            fields[key] = [part.strip() for part in fields[key].split(SEPARATOR) if part.strip()]
    unanswerable = {"unanswerable": row["unanswerable"]} if isinstance(row.get("unanswerable"), bool) else {}
    return [
        {key: str(value) if isinstance(value, int | float) else value for key, value in fields.items()} | unanswerable
    ]


def _rows(text: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    suffix = name.lower().rpartition(".")[2]
    if suffix in ("csv", "tsv", "tab", "txt"):
        yield from _table_rows(text, name)
    elif suffix == "json" and not _is_lines(text):
        yield from _json_rows(text, name)
    else:
        yield from _line_rows(text, name)


def _is_lines(text: str) -> bool:
    """Whether each line is an object of its own, whatever the file is called."""
    first = text.lstrip().split("\n", 1)[0].strip()
    return first.startswith("{") and first.endswith("}") and "\n{" in text.strip()


def _table_rows(text: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows counted as a spreadsheet counts them: the names of the columns are row 1."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=find_delimiter(text))
    try:
        columns = [column.strip() for column in next(reader, [])]
        for number, cells in enumerate(reader, start=2):
            if any(cell.strip() for cell in cells):
                yield f"{name}, row {number}", {key: cell for key, cell in zip(columns, cells, strict=False) if key}
    except csv.Error as error:
        raise UnusableInput(f"{name}: not CSV ({error}). Save the table as CSV again.") from error


def _line_rows(text: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    # Only a line feed ends a row: U+2028 and its like may stand inside a JSON text.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            place = f"{name}, line {number}"
            yield place, _object(_parse(line, f"{place}: not JSON. Each line must be one complete JSON object."), place)


def _json_rows(text: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a list, which may be the only list of an object, such as `{"data": […]}`."""
    if not text.strip():
        return
    read = _parse(text, f"{name}: not JSON. Save it again, or use JSON Lines: one object a line.")
    if isinstance(read, dict):
        lists = [value for value in read.values() if isinstance(value, list)]
        read = [read] if form_of(read) or not lists else lists[0]
    if not isinstance(read, list):
        raise UnusableInput(f"{name}: must hold a list of objects with questions and answers.")
    for number, each in enumerate(read, start=1):
        yield f"{name}, entry {number}", _object(each, f"{name}, entry {number}")


def _parse(text: str, reason: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnusableInput(reason) from error


def _object(value: object, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UnusableInput(f"{place}: must be a JSON object with a question and an answer, in curly brackets.")
    return value
