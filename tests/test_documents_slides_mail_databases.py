"""PowerPoint, e-mail and SQLite: what a reader of the file reads, with slides as pages and rows by number."""

import io
import sqlite3
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Inches

from core.documents.reading import read_document
from core.documents.splitting import split_into_passages
from core.settings import Limits, RetrievalSettings


def make_deck(path: Path) -> Path:
    deck = Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "Leave"
    first.placeholders[1].text = "Thirty days a year.\nAsk two weeks ahead."
    first.notes_slide.notes_text_frame.text = "Mention the cat."
    second = deck.slides.add_slide(deck.slide_layouts[5])
    second.shapes.title.text = "Prices"
    table = second.shapes.add_table(2, 2, Inches(1), Inches(3), Inches(4), Inches(1)).table
    for at, text in enumerate(["Part", "Price", "X200", "61 euros"]):
        table.cell(at // 2, at % 2).text = text
    group = second.shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(6), Inches(2), Inches(1)).text_frame.text = "In a group"
    deck.slides.add_slide(deck.slide_layouts[5]).element.set("show", "0")
    deck.save(path)
    return path


def test_slides_are_pages_under_their_titles(tmp_path: Path) -> None:
    document = read_document(make_deck(tmp_path / "a.pptx"))
    assert document.text == (
        "Leave\n\nThirty days a year.\nAsk two weeks ahead.\n\nSpeaker’s notes: Mention the cat.\n\n"
        "Prices\n\nPart: X200; Price: 61 euros\n\nIn a group"
    )
    assert [document.text[page.start : page.end].split("\n")[0] for page in document.pages] == ["Leave", "Prices"]
    assert document.notes == ("Its hidden slide 3 was left out.",)
    found = [(each.page, each.heading) for each in split_into_passages(document, RetrievalSettings(100, 0))]
    assert found[0] == (1, "Leave")
    assert found[-1] == (2, "Prices")


def write_mail(path: Path, message: EmailMessage) -> Path:
    path.write_bytes(message.as_bytes())
    return path


def make_mail() -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Größe der Station"
    message["From"], message["To"] = "Ingrid Sallow <i@example.org>", "Oonagh Pike <o@example.org>"
    message["Date"] = "Mon, 02 Jun 2025 09:00:00 +0200"
    message.set_content("The mast is three metres high.\n")
    return message


def test_a_mail_is_read_under_its_subject(tmp_path: Path) -> None:
    message = make_mail()
    message.add_alternative("<p>The mast is <b>three</b> metres high. (HTML)</p>", subtype="html")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="../plan.pdf")
    document = read_document(write_mail(tmp_path / "a.eml", message))
    assert document.text == (
        "Größe der Station\n\nFrom: Ingrid Sallow <i@example.org>\nTo: Oonagh Pike <o@example.org>\n"
        "Date: Mon, 02 Jun 2025 09:00:00 +0200\nAttachments: plan.pdf\n\nThe mast is three metres high."
    )
    assert document.headings[0].text == "Größe der Station"
    assert document.notes == ()


def test_a_mail_that_is_only_html_is_read_as_a_visitor_reads_it(tmp_path: Path) -> None:
    message = make_mail()
    message.clear_content()
    message.set_content("<style>p{}</style><h1>Mast</h1><p>Three&nbsp;metres ü</p>", subtype="html", charset="latin-1")
    document = read_document(write_mail(tmp_path / "a.eml", message))
    assert document.text.endswith("Mast\n\nThree metres ü")


@pytest.fixture
def stock(tmp_path: Path) -> Path:
    path = tmp_path / "stock.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE parts (code TEXT, price REAL, photo BLOB)")
        database.executemany("INSERT INTO parts VALUES (?, ?, ?)", [("X100", 48.0, b"\0"), ("X200", 61.5, None)])
        database.execute("CREATE TABLE shelves (name TEXT)")
        database.execute("INSERT INTO shelves VALUES ('A-01')")
        database.execute("CREATE VIEW dear AS SELECT code FROM parts WHERE price > 50")
        database.commit()
    return path


def test_tables_of_a_database_are_rows_with_their_columns(stock: Path) -> None:
    before = stock.read_bytes()
    document = read_document(stock)
    assert document.text == "code: X100; price: 48\ncode: X200; price: 61.5\n\nname: A-01"
    assert document.kind == "table"
    assert document.notes == ("Its view “dear” was left out.",)
    found = [(each.heading, each.rows) for each in split_into_passages(document, RetrievalSettings())]
    assert found == [("parts", (1, 2)), ("shelves", (1, 1))]
    assert stock.read_bytes() == before
    assert [path.name for path in stock.parent.iterdir()] == ["stock.sqlite"]


def test_other_suffixes_of_a_format_are_read_too(stock: Path, tmp_path: Path) -> None:
    assert read_document(stock, "stock.SQLITE3").text == read_document(stock).text
    (tmp_path / "a").write_text("# Care\n\nWipe it.")
    assert read_document(tmp_path / "a", "care.markdown").headings[0].text == "Care"
    assert read_document(tmp_path / "a", "care.log").headings == ()


def test_a_workbook_without_its_suffix_on_disk_is_read(tmp_path: Path) -> None:
    import openpyxl

    workbook = openpyxl.Workbook()
    workbook.active.append(["rain"])
    stream = io.BytesIO()
    workbook.save(stream)
    (tmp_path / "file-1").write_bytes(stream.getvalue())
    assert read_document(tmp_path / "file-1", "a.xlsx", Limits()).text == "rain"
