"""Finds tables on a PDF page and turns their cells, which a PDF holds as loose pieces of text, into rows again. Pure.

It reads the page's layout (text with spaces where they stand on the page), and takes for a table what has three columns
or more with a gutter between them. Of two columns the second has to be short throughout, else it may be text set in
two columns.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from core.documents.rows import table_lines

Rows = list[list[str]]
FEWEST_COLUMNS, FEWEST_ROWS = 3, 3
SHORT = 24
"""Characters of a cell that no line of running text is as short as, line after line."""
GAP = re.compile(r"\S {2,}\S|^ {8,}\S")
"""What a line of a table shows: room between two cells, or an empty first cell."""


def with_table_rows(text: str, layout: str) -> str:
    """The page's text, with the cells of each table in its layout replaced by lines `Column: value; …`.

    >>> with_table_rows("See:\\nCode\\nMeaning\\nDo\\nE1\\nCold\\nWait\\nE2\\nHot\\nRun", '''
    ... Code  Meaning  Do
    ... E1    Cold     Wait
    ... E2    Hot      Run''')
    'See:\\nCode: E1; Meaning: Cold; Do: Wait\\nCode: E2; Meaning: Hot; Do: Run'
    """
    for rows in find_tables(layout):
        cells = [cell for row in rows for cell in row]
        # Column names that return on every page may be gone, all or the first of them, with the pages' margins.
        spans = (_find_without_spaces(text, "".join(cells[gone:])) for gone in range(len(rows[0]) + 1))
        if span := next(filter(None, spans), None):
            before, after = text[: span[0]].rstrip(), text[span[1] :].lstrip()
            text = "\n".join(filter(None, [before, *table_lines(rows), after]))
    return text


def find_tables(layout: str) -> Iterator[Rows]:
    """The tables of a layout, each as rows of cells; a cell that was wrapped into several lines is one again."""
    run: list[str] = []
    for line, after in pairwise([*layout.split("\n"), "", ""]):
        if GAP.search(line):
            run.append(line)
            continue
        if run and not line.strip() and GAP.search(after):  # rows that stand apart, or stand apart from their names
            continue
        rows = _merge_wrapped(_cut_at_gutters(run))
        if len(rows) >= FEWEST_ROWS and (len(rows[0]) >= FEWEST_COLUMNS or _is_narrow_list(rows)):
            yield rows
        run = []


def _is_narrow_list(rows: Rows) -> bool:
    return len(rows[0]) == 2 and all(0 < len(row[1]) <= SHORT for row in rows)


def _cut_at_gutters(lines: Sequence[str]) -> Rows:
    """Cells of lines, cut where two or more character columns are blank in all of them."""
    width = max(map(len, lines), default=0)
    padded = [line.ljust(width) for line in lines]
    ink = "".join(" " if all(line[at] == " " for line in padded) else "x" for at in range(width))
    columns = [match.span() for match in re.finditer(r"x+(?: x+)*", ink)]
    return [[line[start:end].strip() for start, end in columns] for line in padded]


def _merge_wrapped(rows: Rows) -> Rows:
    """Rows, with one that has no first cell taken for the rest of the row above."""
    merged: Rows = []
    for row in rows:
        if merged and not row[0]:
            merged[-1] = [f"{above} {below}".strip() for above, below in zip(merged[-1], row, strict=True)]
        else:
            merged.append(row)
    return merged


def _find_without_spaces(text: str, wanted: str) -> tuple[int, int] | None:
    """Where `wanted` lies in `text`, spaces and newlines not counted; None unless it is there exactly once."""
    positions = [at for at, character in enumerate(text) if not character.isspace()]
    squashed = "".join(text[at] for at in positions)
    wanted = "".join(wanted.split())
    if not wanted or squashed.count(wanted) != 1:
        return None
    start = squashed.index(wanted)
    return positions[start], positions[start + len(wanted) - 1] + 1
