"""Reads tables in text (.csv .tsv): finds the delimiter, names each value by its column."""

import csv
import io
from collections import Counter
from itertools import islice
from pathlib import Path

from core.documents.extraction import ReadText, TextBuilder
from core.documents.plain import decode_text
from core.documents.rows import numbered_lines
from core.errors import UnreadableDocument
from core.settings import Limits

DELIMITERS = ",;\t|"
LOOKED_AT = 50
"""Rows from which the delimiter is told."""


def read_delimited(path: Path, limits: Limits) -> ReadText:
    """The rows of a CSV or TSV file, one line each."""
    text = decode_text(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n")
    builder = TextBuilder(limits)
    try:
        builder.add_rows(numbered_lines(csv.reader(io.StringIO(text), delimiter=find_delimiter(text))))
    except csv.Error as error:
        raise UnreadableDocument(f"it is no table that can be read ({error}). Export it as CSV again.") from error
    return builder.build("table")


def find_delimiter(text: str) -> str:
    """The delimiter that cuts most of the first rows into one and the same number of columns, two or more.

    >>> find_delimiter("part;price\\nWP-LB9;61,50\\nWP-LB7;48,00")
    ';'
    """

    def regularity(delimiter: str) -> tuple[int, int]:
        rows = islice(csv.reader(io.StringIO(text), delimiter=delimiter), LOOKED_AT)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, count = max(widths.items(), key=lambda item: item[1], default=(0, 0))
        return count, width

    return max(DELIMITERS, key=regularity)
