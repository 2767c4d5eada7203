"""Reads saved web pages (.html .htm) with BeautifulSoup: what a visitor reads, and no script, style, menu or form.

It fetches nothing: pictures, frames and linked pages are left out.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from core.documents.extraction import ReadText, TextBuilder
from core.documents.rows import numbered_lines
from core.settings import Limits

if TYPE_CHECKING:
    from bs4 import Tag

# fmt: off
UNREAD = ["script", "style", "noscript", "template", "nav", "svg", "iframe", "form", "button", "select", "head"]
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "ul",
}
# fmt: on
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
WIDEST_SPAN = 100


def read_html(path: Path, limits: Limits) -> ReadText:
    """The visible text of an HTML file with its headings; tables one line a row."""
    builder = TextBuilder(limits)
    add_html(path.read_bytes(), builder)
    return builder.build()


def add_html(content: bytes, builder: TextBuilder, encoding: str | None = None) -> None:
    """Append the visible text of HTML. Without an encoding, what the page says about its own counts."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(content, "lxml", from_encoding=encoding)
    for tag in soup.find_all(UNREAD):
        tag.decompose()
    for tag in soup.select("[hidden], [aria-hidden=true], [style*='display:none'], [style*='display: none']"):
        if not tag.decomposed:
            tag.decompose()
    line: list[str] = []
    _add_children(soup, builder, line)
    _end_block(builder, line)


def _add_children(parent: "Tag", builder: TextBuilder, line: list[str]) -> None:
    """Add what `parent` holds; `line` collects the text of the block that is still open."""
    from bs4 import Tag
    from bs4.element import NavigableString, PreformattedString

    for child in parent.children:
        if isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            line.append(str(child))
        elif isinstance(child, Tag) and child.name == "br":
            line.append(" ")
        elif isinstance(child, Tag) and (child.name in HEADINGS or child.name == "table"):
            _end_block(builder, line)
            _add_heading_or_table(child, builder, line)
        elif isinstance(child, Tag):
            if child.name in BLOCKS:
                _end_block(builder, line)
            _add_children(child, builder, line)
            if child.name in BLOCKS:
                _end_block(builder, line, gap="\n" if child.name == "li" else "\n\n")


def _add_heading_or_table(tag: "Tag", builder: TextBuilder, line: list[str]) -> None:
    if tag.name in HEADINGS:
        builder.add_heading(tag.get_text(" "), int(tag.name[1]))
    elif tag.find("table"):  # a table inside a table lays out a page and holds no data
        _add_children(tag, builder, line)
        _end_block(builder, line)
    else:
        if caption := tag.find("caption"):
            builder.add_block(caption.get_text(" "))
        builder.add_rows(numbered_lines(_table_cells(tag)))


def _end_block(builder: TextBuilder, line: list[str], gap: str = "\n\n") -> None:
    builder.add_block(" ".join("".join(line).split()), gap)
    line.clear()


def _table_cells(table: "Tag") -> Iterator[list[str]]:
    """Rows of cell texts; a cell that spans columns or rows fills all, so that values stay under their column."""
    hanging: dict[int, tuple[int, str]] = {}  # column -> rows still to fill, and the text
    for row in table.find_all("tr"):
        cells: list[str] = []
        waiting = row.find_all(["td", "th"])
        while waiting or len(cells) in hanging:
            if len(cells) in hanging:
                left, text = hanging.pop(len(cells))
                if left > 1:
                    hanging[len(cells)] = (left - 1, text)
                cells.append(text)
                continue
            cell = waiting.pop(0)
            text, down = cell.get_text(" "), _span(cell, "rowspan")
            for _ in range(_span(cell, "colspan")):
                if down > 1:
                    hanging[len(cells)] = (down - 1, text)
                cells.append(text)
        yield cells


def _span(cell: "Tag", name: str) -> int:
    value = str(cell.get(name, "1"))
    return min(max(int(value), 1), WIDEST_SPAN) if value.isdecimal() else 1
