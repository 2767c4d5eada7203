"""What a reader of one format hands over, and the builder that keeps its offsets true.

Here is the seam of this room: a `Reader` turns the file at a path into `ReadText`. It does not name the document,
hash it or check what every format has in common; `reading` does.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from core.errors import LimitReached
from core.records import Heading, Page
from core.settings import Limits

INVISIBLE = "\u00ad\u200b\u2060-\u2064\ufeff\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f"
"""Soft hyphens, zero-width spaces, byte order marks, marks that turn the direction of writing, and tag characters, in
which whole sentences can be written that no reader sees."""

CONTROL = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff{INVISIBLE}]")
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\u00a0": " ", "\u202f": " "})


@dataclass(frozen=True)
class ReadText:
    """The text of a file, with the pages, headings and rows that its format knows, and what could not be read."""

    text: str
    kind: Literal["prose", "table"] = "prose"
    pages: tuple[Page, ...] = ()
    headings: tuple[Heading, ...] = ()
    rows: tuple[tuple[int, int], ...] = ()
    notes: tuple[str, ...] = ()


class Reader(Protocol):
    """Reads one format. Errors it raises are sentences without the file's name, which `reading` puts in front."""

    def __call__(self, path: Path, limits: Limits) -> ReadText: ...


def clean_text(text: str) -> str:
    """Text with newlines as \\n, without invisible characters, ligatures and no-break spaces.

    >>> clean_text("o\\ufb03ce\\r\\nE\\u00a017")
    'office\\nE 17'
    """
    text = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return CONTROL.sub("", text).translate(LIGATURES)


@dataclass
class TextBuilder:
    """Joins blocks into one text and notes where headings and pages lie in it."""

    limits: Limits
    parts: list[str] = field(default_factory=list)
    length: int = 0
    rows: list[tuple[int, int]] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add_block(self, block: str, gap: str = "\n\n") -> int:
        """Append a block, after `gap` unless it is the first; where it starts. A blank block adds nothing."""
        block = clean_text(block).strip()
        if not block:
            return self.length
        gap = gap if self.length else ""
        self.parts += [gap, block]
        self.length += len(gap) + len(block)
        if self.length > self.limits.characters:
            raise LimitReached(
                f"it holds more than {self.limits.characters:,} characters of text. Split it into smaller files."
            )
        return self.length - len(block)

    def add_heading(self, text: str, level: int = 1) -> None:
        """Append a heading as a block of its own."""
        text = " ".join(clean_text(text).split())
        if text:
            self.headings.append(Heading(text, self.add_block(text), level))

    def add_rows(self, numbered: Iterable[tuple[int, str]], heading: str = "") -> None:
        """Append a table, one line a row. `heading`, a sheet's name, holds from there and is not in the text."""
        gap = "\n\n"
        for number, line in numbered:
            if len(self.rows) == self.limits.rows:
                raise LimitReached(f"it has more than {self.limits.rows:,} table rows. Split it into smaller files.")
            start = self.add_block(line, gap)
            self.rows.append((number, start))
            if heading and gap == "\n\n":
                self.headings.append(Heading(heading, start))
            gap = "\n"

    def add_page(self, number: int, text: str) -> None:
        """Append a page; an empty one gets an empty span."""
        start = self.add_block(text)
        self.pages.append(Page(number, start, self.length))

    def build(self, kind: Literal["prose", "table"] = "prose") -> ReadText:
        """All that was added. Tables within prose are not numbered: nobody counts their rows."""
        rows = tuple(self.rows) if kind == "table" else ()
        return ReadText("".join(self.parts), kind, tuple(self.pages), tuple(self.headings), rows, tuple(self.notes))
