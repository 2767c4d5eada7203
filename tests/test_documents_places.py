"""Every passage says where it stands: path of headings, page, rows; in every format that has them."""

import doctest
from pathlib import Path

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

from core.documents import pdf_pages, places, rows
from core.documents.reading import read_document
from core.documents.splitting import split_into_passages
from core.records import Document, Passage
from core.settings import RetrievalSettings

BODY = "Rain was measured every day of the year, and nobody knows why. " * 3


def passages(document: Document) -> tuple[Passage, ...]:
    return split_into_passages(document, RetrievalSettings(300, 50))


@pytest.mark.parametrize("module", [pdf_pages, places, rows])
def test_the_examples_in_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def word_file(path: Path) -> Path:
    document = docx.Document()
    for text, level in (("Handbook", 0), ("Leave", 1), ("Parental leave", 2), ("Pay", 1)):
        document.add_heading(text, level)
        document.add_paragraph(BODY)
    document.save(str(path))
    return path


def html_file(path: Path) -> Path:
    path.write_text(
        f"<h1>Handbook</h1><p>{BODY}</p><h2>Leave</h2><p>{BODY}</p><h3>Parental leave</h3><p>{BODY}</p>"
        f"<h2>Pay</h2><p>{BODY}</p>"
    )
    return path


def markdown_file(path: Path) -> Path:
    path.write_text(
        f"Handbook\n===\n\n{BODY}\n\nLeave\n---\n\n{BODY}\n\n### Parental leave\n\n{BODY}\n\n## Pay\n\n{BODY}"
    )
    return path


def pdf_file(path: Path) -> Path:
    canvas = Canvas(str(path))
    height = 800
    for text, size in (("Handbook", 24), ("Leave", 18), ("Parental leave", 14), ("Pay", 18)):
        canvas.setFont("Helvetica", size)
        canvas.drawString(60, height, text)
        canvas.setFont("Helvetica", 10)
        for line in range(3):
            canvas.drawString(60, height - 20 - 14 * line, BODY[:63])
        height -= 120
    canvas.save()
    return path


@pytest.mark.parametrize(
    "make", [word_file, html_file, markdown_file, pdf_file], ids=["a.docx", "a.html", "a.md", "a.pdf"]
)
def test_the_path_of_headings_is_kept_with_each_passage(
    tmp_path: Path, make: object, request: pytest.FixtureRequest
) -> None:
    path = make(tmp_path / request.node.callspec.id)  # type: ignore[operator]
    found = [passage.heading for passage in passages(read_document(path))]
    assert found == ["Handbook", "Handbook > Leave", "Handbook > Leave > Parental leave", "Handbook > Pay"]


def test_numbers_of_headings_tell_how_deep_they_lie(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"1. Fees\n\n{BODY}\n\n1.1 Late fees\n\n{BODY}\n\n2. Notice\n\n{BODY}\n")
    assert [each.heading for each in passages(read_document(path))] == [
        "1. Fees",
        "1. Fees > 1.1 Late fees",
        "2. Notice",
    ]


def test_rows_are_counted_as_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Part,Price\n\n" + "".join(f"X{at},{at} euros and {at} cents\n" for at in range(100, 130)))
    found = passages(read_document(path))
    assert found[0].rows is not None
    assert found[0].rows[0] == 3
    assert found[-1].rows is not None
    assert found[-1].rows[1] == 32
    x120 = next(each for each in found if "Part: X120" in each.text)
    assert x120.rows is not None
    assert x120.rows[0] <= 23 <= x120.rows[1]
    assert all(line.startswith("Part: X") for each in found for line in each.text.split("\n"))


def test_a_table_of_one_column_is_no_stack_of_titles(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Name\n" + "".join(f"Bird {at}\n" for at in "abcdefghijklmnop"))
    lines = read_document(path).text.split("\n")
    assert (lines[0], lines[-1], len(lines)) == ("Name: Bird a", "Name: Bird p", 16)


def test_a_damaged_page_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    from tests.odd_files import ODD_FILES

    odd = next(each for each in ODD_FILES if each.title == "a PDF with one damaged page")
    (tmp_path / "a.pdf").write_bytes(odd.make())
    document = read_document(tmp_path / "a.pdf")
    assert document.notes == ("Page 2 is damaged and left out; the others were read.",)
    assert [(each.page, each.text) for each in passages(document)] == [(1, "One.\n\nThree.")]
    assert [page.number for page in document.pages] == [1, 2, 3]
