"""The text of a document as HTML with its passages drawn over it: where each begins, ends and overlaps the next.

Neighbours differ in shade, and each begins with its number, so that the cuts are seen without colour too. Every
character of a document is escaped here.
"""

from collections.abc import Sequence
from html import escape

import streamlit as st

from core.records import Passage
from core.ui.places import describe_passage_place

KEY = (
    '<p class="rt-cut rt-key"><span><span class="n">7</span>a passage begins</span>'
    '<span class="even">a passage</span><span class="odd">the next</span><span class="both">text in both</span></p>'
)


def draw_boundaries(text: str, passages: Sequence[Passage], first: int) -> None:
    """Draw the passages, in order, the first of them numbered `first`."""
    st.html(KEY)
    st.html(boundaries_html(text, passages, first))


def boundaries_html(text: str, passages: Sequence[Passage], first: int) -> str:
    """The text from the start of the first passage to the end of the last, cut at every start and end between."""
    cuts = sorted({at for passage in passages for at in (passage.start, passage.end)})
    starts = {passage.start: (number, passage) for number, passage in enumerate(passages, start=first)}
    parts = []
    place = ""
    for start, end in zip(cuts, cuts[1:], strict=False):
        if start in starts:
            number, passage = starts[start]
            here = describe_passage_place(passage)
            parts.append(f'<span class="place">{here}</span>' if here != place else "")
            parts.append(f'<span class="n" title="Passage {number}, {len(passage.text)} characters">{number}</span>')
            place = here
        shade = _shade([number for number, each in starts.values() if each.start <= start and end <= each.end])
        parts.append(f'<span class="{shade}">{escape(text[start:end])}</span>')
    return f'<div class="rt-cut" tabindex="0" role="group" aria-label="Passages">{"".join(parts)}</div>'


def _shade(numbers: Sequence[int]) -> str:
    if not numbers:
        return "gap"
    return "both" if len(numbers) > 1 else "even" if numbers[0] % 2 == 0 else "odd"
