"""Where in its document a position lies: page, path of headings, rows. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from core.records import Document, Heading

BETWEEN = " > "


class Places:
    """Answers for the positions of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._paths = heading_paths(document.headings)
        self._row_starts = [start for _, start in document.rows]

    def page(self, start: int) -> int | None:
        """The page that holds a position; None where the format has none."""
        pages = self._document.pages
        at = bisect_right(pages, start, key=lambda page: page.start)
        return pages[at - 1].number if at else None

    def heading(self, start: int, end: int) -> str:
        """The path of headings above a span; empty before the first.

        A span that begins with several headings is about the last of them.
        """
        headings, text = self._document.headings, self._document.text
        at = bisect_right(headings, start, key=lambda heading: heading.start)
        if not at:
            return ""
        while at < len(headings) and headings[at].start < end:
            above = headings[at - 1]
            between = text[max(start, above.start) : headings[at].start].lstrip("# ").rstrip("# =-\n")
            if between.strip() not in ("", above.text):
                break
            at += 1
        return self._paths[at - 1]

    def rows(self, start: int, end: int) -> tuple[int, int] | None:
        """Numbers of the first and the last row that a span of a table touches; None in prose."""
        if not self._row_starts:
            return None
        first = max(bisect_right(self._row_starts, start) - 1, 0)
        last = max(bisect_left(self._row_starts, end) - 1, first)
        return self._document.rows[first][0], self._document.rows[last][0]


def heading_paths(headings: Iterable[Heading]) -> list[str]:
    """For each heading its path: every heading above it that it belongs to, and itself.

    >>> heading_paths([Heading("Handbook", 0, 1), Heading("Leave", 9, 2), Heading("Parental leave", 15, 3)])
    ['Handbook', 'Handbook > Leave', 'Handbook > Leave > Parental leave']
    """
    above: list[Heading] = []
    paths = []
    for heading in headings:
        above = [each for each in above if each.level < heading.level] + [heading]
        paths.append(BETWEEN.join(each.text for each in above))
    return paths
