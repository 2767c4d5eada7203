"""Reads PowerPoint (.pptx) with python-pptx: each slide a page under its title, with its tables and speaker's notes.

Left out: pictures, charts and diagrams, hidden slides, and text that only the slide's master shows.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from core.documents.extraction import ReadText, TextBuilder
from core.documents.rows import numbered_lines
from core.records import Page
from core.settings import Limits

DEEPEST_GROUP = 20


def read_slides(path: Path, limits: Limits) -> ReadText:
    """The text of every visible slide, from top to bottom, left to right."""
    from pptx import Presentation

    builder = TextBuilder(limits)
    for number, slide in enumerate(Presentation(str(path)).slides, start=1):
        if slide.element.get("show") == "0":
            builder.notes.append(f"Its hidden slide {number} was left out.")
            continue
        start = len_with_gap(builder)
        _add_slide(slide, builder)
        builder.pages.append(Page(number, min(start, builder.length), builder.length))
    return builder.build()


def len_with_gap(builder: TextBuilder) -> int:
    """Where the next block of a text will start."""
    return builder.length + 2 if builder.length else 0


def _add_slide(slide: Any, builder: TextBuilder) -> None:
    title = slide.shapes.title
    if title is not None:
        builder.add_heading(title.text_frame.text)
    for shape in sorted(_shapes(slide.shapes), key=lambda shape: (shape.top or 0, shape.left or 0)):
        if title is not None and shape.shape_id == title.shape_id:
            continue
        if shape.has_text_frame:
            _add_paragraphs(shape.text_frame.paragraphs, builder)
        elif getattr(shape, "has_table", False):
            builder.add_rows(numbered_lines([cell.text for cell in row.cells] for row in shape.table.rows))
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        notes = slide.notes_slide.notes_text_frame.text.strip()
        builder.add_block(f"Speaker’s notes: {notes}" if notes else "")


def _add_paragraphs(paragraphs: Iterable[Any], builder: TextBuilder) -> None:
    gap = "\n\n"
    for paragraph in paragraphs:
        if text := paragraph.text.strip():
            builder.add_block(f"{'  ' * paragraph.level}{text}", gap)
            gap = "\n"


def _shapes(shapes: Iterable[Any], depth: int = 0) -> Iterator[Any]:
    """All shapes, those inside groups included."""
    for shape in shapes:
        if hasattr(shape, "shapes") and depth < DEEPEST_GROUP:
            yield from _shapes(shape.shapes, depth + 1)
        else:
            yield shape
