"""A passage as HTML with its evidence marked to the character. Every character of a document is escaped here.

Three kinds of marks, told apart by their line and their label as well as by colour. What supports an answer and what
contradicts it is highlighted; what a model copied without the verifier finding it to be right is only underlined.
"""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from core.answering.marking import marked_runs
from core.records import Document, Evidence, Passage
from core.ui.places import describe_passage_place

CHARACTERS_AROUND = 1500
CLASSES = {"contradicts": "rt rt-against", "supports": "rt rt-for", "copied": "rt"}
LABELS = {"contradicts": "≠", "supports": "", "copied": ""}
MEANINGS = {
    "contradicts": "This contradicts the answer.",
    "supports": "This supports the answer.",
    "copied": "The model copied this; it was not found to support the answer.",
}


def draw_passage(passage: Passage, evidence: Sequence[Evidence], number: int) -> None:
    st.html(mark_passage(passage, evidence, number))


def mark_passage(passage: Passage, evidence: Sequence[Evidence], number: int) -> str:
    """The passage's text, with what lies in it of the evidence in `<mark>` labelled with the source's number."""
    parts = []
    for stance, text in marked_runs(passage, evidence):
        if stance:
            label = f"<sup>[{number}]{LABELS[stance]}</sup>"
            parts.append(f'<mark class="{CLASSES[stance]}" title="{MEANINGS[stance]}">{escape(text)}{label}</mark>')
        else:
            parts.append(escape(text))
    return f'<p class="rt-source">{"".join(parts)}</p>'


def describe_place(passage: Passage) -> str:
    """Document, page or rows, and heading, escaped."""
    place = describe_passage_place(passage)
    return f"<b>{escape(passage.document)}</b>{', ' if place else ''}{place}"


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
