"""Reads records (.json .jsonl): each object a row of `field: value`, what is nested with dotted names."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from core.documents.extraction import ReadText, TextBuilder
from core.documents.plain import decode_text
from core.documents.rows import cell_text, row_line
from core.errors import UnreadableDocument
from core.settings import Limits


def read_json(path: Path, limits: Limits) -> ReadText:
    """The records of a JSON file. In an object, each list of records is a table under the name of its field."""
    value = parse_json(decode_text(path.read_bytes()))
    builder = TextBuilder(limits)
    tables = {name: rows for name, rows in value.items() if _is_table(rows)} if isinstance(value, dict) else {}
    if tables and isinstance(value, dict):
        rest = {name: field for name, field in value.items() if name not in tables}
        builder.add_rows(_numbered([rest] if rest else []))
        for name, rows in tables.items():
            builder.add_rows(_numbered(rows), heading=name)
    else:
        builder.add_rows(_numbered(value if isinstance(value, list) else [value]))
    return builder.build("table")


def read_json_lines(path: Path, limits: Limits) -> ReadText:
    """The records of a JSON Lines file, one line each."""
    builder = TextBuilder(limits)
    lines = enumerate(decode_text(path.read_bytes()).split("\n"), start=1)
    filled = ((number, line) for number, line in lines if line.strip())
    builder.add_rows((number, record_line(parse_json(line, f" in line {number}"))) for number, line in filled)
    return builder.build("table")


def parse_json(text: str, place: str = "") -> object:
    """The value of a JSON text. Raises `UnreadableDocument` where it is none, or is nested too deeply."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise UnreadableDocument(f"it is no valid JSON{place} ({error}). Export it again.") from error
    except RecursionError as error:
        raise UnreadableDocument(f"its JSON is nested too deeply{place}. Flatten it.") from error


def record_line(record: object) -> str:
    """One record as a line.

    >>> record_line({"part": "WP-LB9", "fits": ["7S"], "price": {"euros": 61.0}})
    'part: WP-LB9; fits: 7S; price.euros: 61'
    """
    named = [(name, text) for name, text in _fields("", record) if text]
    return row_line([name for name, _ in named], [text for _, text in named])


def _numbered(records: Iterable[object]) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(map(record_line, records), start=1) if line)


def _fields(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, field in value.items():
            yield from _fields(f"{name}.{key}" if name else str(key), field)
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for number, item in enumerate(value, start=1):
            yield from _fields(f"{name} {number}".strip(), item)
    elif isinstance(value, list):
        yield name or "value", ", ".join(filter(None, map(cell_text, value)))
    else:
        yield name or "value", cell_text(value)


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)
