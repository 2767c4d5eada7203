"""Reads Word documents (.docx) with python-docx: paragraphs and tables in the order of the document, headings by style.

Left out: headers and footers, footnotes, text boxes, comments, the table of contents and deleted text.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.documents.extraction import ReadText, TextBuilder
from core.documents.rows import numbered_lines
from core.settings import Limits

if TYPE_CHECKING:
    from docx.table import Table
    from docx.text.paragraph import Paragraph


def read_word(path: Path, limits: Limits) -> ReadText:
    """The text of a Word document with its headings; tables one line a row."""
    import docx
    from docx.table import Table

    builder = TextBuilder(limits)
    document = docx.Document(str(path))
    for block in _blocks(document.element.body, document):
        if isinstance(block, Table):
            builder.add_rows(numbered_lines(_table_cells(block)))
        else:
            _add_paragraph(block, builder)
    return builder.build()


def _blocks(parent: Any, document: Any) -> Iterator["Paragraph | Table"]:
    """Paragraphs and tables in order, those inside content controls included."""
    from docx.oxml.ns import qn
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    for element in parent:
        if element.tag == qn("w:p"):
            yield Paragraph(element, document)
        elif element.tag == qn("w:tbl"):
            yield Table(element, document)
        elif element.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}:
            yield from _blocks(element, document)


def _add_paragraph(paragraph: "Paragraph", builder: TextBuilder) -> None:
    style = (paragraph.style.name if paragraph.style is not None else None) or ""
    if style.startswith(("Heading", "Title")):
        builder.add_heading(paragraph.text, _level(style))
    elif style.startswith("List") and paragraph.text.strip():
        builder.add_block(f"- {paragraph.text.strip()}", gap="\n")
    elif not style.lower().startswith("toc"):
        builder.add_block(paragraph.text)


def _level(style: str) -> int:
    """`Heading 2` -> 2; a title lies above all headings.

    >>> _level("Heading 2"), _level("Title")
    (2, 0)
    """
    number = style.rpartition(" ")[2]
    return int(number) if number.isdecimal() else int(style.startswith("Heading"))


def _table_cells(table: "Table") -> Iterator[list[str]]:
    """Rows of cell texts; a cell merged downwards fills every row that it spans."""
    for row in table.rows:
        yield [cell.text for cell in row.cells]
