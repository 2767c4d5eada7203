"""Finds the headings of a PDF, which marks none: lines set larger than the text around them, and numbered lines.

It knows sizes, not bold type: a heading in the size of its text is found only where it has a number.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby

from core.documents.extraction import clean_text
from core.documents.headings import LONGEST_HEADING, numbered_headings
from core.records import Heading, Page

LineSizes = list[tuple[str, float]]
"""Pieces of a page's text in order, each with its size on the page in points."""

LARGER = 1.12
"""Times the size of the usual text from which a line is a heading."""

MOST_LEVELS = 4


def size_recorder(sizes: LineSizes) -> Callable[..., None]:
    """A visitor for pypdf's `extract_text` that appends each piece of text with its size to `sizes`."""

    def record(text: str, cm: Sequence[float], tm: Sequence[float], font: object, size: float | None) -> None:
        if text and text.strip():
            sizes.append((text, round(abs((size or 0) * tm[3] * cm[3]), 1)))

    return record


def find_large_lines(text: str, pages: Sequence[Page], sizes: Sequence[LineSizes]) -> list[Heading]:
    """Lines of `text` that were set larger than most of it, each once, the largest size as level 1."""
    usual = _usual_size(sizes)
    found: list[tuple[Heading, float]] = []
    for page, pieces in zip(pages, sizes, strict=True):
        at = page.start
        for size, group in groupby(pieces, key=lambda piece: piece[1]):
            if not usual or size < usual * LARGER:
                continue
            wanted = " ".join(clean_text("".join(piece for piece, _ in group)).split())
            start = _find_line(text, wanted, at, page.end)
            if start is not None:
                found.append((Heading(wanted, start), size))
                at = start + len(wanted)
    levels = {size: level for level, size in enumerate(sorted({size for _, size in found}, reverse=True), start=1)}
    return [Heading(each.text, each.start, min(levels[size], MOST_LEVELS)) for each, size in found]


def merge_headings(large: Sequence[Heading], text: str) -> tuple[Heading, ...]:
    """Large lines and numbered ones by position. A numbered line that is not large lies below those that are."""
    deepest = max((heading.level for heading in large), default=0)
    known = {heading.start for heading in large}
    numbered = [
        Heading(each.text, each.start, deepest + each.level)
        for each in numbered_headings(text)
        if each.start not in known
    ]
    return tuple(sorted([*large, *numbered], key=lambda heading: heading.start))


def _usual_size(sizes: Sequence[LineSizes]) -> float:
    """The size of most characters."""
    counts: Counter[float] = Counter()
    for pieces in sizes:
        for text, size in pieces:
            counts[size] += len(text.strip())
    return max(counts, key=lambda size: counts[size], default=0.0)


def _find_line(text: str, wanted: str, start: int, end: int) -> int | None:
    """Where `wanted` stands as a line of its own; None where it does not, and for what is no heading."""
    if not 2 <= len(wanted) <= LONGEST_HEADING or not any(map(str.isalpha, wanted)):
        return None
    at = text.find(wanted, start, end)
    while at >= 0:
        if text[at - 1 : at] in ("", "\n") and text[at + len(wanted) : at + len(wanted) + 1] in ("", "\n"):
            return at
        at = text.find(wanted, at + 1, end)
    return None
