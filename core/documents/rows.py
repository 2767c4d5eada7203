"""Rows of a table -> lines that can be read alone: `Column: value; Column: value`. Pure; knows no file format."""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence

Cells = Sequence[object]
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
    """Lines of a table, lazily. Title lines above the columns stay as they are; blank rows are left out.

    The first row that fills two cells names the columns, unless it holds a number; then they are `Column 1`, …

    >>> list(table_lines([["Prices 2025"], ["Part", "Price"], ["WP-LB9", 61.0]]))
    ['Prices 2025', 'Part: WP-LB9; Price: 61']
    """
    rows = (row for row in ([cell_text(cell) for cell in cells] for cells in table) if any(row))
    titles: list[list[str]] = []
    for row in rows:
        if sum(map(bool, row)) > 1:
            yield from (" ".join(filter(None, title)) for title in titles)
            yield from _named_rows(row, rows)
            return
        titles.append(row)
    if titles:
        yield from _named_rows(titles[0], iter(titles[1:]))


def _named_rows(first: list[str], others: Iterator[list[str]]) -> Iterator[str]:
    if any(NUMBER.fullmatch(cell) for cell in first if cell):
        yield row_line([], first)
        yield from (row_line([], row) for row in others)
        return
    second = next(others, None)
    if second is None:
        yield "; ".join(filter(None, first))
        return
    yield row_line(first, second)
    yield from (row_line(first, row) for row in others)
