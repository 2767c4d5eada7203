"""A passage as HTML with its evidence marked to the character. Every character of a document is escaped here."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from core.records import Evidence, Passage, RankedPassage


def draw_passage(passage: Passage, evidence: Sequence[Evidence], number: int) -> None:
    st.html(mark_passage(passage, evidence, number))


def mark_passage(passage: Passage, evidence: Sequence[Evidence], number: int) -> str:
    """The passage's text, with what lies in it of the evidence in `<mark>` labelled with the source's number."""
    parts, at = [], 0
    for start, end in _spans_within(passage, evidence):
        parts.append(escape(passage.text[at:start]))
        parts.append(f'<mark class="rt">{escape(passage.text[start:end])}<sup>[{number}]</sup></mark>')
        at = end
    parts.append(escape(passage.text[at:]))
    return f'<p class="rt-source">{"".join(parts)}</p>'


def describe_place(passage: Passage) -> str:
    """Document, page and heading, escaped."""
    page = f", page {passage.page}" if passage.page else ""
    heading = f" · {escape(passage.heading)}" if passage.heading else ""
    return f"<b>{escape(passage.document)}</b>{page}{heading}"


def holds_evidence(passage: Passage, evidence: Sequence[Evidence]) -> bool:
    return bool(_spans_within(passage, evidence))


def _spans_within(passage: Passage, evidence: Sequence[Evidence]) -> list[tuple[int, int]]:
    """Offsets in the passage, in order and without overlaps; evidence of an overlapping passage counts too."""
    here = [each for each in evidence if each.document == passage.document]
    cut = [(max(each.start, passage.start), min(each.end, passage.end)) for each in here]
    joined: list[tuple[int, int]] = []
    for start, end in sorted((a - passage.start, b - passage.start) for a, b in cut if a < b):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def scores_html(source: RankedPassage) -> str:
    """Each score by its name, with its meaning on hover."""
    scores = {
        "dense": (source.dense, "Cosine similarity of question and passage vectors, -1 to 1"),
        "BM25": (source.bm25, "Keyword score, 0 or more; only comparable within one question"),
        "fused": (source.fused, "Reciprocal rank fusion of both rankings, k = 60"),
    }
    shown = " · ".join(
        f'<abbr title="{meaning}">{name}</abbr> {"not found" if score is None else f"{score:.3f}"}'
        for name, (score, meaning) in scores.items()
    )
    return f'<p class="rt-facts">{shown}</p>'
