"""The page of a PDF as a picture, with boxes over the exact words that are evidence; and the links that open it alone.

The boxes lie over the picture as HTML: they scale with it, and a label tells them apart without colour.
"""

import base64
from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st

from core.answering.marking import STANCES
from core.documents.page_boxes import find_boxes
from core.documents.page_pictures import Box, PagePicture
from core.records import Document, Evidence, Page, Passage
from core.ui.frame import as_text, errors_shown
from core.ui.source_view import CLASSES, LABELS, MEANINGS
from core.workspace import Workspace

MARGIN = 0.002
"""Room that a box leaves around its words, as a share of the page."""


def draw_page_of(workspace: Workspace, passage: Passage, evidence: Sequence[Evidence], number: int) -> None:
    """Every page that the passage's evidence lies on, or its first page. Raises as `Workspace.page_picture` does."""
    document = workspace.document(passage.document)
    if document is None:
        return
    here = _told_once(
        [each for each in evidence if each.document == document.name and _overlap(each, passage.start, passage.end)]
    )
    pages = [page for page in document.pages if any(_overlap(each, page.start, page.end) for each in here)]
    pages = pages or [page for page in document.pages if page.number == passage.page]
    for page in pages:
        picture = workspace.page_picture(document.name, page.number)
        st.html(page_html(document, page, picture, here, number))


def page_html(
    document: Document, page: Page, picture: PagePicture, evidence: Sequence[Evidence], number: int | None = None
) -> str:
    """The picture with a box for each line of evidence on the page, and a link that opens the page alone."""
    spoken = f"Page {page.number} of {document.name}"
    data = base64.b64encode(picture.png).decode()
    boxes = "".join(_boxes_html(document, page, picture, each, number) for each in evidence)
    image = f'<img src="data:image/png;base64,{data}" alt="{escape(spoken)}" width="{picture.width}">'
    link = f'<a href="Compare?{escape(page_query(document.name, page.number))}" target="_blank">{escape(spoken)}</a>'
    return f'<figure class="rt-page"><div>{image}{boxes}</div><figcaption>{link}</figcaption></figure>'


def page_query(document: str, number: int) -> str:
    """The end of an address that opens a page alone.

    >>> page_query("a b.pdf", 3)
    'document=a+b.pdf&page=3'
    """
    return urlencode({"document": document, "page": number})


def draw_linked_page(workspace: Workspace) -> None:
    """The page that the address asks for, if it does; the visitor's own documents only."""
    document = workspace.document(st.query_params.get("document", ""))
    number = st.query_params.get("page", "")
    page = next((each for each in document.pages if str(each.number) == number), None) if document else None
    if not document or not page or not workspace.has_page_pictures(document.name):
        return
    with st.container(border=True), errors_shown():
        st.markdown(f"**Page {page.number} of {as_text(document.name)}**")
        if st.button("Close the page", icon=":material/close:"):
            st.query_params.clear()
            st.rerun()
        st.html(page_html(document, page, workspace.page_picture(document.name, page.number), ()))


def _boxes_html(document: Document, page: Page, picture: PagePicture, each: Evidence, number: int | None) -> str:
    start, end = max(each.start, page.start) - page.start, min(each.end, page.end) - page.start
    if start >= end:
        return ""
    boxes = find_boxes(document.text[page.start : page.end], start, end, picture)
    label = f"[{number}]{LABELS[each.stance]}" if number else ""
    kind = CLASSES[each.stance].removeprefix("rt").strip()
    return "".join(
        f'<span class="rt-box {kind}" style="{_style(box)}" title="{MEANINGS[each.stance]}">'
        f"{f'<b>{label}</b>' if at == 0 and label else ''}</span>"
        for at, box in enumerate(boxes)
    )


def _style(box: Box) -> str:
    left, top, right, bottom = box[0] - MARGIN, box[1] - MARGIN, box[2] + MARGIN, box[3] + MARGIN
    sides = {"left": left, "top": top, "width": right - left, "height": bottom - top}
    return ";".join(f"{name}:{100 * share:.2f}%" for name, share in sides.items())


def _told_once(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Evidence without what lies within other evidence that tells more: that it supports, or contradicts."""
    ordered = sorted(evidence, key=lambda each: (STANCES.index(each.stance), each.start - each.end))
    kept: list[Evidence] = []
    for each in ordered:
        if not any(other.start <= each.start and each.end <= other.end for other in kept):
            kept.append(each)
    return kept


def _overlap(evidence: Evidence, start: int, end: int) -> bool:
    return evidence.start < end and start < evidence.end
