"""Files of every format as a user could have them, small, made when a test asks for one. See `odd_files` for others."""

import io
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
from pptx import Presentation
from pptx.util import Inches
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas


def zipped(parts: dict[str, bytes], level: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def pdf(*pages: str) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for page in pages:
        canvas.drawString(60, 780, page)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def changed_pdf(change: Callable[[PdfWriter], object], *pages: str) -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(*(pages or ("The rain gauge holds 9 mm.",))))))
    change(writer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def word_with(part: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(word("The rain gauge holds 9 mm."))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(parts | {part: change(parts.get(part, b""))})


def sheet(rows: list[list[object]], title: str = "Prices") -> bytes:
    workbook = openpyxl.Workbook(write_only=True)
    page = workbook.create_sheet(title)
    for row in rows:
        page.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def slides(*texts: str) -> bytes:
    deck = Presentation()
    for text in texts:
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = text
        slide.shapes.add_textbox(Inches(1), Inches(2), Inches(4), Inches(1)).text_frame.text = f"About {text}"
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def database(*statements: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a"
        connection = sqlite3.connect(path)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()
        return path.read_bytes()


def mail(
    subject: str = "Rain", body: str = "The rain gauge holds 9 mm.", html: str = "", attachment: str = ""
) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "a@example.org", "b@example.org"
    message.set_content(body)
    if html:
        message.clear_content()
        message.set_content(html, subtype="html")
    if attachment:
        message.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename=attachment)
    return message.as_bytes()
