"""Finds numbered headings, `3. Booking` or `2.1 Fees`, in text whose format marks none. Pure.

It finds no headings without a number, and takes no line of a numbered list for one.
"""

import re
from collections.abc import Iterator

from core.records import Heading

NUMBERED = re.compile(r"\s{0,3}(?:\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2})+[.)]?)\s+[^\W\d_]")
LONGEST_HEADING = 80
SENTENCE_ENDS = (".", "!", "?", ":", ";", ",")


def numbered_headings(text: str) -> Iterator[Heading]:
    """Short numbered lines that are no sentence, follow the end of one, and have text below.

    >>> [heading.text for heading in numbered_headings("1. Purpose\\nIt covers trips.\\n2. Cars\\nBy rail.")]
    ['1. Purpose', '2. Cars']
    """
    lines = text.split("\n")
    start, before = 0, ""
    for at, line in enumerate(lines):
        below = next((other for other in lines[at + 1 : at + 3] if other.strip()), "")
        if (
            _may_be_heading(line)
            and (not before or before.endswith(SENTENCE_ENDS))
            and below
            and not NUMBERED.match(below)
        ):
            yield Heading(line.strip(), start, _depth(line))
        start, before = start + len(line) + 1, line.strip()


def _depth(line: str) -> int:
    """`2.1 Fees` lies two deep.

    >>> _depth("2.1 Fees"), _depth("3. Booking")
    (2, 1)
    """
    return len(re.findall(r"\d+", line.split()[0]))


def _may_be_heading(line: str) -> bool:
    line = line.rstrip()
    return len(line) <= LONGEST_HEADING and not line.endswith(SENTENCE_ENDS) and bool(NUMBERED.match(line))
