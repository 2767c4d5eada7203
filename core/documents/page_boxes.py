"""Characters of a page's text -> boxes on the picture of the page. Pure.

The text of a document is not the page's own: lines were joined, hyphens taken out, margins left out and tables turned
into rows. So a span is found again by its letters and digits alone: as a whole, or in pieces of whole words where a
table tore it apart. Of several places the one with the same letters around it is taken, else the one that is nearest to
what else stands in its line. What is not on the page gets no box.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.documents.page_pictures import Box, PagePicture

CONTEXT = 60
"""Letters before and after that tell one place from another."""
ENOUGH_CONTEXT = 4
SAME_LINE = 0.5
"""Share of its height by which a character must overlap a line to belong to it."""
WIDEST_GAP = 2.5
"""Gap within a line of words, in heights of a character: more is another column."""


@dataclass(frozen=True)
class _Letters:
    """The letters and digits of a text, small, the position of each in it, and which begin and end a word."""

    text: str
    positions: tuple[int, ...]

    @cached_property
    def starts(self) -> frozenset[int]:
        return frozenset(at for at in range(len(self.text)) if at == 0 or self._apart(at - 1))

    @cached_property
    def ends(self) -> frozenset[int]:
        return frozenset(at + 1 for at in range(len(self.text)) if at + 1 == len(self.text) or self._apart(at))

    def _apart(self, at: int) -> bool:
        return self.positions[at + 1] - self.positions[at] > 1

    def places(self, piece: str) -> list[int]:
        """Where a piece stands as whole words."""
        found, place = [], self.text.find(piece)
        while place >= 0:
            if place in self.starts and place + len(piece) in self.ends:
                found.append(place)
            place = self.text.find(piece, place + 1)
        return found


def find_boxes(page_text: str, start: int, end: int, picture: PagePicture) -> list[Box]:
    """Boxes, one a line, over the characters `start` to `end` of a page's text; none where they are not found."""
    wanted, page = letters_of(page_text), letters_of(picture.text)
    first = sum(at < start for at in wanted.positions)
    last = sum(at < end for at in wanted.positions)
    anchor = _anchor(page_text, start, page)
    found = sorted({page.positions[at] for at in _find(wanted, first, last, page, anchor)})
    return _lines([box for at in found if _has_area(box := picture.boxes[at])])


def letters_of(text: str) -> _Letters:
    """The letters of a text, ligatures and other forms of a letter as the letter itself."""
    pairs = [
        (letter, at)
        for at, character in enumerate(text)
        for letter in unicodedata.normalize("NFKC", character).casefold()
        if letter.isalnum()
    ]
    return _Letters("".join(letter for letter, _ in pairs), tuple(at for _, at in pairs))


def _anchor(page_text: str, start: int, page: _Letters) -> int | None:
    """Where on the page stands what is found only once of the line, a table's row perhaps, that holds the span."""
    line_start = page_text.rfind("\n", 0, start) + 1
    line = page_text[line_start:].split("\n", 1)[0]
    cells = (letters_of(cell).text for cell in re.split(r"; |: ", line))
    once = (places[0] for cell in cells if cell and len(places := page.places(cell)) == 1)
    return next(once, None) if "; " in line else None


def _find(wanted: _Letters, first: int, last: int, page: _Letters, anchor: int | None) -> Iterator[int]:
    """Letters of the page that letters `first` to `last` of the text are, in longest pieces of whole words."""
    ends = [at for at in sorted(wanted.ends | {last}) if first < at <= last]
    at = first
    while at < last:
        ahead = [end for end in ends if end > at]
        most = bisect_left(ahead, True, key=lambda end: wanted.text[at:end] not in page.text)
        end = next((end for end in reversed(ahead[:most]) if page.places(wanted.text[at:end])), None)
        if end is None:
            at = ahead[0]
            continue
        place = _best_place(wanted, at, end, page, anchor)
        yield from range(place, place + end - at)
        at = end


def _best_place(wanted: _Letters, at: int, end: int, page: _Letters, anchor: int | None) -> int:
    before, after = wanted.text[max(0, at - CONTEXT) : at], wanted.text[end : end + CONTEXT]
    near = anchor if anchor is not None else round(at / len(wanted.text) * len(page.text))

    def likeness(place: int) -> tuple[int, int]:
        around = _common(before[::-1], page.text[max(0, place - CONTEXT) : place][::-1])
        around += _common(after, page.text[place + end - at : place + end - at + CONTEXT])
        return around if around >= ENOUGH_CONTEXT else 0, -abs(place - near)

    return max(page.places(wanted.text[at:end]), key=likeness)


def _common(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _has_area(box: Box) -> bool:
    return box[0] < box[2] and box[1] < box[3]


def _lines(boxes: Sequence[Box]) -> list[Box]:
    """Boxes of characters, in order, joined to one for each line and column."""
    lines: list[Box] = []
    for box in boxes:
        if lines and _continues(lines[-1], box):
            left, top, right, bottom = lines[-1]
            lines[-1] = (min(left, box[0]), min(top, box[1]), max(right, box[2]), max(bottom, box[3]))
        else:
            lines.append(box)
    return lines


def _continues(line: Box, box: Box) -> bool:
    overlap = min(line[3], box[3]) - max(line[1], box[1])
    height = max(line[3] - line[1], box[3] - box[1])
    gap = max(box[0] - line[2], line[0] - box[2])
    return overlap > SAME_LINE * min(line[3] - line[1], box[3] - box[1]) and gap < WIDEST_GAP * height
