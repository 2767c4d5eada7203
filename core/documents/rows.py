"""Rows of a table -> lines that can be read alone: `Column: value; Column: value`. Pure; knows no file format."""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

Cells = Sequence[object]
MOST_TITLES = 10
_Row = tuple[int, list[str]]
NUMBER = re.compile(r"[-+€$£]?[\d.,' ]*\d ?[%€$£]?|\d{4}-\d\d-\d\d.*")


def cell_text(value: object) -> str:
    """A cell as text on one line.

    >>> [cell_text(value) for value in (None, 3.0, 0.1 + 0.2, True, " two\\nlines ")]
    ['', '3', '0.3', 'true', 'two lines']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return " ".join(str(value).split())


def row_line(columns: Sequence[str], cells: Sequence[str]) -> str:
    """One row with its column names, empty cells left out.

    >>> row_line(["Part", "Price", ""], ["WP-LB9", "", "new"])
    'Part: WP-LB9; Column 3: new'
    """
    names = [*columns, *[""] * (len(cells) - len(columns))]
    named = ((name or f"Column {at}", cell) for at, (name, cell) in enumerate(zip(names, cells, strict=False), start=1))
    return "; ".join(f"{name}: {cell}" for name, cell in named if cell)


def table_lines(table: Iterable[Cells]) -> Iterator[str]:
    """The lines of `numbered_lines` without their numbers.

    >>> list(table_lines([["Prices 2025"], ["Part", "Price"], ["WP-LB9", 61.0]]))
    ['Prices 2025', 'Part: WP-LB9; Price: 61']
    """
    return (line for _, line in numbered_lines(table))


def numbered_lines(table: Iterable[Cells]) -> Iterator[tuple[int, str]]:
    """Lines of a table with the number of their row, from 1, lazily. Blank rows are left out, but count.

    Title lines above the columns, ten at most, stay as they are; more are a table of one column. The first row that
    fills two cells names the columns, unless it holds a number; then they are `Column 1`, …

    >>> list(numbered_lines([["Part", "Price"], [], ["WP-LB9", 61.0]]))
    [(3, 'Part: WP-LB9; Price: 61')]
    """
    texts = enumerate(([cell_text(cell) for cell in cells] for cells in table), start=1)
    rows = ((number, row) for number, row in texts if any(row))
    titles: list[_Row] = []
    for number, row in rows:
        if sum(map(bool, row)) > 1:
            yield from ((at, " ".join(filter(None, title))) for at, title in titles)
            yield from _named_rows((number, row), rows)
            return
        titles.append((number, row))
        if len(titles) > MOST_TITLES:
            break
    if titles:
        yield from _named_rows(titles[0], chain(titles[1:], rows))


def _named_rows(first: _Row, others: Iterator[_Row]) -> Iterator[tuple[int, str]]:
    number, columns = first
    if any(NUMBER.fullmatch(cell) for cell in columns if cell):
        yield number, row_line([], columns)
        yield from ((number, row_line([], row)) for number, row in others)
        return
    second = next(others, None)
    if second is None:
        yield number, "; ".join(filter(None, columns))
        return
    yield from ((number, row_line(columns, row)) for number, row in chain([second], others))
