"""Reads SQLite databases (.sqlite .sqlite3 .db): every table's rows, with the names of their columns.

The file is opened read-only and as unchanging, and may do nothing but read its plain tables: views, triggers and
virtual tables, which run what the file's maker wrote, are left out, and so are binary values.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from core.documents.extraction import ReadText, TextBuilder
from core.documents.rows import cell_text, row_line
from core.errors import UnreadableDocument
from core.settings import Limits

LONGEST_VALUE = 1_000_000
"""Bytes that one value may have; a longer one counts as damage."""

ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_TRANSACTION}


def read_database(path: Path, limits: Limits) -> ReadText:
    """The rows of every plain table, one line each; the table's name is their heading."""
    builder = TextBuilder(limits)
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            _restrict(database)
            for table in _plain_tables(database, builder):
                _add_table(database, table, builder)
    except sqlite3.Error as error:
        raise UnreadableDocument(f"its database is damaged ({error}). Export its tables as CSV.") from error
    return builder.build("table")


def _restrict(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    database.text_factory = lambda content: content.decode(errors="replace")
    database.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY)


def _plain_tables(database: sqlite3.Connection, builder: TextBuilder) -> list[str]:
    found = database.execute("SELECT name, type, sql FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY rowid")
    plain = []
    for name, kind, sql in found.fetchall():
        if kind == "view" or str(sql).upper().startswith("CREATE VIRTUAL"):
            builder.notes.append(f"Its {'view' if kind == 'view' else 'virtual table'} “{name}” was left out.")
        elif not name.startswith("sqlite_"):
            plain.append(name)
    return plain


def _add_table(database: sqlite3.Connection, table: str, builder: TextBuilder) -> None:
    """The rows up to where the file is damaged, if it is."""
    quoted = table.replace('"', '""')
    rows = database.execute(f'SELECT * FROM "{quoted}"')
    columns = [column[0] for column in rows.description]

    def lines() -> Iterator[tuple[int, str]]:
        try:
            for number, row in enumerate(rows, start=1):
                if line := row_line(columns, ["" if isinstance(value, bytes) else cell_text(value) for value in row]):
                    yield number, line
        except sqlite3.Error as error:
            builder.notes.append(f"Its table “{table}” is damaged ({error}): rows are missing.")

    builder.add_rows(lines(), heading=table)
