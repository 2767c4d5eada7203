"""Where a passage stands, in words, escaped: page or slide, rows, path of headings."""

from html import escape
from pathlib import Path

from core.records import Passage


def describe_passage_place(passage: Passage) -> str:
    """`page 3 · Handbook &gt; Leave`, or `Prices, rows 12–15`; empty where the document has none of these."""
    heading = escape(passage.heading)
    if passage.rows:
        first, last = passage.rows
        rows = f"row {first}" if first == last else f"rows {first}–{last}"
        return ", ".join(filter(None, [heading, rows]))
    page = f"{page_word(passage.document)} {passage.page}" if passage.page else ""
    return " · ".join(filter(None, [page, heading]))


def page_word(document: str) -> str:
    """What a page of this document is called.

    >>> page_word("talk.pptx"), page_word("plan.pdf")
    ('slide', 'page')
    """
    return "slide" if Path(document).suffix.lower() == ".pptx" else "page"
