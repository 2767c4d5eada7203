"""PDF, Word, web pages, and the table formats: what a reader of the file reads is what the Document says."""

import datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from core.documents.pdf_tables import find_tables
from core.documents.reading import read_document
from core.errors import LimitReached, UnreadableDocument
from core.records import Document
from core.settings import Limits


def write_pdf(path: Path, pages: list[list[str]]) -> Path:
    canvas = Canvas(str(path), pagesize=A4)
    for lines in pages:
        for at, line in enumerate(lines):
            canvas.drawString(60, 780 - 16 * at, line)
        canvas.showPage()
    canvas.save()
    return path


def test_pdf_pages_hold_their_own_text(tmp_path: Path) -> None:
    document = read_document(write_pdf(tmp_path / "a.pdf", [["Hail up to 20 mm."], [], ["Never oil a bearing."]]))
    assert [page.number for page in document.pages] == [1, 2, 3]
    spans = [document.text[page.start : page.end] for page in document.pages]
    assert spans == ["Hail up to 20 mm.", "", "Never oil a bearing."]


def test_pdf_lines_read_as_prose_without_page_margins(tmp_path: Path) -> None:
    body = [
        "The outdoor units withstand rain, hail and most foot-",
        "balls. They do not withstand pressure",
        "washers.",
    ]
    pages = [["Manual", f"{number}. Safety", *body, f"{number} thanks.", f"Page {number}"] for number in (1, 2, 3)]
    document = read_document(write_pdf(tmp_path / "a.pdf", pages))
    first = document.pages[0]
    assert document.text[first.start : first.end] == (
        "1. Safety\nThe outdoor units withstand rain, hail and most footballs. They do not withstand pressure washers."
        "\n1 thanks."
    )
    assert [heading.text for heading in document.headings] == ["1. Safety", "2. Safety", "3. Safety"]


def test_pdf_tables_become_rows(tmp_path: Path) -> None:
    cells = [
        ["Code", "Meaning", "What to do"],
        ["E17", "Wind vane has lost north", "Repeat the setting"],
        ["E22", "Clock not set", "Set it by hand"],
    ]
    parts: list[Any] = [Paragraph("The table gives the first remedy.", getSampleStyleSheet()["BodyText"]), Table(cells)]
    SimpleDocTemplate(str(tmp_path / "a.pdf")).build(parts)
    assert read_document(tmp_path / "a.pdf").text == (
        "The table gives the first remedy.\n"
        "Code: E17; Meaning: Wind vane has lost north; What to do: Repeat the setting\n"
        "Code: E22; Meaning: Clock not set; What to do: Set it by hand"
    )


def test_a_pdf_table_goes_on_below_its_column_names_on_the_next_page(tmp_path: Path) -> None:
    rows = [[f"E{number:02}", f"Fault number {number}", f"Remedy {number}"] for number in range(60)]
    table = Table([["Code", "Meaning", "What to do"], *rows], repeatRows=1, rowHeights=24)
    SimpleDocTemplate(str(tmp_path / "a.pdf")).build([table])
    document = read_document(tmp_path / "a.pdf")
    assert len(document.pages) > 1
    assert all(f"Code: {a}; Meaning: {b}; What to do: {c}" in document.text for a, b, c in rows)


def test_a_pdf_table_of_two_columns_is_rows_where_the_second_is_short() -> None:
    notice = "Length of service          Notice\nIn probation               2 weeks\nAfter probation            5 weeks"
    assert list(find_tables(notice)) == [
        [["Length of service", "Notice"], ["In probation", "2 weeks"], ["After probation", "5 weeks"]]
    ]


def test_text_set_in_two_columns_is_no_pdf_table() -> None:
    line = "the heron stands in the reeds   and the frog looks up at its long legs"
    assert not list(find_tables("\n".join([line] * 5)))


@pytest.mark.parametrize(("password", "readable"), [("secret", False), ("", True)])
def test_a_pdf_with_a_password_is_refused(tmp_path: Path, password: str, readable: bool) -> None:
    writer = PdfWriter(PdfReader(write_pdf(tmp_path / "plain.pdf", [["Extension 110."]])))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    writer.write(tmp_path / "a.pdf")
    if readable:
        assert read_document(tmp_path / "a.pdf").text == "Extension 110."
    else:
        with pytest.raises(UnreadableDocument, match="protected by a password"):
            read_document(tmp_path / "a.pdf")


def test_a_pdf_of_too_many_pages_and_a_scan_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LimitReached, match="3 pages; the limit is 2"):
        read_document(write_pdf(tmp_path / "long.pdf", [["x"]] * 3), limits=Limits(pages=2))
    with pytest.raises(UnreadableDocument, match="OCR"):
        read_document(write_pdf(tmp_path / "scan.pdf", [[], []]))


def test_a_truncated_pdf_is_refused(tmp_path: Path) -> None:
    whole = write_pdf(tmp_path / "whole.pdf", [["text"]]).read_bytes()
    (tmp_path / "a.pdf").write_bytes(whole[: len(whole) // 3])
    with pytest.raises(UnreadableDocument, match="save it again"):
        read_document(tmp_path / "a.pdf")


def test_word_paragraphs_and_tables_keep_their_order(tmp_path: Path) -> None:
    file = docx.Document()
    file.add_heading("Fees", 1)
    file.add_paragraph("Fees are due yearly.")
    table = file.add_table(rows=3, cols=2)
    for row, cells in zip(table.rows, [("Level", "Fee"), ("Storm", "480 euros"), ("Breeze", "")], strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    file.add_heading("Notice", 2)
    file.add_paragraph("Six weeks.")
    file.add_paragraph("in writing", style="List Bullet")
    file.save(str(tmp_path / "a.docx"))
    document = read_document(tmp_path / "a.docx")
    assert document.text == (
        "Fees\n\nFees are due yearly.\n\nLevel: Storm; Fee: 480 euros\nLevel: Breeze\n\n"
        "Notice\n\nSix weeks.\n- in writing"
    )
    assert [(heading.text, document.text[heading.start :][:4]) for heading in document.headings] == [
        ("Fees", "Fees"),
        ("Notice", "Noti"),
    ]


def read_html_text(folder: Path, html: str) -> Document:
    (folder / "a.html").write_text(html, encoding="utf-8")
    return read_document(folder / "a.html")


def test_html_is_read_as_a_visitor_reads_it(tmp_path: Path) -> None:
    document = read_html_text(
        tmp_path,
        "<html><head><title>t</title><style>p{}</style></head><body><nav>Menu</nav><h1>Release <b>notes</b></h1>"
        "<p>Hub <b>6.4.1</b> is\n out.<br>Really.<script>alert(1)</script></p><!-- secret -->"
        "<ul><li>faster<li>smaller</ul>"
        "<div hidden>trap</div><p style='display:none'>trap</p><form>Search</form>"
        "loose text<p>2 &lt; 3</p></body></html>",
    )
    assert document.text == "Release notes\n\nHub 6.4.1 is out. Really.\nfaster\nsmaller\n\nloose text\n\n2 < 3"
    assert [heading.text for heading in document.headings] == ["Release notes"]


def test_html_table_cells_stay_under_their_column(tmp_path: Path) -> None:
    document = read_html_text(
        tmp_path,
        "<table><caption>Versions</caption><tr><th>Device</th><th>Version</th><th>Size</th></tr>"
        "<tr><td rowspan=2>Hub</td><td>6.4.1</td><td>3 MB</td></tr><tr><td>6.4.0</td><td>2 MB</td></tr>"
        "<tr><td>App</td><td colspan=2>none</td></tr></table>",
    )
    assert document.text.split("\n") == [
        "Versions",
        "",
        "Device: Hub; Version: 6.4.1; Size: 3 MB",
        "Device: Hub; Version: 6.4.0; Size: 2 MB",
        "Device: App; Version: none; Size: none",
    ]


def test_deeply_nested_html_ends_well(tmp_path: Path) -> None:
    try:
        document = read_html_text(tmp_path, "<div>" * 20_000 + "deep" + "</div>" * 20_000)
    except UnreadableDocument as error:
        assert "a.html" in str(error)
    else:
        assert document.text == "deep"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_rows_name_their_columns(tmp_path: Path, delimiter: str) -> None:
    rows = [["Name", "Role", "Start year"], ["Ingrid Sallow", "Director", "2002"], ["Oonagh Pike", "", "2018"]]
    (tmp_path / "a.csv").write_text("\r\n".join(delimiter.join(row) for row in rows), newline="")
    document = read_document(tmp_path / "a.csv")
    assert document.kind == "table"
    assert document.text == "Name: Ingrid Sallow; Role: Director; Start year: 2002\nName: Oonagh Pike; Start year: 2018"


def test_csv_cells_with_delimiters_and_newlines_stay_one_cell(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('Part,Note\nWP-LB9,"old, but\ngood"\nWP-LB7,\n')
    assert read_document(tmp_path / "a.csv").text == "Part: WP-LB9; Note: old, but good\nPart: WP-LB7"


def test_csv_without_a_header_numbers_its_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("WP-LB9,61.50\nWP-LB7,48\n")
    assert read_document(tmp_path / "a.csv").text.startswith("Column 1: WP-LB9; Column 2: 61.50\n")


def test_more_rows_than_allowed_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n" + "x,y\n" * 101)
    with pytest.raises(LimitReached, match="more than 100 table rows"):
        read_document(tmp_path / "a.csv", limits=Limits(rows=100))


def test_every_visible_sheet_is_read(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    first = workbook.active
    assert first is not None
    first.title = "Prices"
    for row in (
        ["Prices of 2025"],
        [],
        ["Part", "Euros", "Since", "Rebate"],
        ["WP-LB9", 61.0, datetime.datetime(2025, 3, 1), 0.15],
    ):
        first.append(row)
    first["D4"].number_format = "0%"
    stock = workbook.create_sheet("Stock")
    for values in (["Part", "Units"], ["WP-LB9", 184], ["WP-LB7", None]):
        stock.append(values)
    workbook.create_sheet("Secret").append(["hidden", "row"])
    workbook["Secret"].sheet_state = "hidden"
    workbook.save(tmp_path / "a.xlsx")
    document = read_document(tmp_path / "a.xlsx")
    assert document.text == (
        "Prices of 2025\nPart: WP-LB9; Euros: 61; Since: 2025-03-01; Rebate: 15%\n\n"
        "Part: WP-LB9; Units: 184\nPart: WP-LB7"
    )
    assert [(heading.text, document.text[heading.start :].split(";")[0]) for heading in document.headings][1] == (
        "Stock",
        "Part: WP-LB9",
    )


def test_json_records_become_rows(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        '{"issue": 9, "parts": [{"code": "WP-LB9", "fits": ["7S", "7"], "price": {"euros": 61.0}}]}'
    )
    document = read_document(tmp_path / "a.json")
    assert document.text == "issue: 9\n\ncode: WP-LB9; fits: 7S, 7; price.euros: 61"
    assert [heading.text for heading in document.headings] == ["parts"]


def test_json_lines_become_rows(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"code": "E17", "old": false}\n\n{"code": "E22", "note": null}\n')
    assert read_document(tmp_path / "a.jsonl").text == "code: E17; old: false\ncode: E22"
