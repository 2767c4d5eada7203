"""A passage as HTML with its evidence marked to the character. Every character of a document is escaped here.

Three kinds of marks, told apart by their line and their label as well as by colour: what supports an answer, what
contradicts it, and what a model copied without the verifier finding it to be right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from itertools import groupby

import streamlit as st

from core.records import Document, Evidence, Passage
from core.ui.places import describe_passage_place

CHARACTERS_AROUND = 1500
STANCES = ("contradicts", "supports", "copied")
"""What a character is marked as where evidence overlaps: the first of these."""
CLASSES = {"contradicts": "rt rt-against", "supports": "rt rt-for", "copied": "rt"}
LABELS = {"contradicts": "≠", "supports": "", "copied": ""}
MEANINGS = {
    "contradicts": "This contradicts the answer.",
    "supports": "This supports the answer.",
    "copied": "The model copied this.",
}


def draw_passage(passage: Passage, evidence: Sequence[Evidence], number: int) -> None:
    st.html(mark_passage(passage, evidence, number))


def mark_passage(passage: Passage, evidence: Sequence[Evidence], number: int) -> str:
    """The passage's text, with what lies in it of the evidence in `<mark>` labelled with the source's number."""
    parts = []
    for stance, text in _runs(passage, evidence):
        if stance:
            label = f"<sup>[{number}]{LABELS[stance]}</sup>"
            parts.append(f'<mark class="{CLASSES[stance]}" title="{MEANINGS[stance]}">{escape(text)}{label}</mark>')
        else:
            parts.append(escape(text))
    return f'<p class="rt-source">{"".join(parts)}</p>'


def _runs(passage: Passage, evidence: Sequence[Evidence]) -> Iterator[tuple[str, str]]:
    """The passage's text in pieces of one stance each, "" where nothing is marked."""
    stances = [""] * len(passage.text)
    for stance in reversed(STANCES):
        for start, end in _spans_within(passage, [each for each in evidence if each.stance == stance]):
            stances[start:end] = [stance] * (end - start)
    at = 0
    for stance, characters in groupby(stances):
        length = len(list(characters))
        yield stance, passage.text[at : at + length]
        at += length


def describe_place(passage: Passage) -> str:
    """Document, page or rows, and heading, escaped."""
    place = describe_passage_place(passage)
    return f"<b>{escape(passage.document)}</b>{', ' if place else ''}{place}"


def holds_evidence(passage: Passage, evidence: Sequence[Evidence]) -> bool:
    return bool(_spans_within(passage, evidence))


def _spans_within(passage: Passage, evidence: Sequence[Evidence]) -> list[tuple[int, int]]:
    """Offsets in the passage, in order; evidence of an overlapping passage counts too."""
    here = [each for each in evidence if each.document == passage.document]
    cut = [(max(each.start, passage.start), min(each.end, passage.end)) for each in here]
    return sorted((a - passage.start, b - passage.start) for a, b in cut if a < b)


def around_html(document: Document, passage: Passage, evidence: Sequence[Evidence], number: int) -> str:
    """The passage within what stands before and after it in its document, folded away until it is opened.

    Empty where the document has been replaced since: the passage is no longer in it.
    """
    if document.text[passage.start : passage.end] != passage.text:
        return ""
    start = max(0, passage.start - CHARACTERS_AROUND)
    end = min(len(document.text), passage.end + CHARACTERS_AROUND)
    stretch = replace(passage, start=start, end=end, text=document.text[start:end])
    share = f"characters {start:,} to {end:,} of {len(document.text):,}"
    body = mark_passage(stretch, evidence, number)
    return f'<details class="rt-around"><summary>Read on in the document ({share})</summary>{body}</details>'
