"""Drawn pictures of retrieval, fine-tuning and RAFT: what happens once, before, and what happens at each question.

Inline SVG in the theme's own colours. `st.html` would strip it; a component of Streamlit's does not.
"""

from dataclasses import dataclass
from html import escape
from typing import Literal

import streamlit as st

Shape = Literal["sheets", "store", "step", "model", "text"]
WIDTH, HEIGHT = 532, 300
BOX_WIDTH, BOX_HEIGHT = 112, 62

STYLE = """
.wide { overflow-x: auto; }
svg { width: 100%; height: auto; min-width: 23rem; max-width: 44rem; display: block; margin: 0 auto;
  color: var(--st-text-color); font-family: var(--st-font); }
.lane { fill: var(--st-secondary-background-color); }
.lane-name { font-size: 15px; opacity: .85; }
.shape { fill: var(--st-background-color); stroke: currentColor; stroke-width: 1.5; }
.model { fill: #0f6b66; stroke: #0f6b66; } .model-name { fill: #ffffff; font-weight: 600; }
.name { font-size: 15px; text-anchor: middle; } text { fill: currentColor; }
.arrow { stroke: currentColor; stroke-width: 1.5; fill: none; } .tip { fill: currentColor; }
"""


@dataclass(frozen=True)
class Part:
    """A drawn thing: its shape, the centre of it, and one or two lines of text."""

    shape: Shape
    x: int
    y: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """Two lanes of parts with arrows between them, named by their numbers. `says` is the picture in words."""

    says: str
    parts: tuple[Part, ...]
    arrows: tuple[tuple[int, int], ...]


TOP, BOTTOM = 88, 232
COLUMNS = (72, 201, 330, 459)
_1, _2, _3, _4 = COLUMNS

RAG = Picture(
    "RAG. Before: documents are split into passages, and these go into an index. At each question: a search in the "
    "index finds passages, the untouched model reads them with the question, and answers with its sources.",
    (
        Part("sheets", _1, TOP, ("documents",)),
        Part("step", _2, TOP, ("split into", "passages")),
        Part("store", _3, TOP, ("index",)),
        Part("text", _1, BOTTOM, ("question",)),
        Part("step", _2, BOTTOM, ("search", "the index")),
        Part("model", _3, BOTTOM, ("untouched", "model reads")),
        Part("text", _4, BOTTOM, ("answer with", "its sources")),
    ),
    ((0, 1), (1, 2), (2, 4), (3, 4), (4, 5), (5, 6)),
)
TUNED = Picture(
    "Fine-tuning. Before: questions with answers are made from documents, and a training run makes an adapter of them. "
    "At each question: the model with its adapter answers from what it has learned, without reading anything.",
    (
        Part("sheets", _1, TOP, ("documents",)),
        Part("text", _2, TOP, ("questions", "and answers")),
        Part("step", _3, TOP, ("training", "(LoRA)")),
        Part("store", _4, TOP, ("adapter",)),
        Part("text", _1, BOTTOM, ("question",)),
        Part("model", _3, BOTTOM, ("model and", "adapter")),
        Part("text", _4, BOTTOM, ("answer,", "no source")),
    ),
    ((0, 1), (1, 2), (2, 3), (3, 5), (4, 5), (5, 6)),
)
RAFT = Picture(
    "RAFT. Before: questions are put together with the passage that answers them and with distractors from the "
    "index, and a training run makes an adapter. At each question: passages are searched, the model with its adapter "
    "reads them, and answers with its sources.",
    (
        Part("store", _1, TOP, ("index",)),
        Part("text", _2, TOP, ("question, right", "passage, others")),
        Part("step", _3, TOP, ("training", "(LoRA)")),
        Part("store", _4, TOP, ("adapter",)),
        Part("text", _1, BOTTOM, ("question",)),
        Part("step", _2, BOTTOM, ("search", "the index")),
        Part("model", _3, BOTTOM, ("model, adapter", "read")),
        Part("text", _4, BOTTOM, ("answer with", "its sources")),
    ),
    ((0, 1), (1, 2), (2, 3), (3, 6), (0, 5), (4, 5), (5, 6), (6, 7)),
)


def draw_svg(picture: Picture) -> str:
    """The picture as SVG, with its words for those who do not see it."""
    lanes = _lane(TOP, "Before, once") + _lane(BOTTOM, "At each question")
    arrows = "".join(_arrow(picture.parts[start], picture.parts[end]) for start, end in picture.arrows)
    parts = "".join(_shape(part) + _name(part) for part in picture.parts)
    tip = (
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">'
        '<path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>'
    )
    label = escape(picture.says)
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">{tip}{lanes}{arrows}{parts}</svg>'


def _lane(y: int, name: str) -> str:
    return (
        f'<rect class="lane" x="4" y="{y - 72}" width="{WIDTH - 8}" height="132" rx="10"/>'
        f'<text class="lane-name" x="18" y="{y - 48}">{name}</text>'
    )


def _shape(part: Part) -> str:
    left, top = part.x - BOX_WIDTH // 2, part.y - BOX_HEIGHT // 2 + 6
    box = f'x="{left}" y="{top}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}"'
    if part.shape == "sheets":
        behind = "".join(
            f'<rect class="shape" x="{left + at}" y="{top - at}" width="{BOX_WIDTH - 8}" height="{BOX_HEIGHT}" rx="3"/>'
            for at in (8, 4)
        )
        return (
            f'{behind}<rect class="shape" x="{left}" y="{top}" width="{BOX_WIDTH - 8}" height="{BOX_HEIGHT}" rx="3"/>'
        )
    if part.shape == "store":
        right, bottom, arc = left + BOX_WIDTH, top + BOX_HEIGHT, BOX_WIDTH // 2
        return (
            f'<path class="shape" d="M{left} {top + 8}V{bottom - 8}A{arc} 9 0 0 0 {right} {bottom - 8}V{top + 8}"/>'
            f'<ellipse class="shape" cx="{part.x}" cy="{top + 8}" rx="{arc}" ry="9"/>'
        )
    style, corner = ("shape model", 10) if part.shape == "model" else ("shape", 10 if part.shape == "step" else 2)
    dashes = ' stroke-dasharray="5 3"' if part.shape == "text" else ""
    return f'<rect class="{style}" {box} rx="{corner}"{dashes}/>'


def _name(part: Part) -> str:
    first = part.y + (12 if len(part.lines) == 1 else 3) + (4 if part.shape == "store" else 0)
    style = "name model-name" if part.shape == "model" else "name"
    x = part.x - 4 if part.shape == "sheets" else part.x
    return "".join(
        f'<text class="{style}" x="{x}" y="{first + 17 * at}">{escape(line)}</text>'
        for at, line in enumerate(part.lines)
    )


def _arrow(start: Part, end: Part) -> str:
    """Level within a lane; from the upper to the lower lane it leaves below and arrives above."""
    if start.y == end.y:
        half = BOX_WIDTH // 2 + 1
        return f'<path class="arrow" marker-end="url(#tip)" d="M{start.x + half} {start.y + 6}H{end.x - half}"/>'
    from_y, to_y = start.y + BOX_HEIGHT // 2 + 7, end.y - BOX_HEIGHT // 2 + 4
    middle = (from_y + to_y) // 2 - 8
    return f'<path class="arrow" marker-end="url(#tip)" d="M{start.x} {from_y}V{middle}H{end.x}V{to_y}"/>'


_MOUNT = {
    name: st.components.v2.component(
        f"process_picture_{name}", html=f'<div class="wide" tabindex="0">{draw_svg(picture)}</div>', css=STYLE
    )
    for name, picture in {"rag": RAG, "tuned": TUNED, "raft": RAFT}.items()
}


def draw_process(name: Literal["rag", "tuned", "raft"]) -> None:
    """The picture of one way."""
    _MOUNT[name](key=f"picture {name}")
