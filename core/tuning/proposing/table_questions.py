"""Rows of a table -> a question for each value: `What is the price in euros of Linnet 2?`. English.

A row is called by its first column that tells all rows apart, or by its name and code together. Values that are no
fact to learn (yes, no, a dash) and rows that cannot be told apart give none. A table that lists its things as columns
and what is said of them as rows is read that way round.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from core.tuning.proposing.proposal import Proposal
from core.tuning.proposing.table_wordings import PERIOD, ask_for_holder, ask_for_value, is_phrase
from core.tuning.proposing.tables import Cell, Row, shape_of

NO_FACT = re.compile(r"(?:yes|no|true|false|n/?a|none|-|–|—|\?|x|✓)?\.?", re.IGNORECASE)
CODE = re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z\d][A-Z\d./-]*|[\d.,]+")
LONGEST_ANSWER = 90
MOST_NAME_COLUMNS = 3
MOSTLY = 0.7
"""Share of the rows that a name has to tell apart; those that share one are told apart by their code."""
PHRASES = 1 / 3
"""Where this share of the rows are called by phrases, all are treated so."""
ALIKE_ACROSS, TIMES_DOWN = 0.6, 1.3
"""How much alike values have to be along a row, and how much more than down a column, for a table on its side."""
LONGEST_NAME_WORDS = 4
"""Words that the names in a column have on average, at most: longer ones are explanations."""
ROLES = re.compile(r"(?:role|position|job|job title|function)", re.IGNORECASE)


def ask_table(rows: Sequence[Row]) -> list[Proposal]:
    """A proposal for each value of the table that can be asked for."""
    return list(_ask_by_column(rows) if _lists_things_as_columns(rows) else _ask_by_row(rows))


def _ask_by_row(rows: Sequence[Row]) -> Iterator[Proposal]:
    key = _naming_column(rows)
    names = _names(rows, key)
    loose = sum(is_phrase(name, key) for name in names) > PHRASES * len(names)
    holders = Counter(cell.text for row in rows for cell in row if ROLES.fullmatch(cell.column))
    for row, name in zip(rows, names, strict=True):
        if not name:
            continue
        for cell in row:
            if cell.column != key and _is_fact(cell) and not re.search(rf"\b{re.escape(cell.text)}\b", name):
                yield _proposal(ask_for_value(cell.column, name, key, cell.text, loose), cell)
            wordings = ask_for_holder(cell.text) if ROLES.fullmatch(cell.column) and holders[cell.text] == 1 else ()
            if wordings:
                yield _proposal(wordings, next(each for each in row if each.column == key))


def _ask_by_column(rows: Sequence[Row]) -> Iterator[Proposal]:
    for row in rows:
        for cell in row[1:]:
            if _is_fact(cell):
                yield _proposal(ask_for_value(row[0].text, cell.column, "", cell.text), cell)


def _proposal(wordings: Sequence[str], cell: Cell) -> Proposal:
    return Proposal(wordings[0], cell.text, cell.start, cell.end, "table", tuple(wordings[1:]))


def _is_fact(cell: Cell) -> bool:
    return not NO_FACT.fullmatch(cell.text) and len(cell.text) <= LONGEST_ANSWER


def _naming_column(rows: Sequence[Row]) -> str:
    """A year where there is one; else the first column, of words or at least of names, that tells rows apart."""
    columns = [cell.column for cell in rows[0][:MOST_NAME_COLUMNS]]
    values = {name: [cell.text for row in rows for cell in row if cell.column == name] for name in columns}
    apart = [name for name in columns if len(set(values[name])) >= MOSTLY * len(rows)]
    periods = [name for name in apart if PERIOD.fullmatch(name)]
    first = [name for name in apart if name == columns[0] and not _are_codes(values[name])]
    named = [name for name in apart if _are_names(values[name])]
    return next(iter(periods or first or named or apart or columns))


def _are_codes(values: Sequence[str]) -> bool:
    return sum(bool(CODE.fullmatch(value)) for value in values) >= len(values) / 2


def _are_names(values: Sequence[str]) -> bool:
    return not _are_codes(values) and sum(len(value.split()) for value in values) <= LONGEST_NAME_WORDS * len(values)


def _names(rows: Sequence[Row], key: str) -> list[str]:
    """What each row is called; empty where it cannot be told from another."""
    plain = [next((cell.text for cell in row if cell.column == key), "") for row in rows]
    often = Counter(plain)
    codes = [next((cell.text for cell in row if CODE.fullmatch(cell.text)), "") for row in rows]
    full = [name if often[name] == 1 else f"{name} ({code})" for name, code in zip(plain, codes, strict=True)]
    often = Counter(full)
    return [name if often[name] == 1 and name.strip(" ()") else "" for name in full]


def _lists_things_as_columns(rows: Sequence[Row]) -> bool:
    """Whether values are more alike along the rows than down the columns, as in `Property: Weight; A: 4 g; B: 6 g`."""
    if len(rows[0]) < 3:
        return False
    across = [_share_alike([cell.text for cell in row[1:]]) for row in rows]
    columns = [cell.column for cell in rows[0][1:]]
    down = [_share_alike([cell.text for row in rows for cell in row if cell.column == name]) for name in columns]
    mean_across, mean_down = sum(across) / len(across), sum(down) / len(down)
    return mean_across >= ALIKE_ACROSS and mean_across > TIMES_DOWN * mean_down


def _share_alike(values: Sequence[str]) -> float:
    """The share of the commonest shape."""
    return Counter(map(shape_of, values)).most_common(1)[0][1] / len(values) if values else 0.0
