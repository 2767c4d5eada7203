"""Rewrite the binary sample documents (pdf, docx, xlsx) from the sources beside this file.

Run ``python tests/sample_sources/build.py``. The result is the same, byte for byte, every time.
"""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from docx import Document
from openpyxl import Workbook
from openpyxl.styles import Font
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

SOURCES = Path(__file__).resolve().parent
SAMPLE_DOCS = SOURCES.parents[1] / "sample_docs"
COMPANY = "Wrenfield Weather Instruments"
FIXED_TIME = datetime(2025, 6, 20, 9, 0, 0, tzinfo=UTC)
FIXED_STAMP = FIXED_TIME.strftime("%Y-%m-%dT%H:%M:%SZ")
ZIP_DATE = (2025, 6, 20, 9, 0, 0)
OLD_EDITION = "Edition of January 2025"
NEW_EDITION = "Edition of January 2026"
PRICE_SHEETS = (
    ("Stations and hubs", "price-list-stations.csv"),
    ("Sensors and parts", "price-list-parts.csv"),
    ("Services", "price-list-services.csv"),
)


@dataclass(frozen=True)
class Block:
    """One heading, paragraph or table of a markdown source."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class PageLook:
    """Paper size, margin and type size of one PDF."""

    paper: tuple[float, float]
    margin: float
    type_size: float


HANDBOOK_LOOK = PageLook(paper=A4, margin=27 * mm, type_size=13.0)
MANUAL_LOOK = PageLook(paper=A5, margin=16 * mm, type_size=10.5)


def read_table_row(line: str) -> tuple[str, ...]:
    """Split one markdown table line into its cells."""
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def read_block(chunk: str) -> Block:
    """Turn one blank-line separated piece of markdown into a block."""
    if chunk.startswith("|"):
        lines = chunk.splitlines()
        kept = [line for number, line in enumerate(lines) if number != 1]
        return Block("table", rows=tuple(read_table_row(line) for line in kept))
    heading = re.match(r"(#{1,3})\s+(.+)", chunk)
    if heading:
        return Block(f"heading{len(heading.group(1))}", heading.group(2).strip())
    return Block("paragraph", " ".join(chunk.split()))


def read_blocks(markdown: str) -> Iterator[Block]:
    """Yield the blocks of a markdown text in order."""
    for chunk in re.split(r"\n\s*\n", markdown.strip()):
        yield read_block(chunk.strip())


def read_source(name: str) -> str:
    """Return the text of a source file."""
    return (SOURCES / name).read_text(encoding="utf-8")


def read_csv(name: str) -> list[list[str]]:
    """Return the rows of a source table, header first."""
    with (SOURCES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def fill_handbook(edition: str, column: str) -> str:
    """Return the handbook with the old or the new values filled in."""
    header, *rows = read_csv("handbook-changes.csv")
    text = read_source("staff-handbook.md").replace("{{edition}}", edition)
    for row in rows:
        values = dict(zip(header, row, strict=True))
        text = text.replace("{{" + values["name"] + "}}", values[column])
    if "{{" in text:
        raise ValueError("The handbook source has a placeholder without a value.")
    return text


def make_styles(size: float) -> dict[str, ParagraphStyle]:
    """Return the paragraph styles for a type size."""
    body = ParagraphStyle("body", fontName="Times-Roman", fontSize=size, leading=size * 1.42, spaceAfter=size * 0.7)
    cell = ParagraphStyle("cell", body, fontSize=size * 0.82, leading=size, spaceAfter=0)
    return {
        "paragraph": body,
        "cell": cell,
        "head": ParagraphStyle("head", cell, fontName="Helvetica-Bold", fontSize=size * 0.75),
        "heading1": ParagraphStyle("heading1", body, fontName="Helvetica-Bold", fontSize=size * 2, leading=size * 2.6),
        "heading2": ParagraphStyle("heading2", body, fontName="Helvetica-Bold", fontSize=size * 1.25, spaceBefore=size),
    }


def make_pdf_table(block: Block, styles: dict[str, ParagraphStyle], width: float) -> Flowable:
    """Return a ruled table that repeats its header on every page."""
    columns = len(block.rows[0])
    longest = [max(len(row[i]) for row in block.rows) for i in range(columns)]
    shares = [max(length, 7) ** 0.7 for length in longest]
    cells = [
        [Paragraph(escape(text), styles["cell" if number else "head"]) for text in row]
        for number, row in enumerate(block.rows)
    ]
    table = Table(cells, colWidths=[width * share / sum(shares) for share in shares], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
                ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return table


def make_story(markdown: str, look: PageLook) -> list[Flowable]:
    """Return the flowing content of a PDF; no paragraph is cut by a page break."""
    styles = make_styles(look.type_size)
    width = look.paper[0] - 2 * look.margin
    story: list[Flowable] = []
    for block in read_blocks(markdown):
        if block.kind == "table":
            story += [make_pdf_table(block, styles, width), Spacer(1, look.type_size)]
            continue
        if block.kind == "heading2":
            story.append(CondPageBreak(look.type_size * 9))
        story.append(KeepTogether([Paragraph(escape(block.text), styles[block.kind])]))
    return story


def make_page_frame(title: str, look: PageLook) -> Callable[[Canvas, SimpleDocTemplate], None]:
    """Return the function that draws the running header and the page number."""

    def draw(canvas: Canvas, document: SimpleDocTemplate) -> None:
        width, height = look.paper
        canvas.saveState()
        canvas.setFont("Helvetica", look.type_size * 0.7)
        canvas.drawString(look.margin, height - look.margin * 0.55, f"{COMPANY} - {title}")
        canvas.drawRightString(width - look.margin, look.margin * 0.5, f"Page {document.page}")
        canvas.restoreState()

    return draw


def write_pdf(markdown: str, title: str, look: PageLook, target: Path) -> None:
    """Write a markdown text as a PDF with header and page numbers."""
    target.parent.mkdir(parents=True, exist_ok=True)
    document = SimpleDocTemplate(
        str(target),
        pagesize=look.paper,
        leftMargin=look.margin,
        rightMargin=look.margin,
        topMargin=look.margin,
        bottomMargin=look.margin,
        title=title,
        author=COMPANY,
        invariant=1,
    )
    frame = make_page_frame(title, look)
    document.build(make_story(markdown, look), onFirstPage=frame, onLaterPages=frame)


def write_fixed_zip(content: bytes, target: Path) -> None:
    """Write an office file with fixed dates inside and out."""
    stamp = rf"\g<1>{FIXED_STAMP}\g<2>"
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                pattern = r"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</)"
                data = re.sub(pattern, stamp, data.decode("utf-8")).encode("utf-8")
            entry = zipfile.ZipInfo(name, date_time=ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, data)


def write_docx(markdown: str, title: str, target: Path) -> None:
    """Write a markdown text as a Word document."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, COMPANY, ""
    properties.created = properties.modified = FIXED_TIME.replace(tzinfo=None)
    for block in read_blocks(markdown):
        if block.kind == "table":
            table = document.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid")
            for row in block.rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
            document.add_paragraph()
        elif block.kind.startswith("heading"):
            document.add_heading(block.text, level=int(block.kind[-1]) - 1)
        else:
            document.add_paragraph(block.text)
    buffer = BytesIO()
    document.save(buffer)
    write_fixed_zip(buffer.getvalue(), target)


def read_cell(text: str) -> str | int | float:
    """Return a number for a cell that holds only a number, else the text."""
    if re.fullmatch(r"\d+", text):
        return int(text)
    if re.fullmatch(r"\d+\.\d+", text):
        return float(text)
    return text


def write_price_list(target: Path) -> None:
    """Write the price list workbook with one sheet for each source table."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.title = "Price list, valid from 1 April 2025"
    workbook.properties.creator = COMPANY
    for title, source in PRICE_SHEETS:
        sheet = workbook.create_sheet(title)
        for row in read_csv(source):
            sheet.append([read_cell(text) for text in row])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            sheet.column_dimensions[cell.column_letter].width = 22
        sheet.freeze_panes = "A2"
    buffer = BytesIO()
    workbook.save(buffer)
    write_fixed_zip(buffer.getvalue(), target)


def write_changes(target: Path) -> None:
    """Write the list of facts that differ between the two handbooks."""
    header, *rows = read_csv("handbook-changes.csv")
    changes = []
    for row in rows:
        values = dict(zip(header, row, strict=True))
        kept = {key: values[key] for key in ("question", "old", "new")}
        changes.append({"document": "staff-handbook.pdf", **kept})
    target.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(changes, indent=2, ensure_ascii=False)
    target.write_text(text + "\n", encoding="utf-8", newline="\n")


def build_all(target: Path = SAMPLE_DOCS) -> None:
    """Write every binary sample document and the list of changes into a folder."""
    target.mkdir(parents=True, exist_ok=True)
    old_handbook = fill_handbook(OLD_EDITION, "old")
    new_handbook = fill_handbook(NEW_EDITION, "new")
    newer = target / "updates"
    write_pdf(old_handbook, "Staff Handbook", HANDBOOK_LOOK, target / "staff-handbook.pdf")
    write_pdf(new_handbook, "Staff Handbook", HANDBOOK_LOOK, newer / "staff-handbook.pdf")
    write_changes(newer / "changes.json")
    manual = read_source("product-manual.md")
    write_pdf(manual, "Product Manual", MANUAL_LOOK, target / "product-manual.pdf")
    for name, title in (
        ("service-contract", "Farm Maintenance Contract"),
        ("travel-policy-2025", "Travel Policy 2025"),
    ):
        write_docx(read_source(f"{name}.md"), title, target / f"{name}.docx")
    write_price_list(target / "price-list.xlsx")


if __name__ == "__main__":
    build_all()
