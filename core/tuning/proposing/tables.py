"""Text -> the tables in it, as their readers write them: a line a row, `Column: value; Column: value`. Pure.

It does not judge what a table means, except that one whose first row was taken for its column names is left out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

COLUMN = re.compile(r"([^\s:;][^:;\n]{0,60}): ")
FIELD_ENDS = ("; ", " | ")
"""What stands between the cells of a row; the second where a text was written so by hand."""
LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True)
class Cell:
    """A value under its column; `start` and `end` are its place in the text."""

    column: str
    text: str
    start: int
    end: int


Row = tuple[Cell, ...]


def find_tables(text: str) -> list[list[Row]]:
    """Rows that follow one another under the same first column, at least two together.

    >>> [[cell.text for cell in row] for row in find_tables("Part: A1; Price: 6\\nPart: B2; Price: 9; 8 in bulk")[0]]
    [['A1', '6'], ['B2', '9; 8 in bulk']]
    """
    tables = []
    for column, rows in groupby(_lines(text), lambda row: row[0].column if row else ""):
        together = list(rows)
        if column and len(together) > 1 and not _is_misread(together):
            tables.append(together)
    return tables


def _lines(text: str) -> Iterator[Row]:
    """Each line as a row, empty where it is none."""
    for line in LINE.finditer(text):
        row = read_row(line[0], line.start())
        yield row if len(row) > 1 else ()


def read_row(line: str, offset: int = 0) -> Row:
    """The cells of a line; what no column stands before belongs to the value in front of it.

    >>> [cell.text for cell in read_row("Part: A1 | Price: 6")]
    ['A1', '6']
    """
    between = next((mark for mark in FIELD_ENDS if mark in line), "")
    fields = line.split(between) if between else []
    if not fields or not COLUMN.match(fields[0]):
        return ()
    cells: list[Cell] = []
    at = 0
    for field in fields:
        start, end = at, at + len(field)
        at = end + len(between)
        if match := COLUMN.match(field):
            cells.append(Cell(match[1], field[match.end() :], offset + start + match.end(), offset + end))
        else:
            last = cells.pop()
            cells.append(Cell(last.column, line[last.start - offset : end], last.start, offset + end))
    return tuple(cells)


def _is_misread(rows: Iterable[Row]) -> bool:
    """Whether the name of the first column looks like what stands under it: then it was a row, too."""
    return all(shape_of(row[0].column) == shape_of(row[0].text) and re.search(r"\d", row[0].column) for row in rows)


def shape_of(text: str) -> str:
    """Digits and letters by kind.

    >>> shape_of("E52"), shape_of("60 m"), shape_of("Own memory")
    ('a9', '9 a', 'a a')
    """
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d[\d.,]*", "9", text))
