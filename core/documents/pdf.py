"""Reads PDF (.pdf) page by page. No OCR: a scanned page has no text here, and a note says so.

A passage should read as prose: lines that a page breaks within a sentence are joined again, words that it hyphenates
too, and lines that return on most pages (titles and page numbers in the margin) are left out.
Tables become rows, by `pdf_tables`; headings are told by size or number, by `pdf_headings`. A damaged page is left out.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from core.documents.extraction import ReadText, TextBuilder
from core.documents.pdf_headings import find_large_lines, merge_headings
from core.documents.pdf_pages import page_notes, read_pages
from core.documents.pdf_tables import with_table_rows
from core.settings import Limits

MARGIN_LINES = 2
"""Lines at the top and at the bottom of a page that may be its margin."""

PAGE_NUMBER = re.compile(r"\b(page|seite|página|pagina|p\.)\s*\d|\d+\s*(/|of)\s*\d+\s*$|^\W*\d+\W*$", re.IGNORECASE)

FULL_LINE = 0.75
"""Share of the usual line length from which a line was broken for want of room, so that its sentence goes on."""


def read_pdf(path: Path, limits: Limits) -> ReadText:
    """The text of a PDF with its pages and numbered headings.

    Raises `UnreadableDocument` when it has a password, `LimitReached` when it has too many pages.
    """
    builder = TextBuilder(limits)
    pages = read_pages(path, limits)
    texts = without_margins([page.text for page in pages])
    width = usual_width(texts)
    for number, (text, page) in enumerate(zip(texts, pages, strict=True), start=1):
        builder.add_page(number, with_table_rows(join_lines(text, width), page.layout))
    read = builder.build()
    large = find_large_lines(read.text, read.pages, [page.sizes for page in pages])
    headings = merge_headings(large, read.text)
    return ReadText(read.text, pages=read.pages, headings=headings, notes=page_notes(pages))


def without_margins(pages: Sequence[str]) -> list[str]:
    """Pages without the first and last lines that return on three pages and more than half of all.

    Page numbers count as the same line.

    >>> without_margins([f"Manual\\nPage {number}\\n{number}. Step" for number in (1, 2, 3)])
    ['1. Step', '2. Step', '3. Step']
    """
    split = [[line.rstrip() for line in page.strip().split("\n")] for page in pages]
    counts = Counter(shape for lines in split for shape in {_shape(lines[at]) for at in _margin(lines)})
    returning = {shape for shape, count in counts.items() if count >= 3 and count > len(pages) / 2}
    kept = []
    for lines in split:
        dropped = {at for at in _margin(lines) if _shape(lines[at]) in returning}
        kept.append("\n".join(line for at, line in enumerate(lines) if at not in dropped))
    return kept


def usual_width(pages: Sequence[str]) -> int:
    """Characters in a line of prose: half of all text stands in lines at least this long.

    >>> usual_width(["6 m\\n9 m\\nThe station stands in the garden.", "12 m"])
    33
    """
    lengths = sorted((len(line) for page in pages for line in page.split("\n")), reverse=True)
    half = sum(lengths) / 2
    return next((length for length, above in zip(lengths, accumulate(lengths), strict=True) if above >= half), 0)


def join_lines(text: str, width: int) -> str:
    """Undo line breaks and hyphens within a sentence: after a line of about this width, and before a small letter.

    >>> join_lines("The light blinks and con-\\nverts. It is\\ngreen.\\nNext", width=25)
    'The light blinks and converts. It is green.\\nNext'
    """
    lines = text.split("\n")
    joined = [lines[0]]
    for before, line in zip(lines, lines[1:], strict=False):
        small = bool(re.match(r"[a-zà-ÿ]", line))
        if small and re.search(r"[^\W\d_]-$", before):
            joined[-1] = joined[-1][:-1]
            joined.append(line)
        elif (
            before
            and line
            and not before.endswith((".", "!", "?", ":", ";"))
            and (small or len(before) >= width * FULL_LINE)
        ):
            joined += [" ", line]
        else:
            joined += ["\n", line]
    return "".join(joined)


def _margin(lines: Sequence[str]) -> set[int]:
    last = len(lines)
    return {at for at in range(last) if at < MARGIN_LINES or at >= last - MARGIN_LINES}


def _shape(line: str) -> str:
    """A line as it is compared between pages: page numbers are all the same, other numbers are not."""
    return re.sub(r"\d+", "0", line.strip()) if PAGE_NUMBER.search(line) else line.strip()
