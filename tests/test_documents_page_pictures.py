"""Pages of PDFs as pictures: drawn in a sandbox, kept, and every word of the text found on them again."""

import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from core.answering.language.sentences import is_row, sentence_spans
from core.documents.page_boxes import find_boxes, letters_of
from core.documents.page_pictures import PNG, Box, PagePicture, PictureBook, draw_page, fields_of, picture_from_fields
from core.documents.reading import read_document
from core.documents.sandbox import draw_untrusted
from core.errors import AppError, UnreadableDocument
from core.sample import SAMPLE_DOCS
from core.settings import Limits

WIDTH, HEIGHT = A4


def make_pdf(path: Path, lines: list[tuple[float, float, str]]) -> Path:
    """A PDF of one A4 page with each text at (x, y) points from the lower left corner."""
    canvas = Canvas(str(path), pagesize=A4)
    for x, y, text in lines:
        canvas.drawString(x, y, text)
    canvas.save()
    return path


def turn(path: Path, rotation: int) -> Path:
    writer = PdfWriter(clone_from=path)
    writer.pages[0].rotate(rotation)
    writer.write(path)
    return path


def text_in(boxes: list[Box], picture: PagePicture) -> str:
    """The letters whose middle lies in a box: what a reader sees boxed."""
    inside = [
        character
        for character, (left, top, right, bottom) in zip(picture.text, picture.boxes, strict=True)
        if any(a <= (left + right) / 2 <= c and b <= (top + bottom) / 2 <= d for a, b, c, d in boxes)
    ]
    return letters_of("".join(inside)).text


def sample_sentences(name: str) -> Iterator[tuple[str, int, int, PagePicture]]:
    """Each sentence of the sample PDF's pages: the page's text, start, end, picture."""
    document = read_document(SAMPLE_DOCS / name)
    for page in document.pages:
        picture = draw_page(SAMPLE_DOCS / name, page.number)
        text = document.text[page.start : page.end]
        yield from ((text, start, end, picture) for start, end in sentence_spans(text))


@pytest.mark.parametrize("name", ["staff-handbook.pdf", "product-manual.pdf"])
def test_every_sentence_of_the_sample_is_boxed_to_the_letter(name: str):
    prose = [each for each in sample_sentences(name) if "; " not in each[0][each[1] : each[2]]]
    assert len(prose) > 100
    for text, start, end, picture in prose:
        assert text_in(find_boxes(text, start, end, picture), picture) == letters_of(text[start:end]).text


@pytest.mark.parametrize("name", ["staff-handbook.pdf", "product-manual.pdf"])
def test_the_cells_of_table_rows_are_boxed_in_their_own_row(name: str):
    right, every = 0, 0
    for text, start, end, picture in sample_sentences(name):
        row = text[start:end]
        if not is_row(row):
            continue
        (line, *_) = find_boxes(text, start + row.index(": ") + 2, start + row.index("; "), picture)
        at = start
        for cell in row.split("; "):
            value = cell.split(": ", 1)[1]
            at = text.index(cell, at)
            boxes = find_boxes(text, at + len(cell) - len(value), at + len(cell), picture)
            near = bool(boxes) and abs(boxes[0][1] - line[1]) < 0.04
            right += near and text_in(boxes, picture) == letters_of(value).text
            every += 1
    assert every >= 36
    assert right / every >= 0.9


def test_boxes_lie_where_the_words_were_put(tmp_path: Path):
    path = make_pdf(tmp_path / "a.pdf", [(100, 700, "The fee is 42 euros."), (100, 300, "The fee is due in May.")])
    picture = draw_page(path, 1)
    text = "The fee is 42 euros. The fee is due in May."
    ((left, top, right, bottom),) = find_boxes(text, text.index("42"), text.index(". "), picture)
    assert 1 - 712 / HEIGHT < top < bottom < 1 - 696 / HEIGHT
    assert 150 / WIDTH < left < right < 220 / WIDTH
    (second,) = find_boxes(text, text.rindex("The fee"), text.rindex("The fee") + 7, picture)
    assert second[1] > 0.6, "Of two places the one with the same words around it."


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_follow_a_page_that_is_turned(tmp_path: Path, rotation: int):
    path = turn(make_pdf(tmp_path / "a.pdf", [(60, 780, "Upper left corner.")]), rotation)
    picture = draw_page(path, 1)
    (left, top, right, bottom), *_ = find_boxes("Upper left corner.", 0, 5, picture)
    middle = ((left + right) / 2 < 0.5, (top + bottom) / 2 < 0.5)
    assert middle == {0: (True, True), 90: (False, True), 180: (False, False), 270: (True, False)}[rotation]
    assert (picture.width > picture.height) == (rotation in (90, 270))


def test_words_that_are_not_on_the_page_get_no_box(tmp_path: Path):
    picture = draw_page(make_pdf(tmp_path / "a.pdf", [(100, 700, "Rain gauge")]), 1)
    assert find_boxes("Umbrella stand", 0, 8, picture) == []
    assert find_boxes("", 0, 0, picture) == []
    assert find_boxes("Rain gauge", 4, 5, picture) == [], "A space alone is no word."


def test_hyphens_joined_lines_and_ligatures_do_not_hide_a_word(tmp_path: Path):
    picture = draw_page(make_pdf(tmp_path / "a.pdf", [(100, 700, "The sta-"), (100, 680, "tion is of\ufb01cial.")]), 1)
    boxes = find_boxes("The station is here.", 4, 11, picture)
    assert len(boxes) == 2, "One box a line."
    assert text_in(boxes, picture) == "station"


def test_the_sandbox_gives_what_drawing_here_gives(tmp_path: Path):
    path = make_pdf(tmp_path / "a.pdf", [(100, 700, "Rain gauge")])
    assert draw_untrusted(path, 1) == draw_page(path, 1)
    with pytest.raises(UnreadableDocument, match="no page 2"):
        draw_untrusted(path, 2)


def huge_page(path: Path) -> Path:
    canvas = Canvas(str(path), pagesize=(200_000, 200_000))
    canvas.drawString(10, 10, "far away")
    canvas.save()
    return path


def endless_page(path: Path) -> Path:
    """Some kilobytes that draw hundreds of thousands of shapes."""
    stream = zlib.compress(b"0 0 600 800 re f\n" * 3_000_000)
    head = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(stream)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>",
        head + stream + b"\nendstream",
    ]
    body = b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (at, each) for at, each in enumerate(objects, start=1))
    path.write_bytes(body + b"trailer << /Root 1 0 R >>\n")
    return path


def test_a_page_of_any_size_is_a_picture_of_ours(tmp_path: Path):
    picture = draw_untrusted(huge_page(tmp_path / "a.pdf"), 1)
    assert max(picture.width, picture.height) <= 2000
    assert len(picture.png) < 1_000_000


def test_a_page_that_takes_too_long_is_stopped(tmp_path: Path):
    limits = Limits(reading_seconds=1, reading_memory_bytes=800_000_000)
    with pytest.raises(AppError, match=r"^The page: "):
        draw_untrusted(endless_page(tmp_path / "a.pdf"), 1, limits)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"<script>", b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj"])
def test_a_broken_file_is_an_error_that_says_so(tmp_path: Path, content: bytes):
    (tmp_path / "a.pdf").write_bytes(content)
    with pytest.raises(UnreadableDocument):
        draw_untrusted(tmp_path / "a.pdf", 1)


def test_what_is_no_picture_is_not_taken_from_the_sandbox(tmp_path: Path):
    fields = fields_of(draw_page(make_pdf(tmp_path / "a.pdf", [(9, 9, "x")]), 1))
    assert picture_from_fields(fields).png.startswith(PNG)
    for wrong in ({"png": "PHNjcmlwdD4="}, {"boxes": []}):
        with pytest.raises(UnreadableDocument):
            picture_from_fields(fields | wrong)


def test_a_book_draws_a_page_once_forgets_the_oldest_and_what_it_is_told_to():
    drawn: list[tuple[Path, int]] = []

    def draw(path: Path, number: int) -> PagePicture:
        drawn.append((path, number))
        return PagePicture(PNG, 1, 1, "", ())

    book, one, other = PictureBook(draw, most=2), Path("a.pdf"), Path("b.pdf")
    for number in (1, 1, 2, 1):
        book.page(one, number)
    assert drawn == [(one, 1), (one, 2)]
    book.page(other, 1)
    book.page(one, 2)
    assert drawn[2:] == [(other, 1), (one, 2)], "The page that was not asked for the longest is gone."
    book.forget(other)
    book.page(one, 2)
    book.page(other, 1)
    assert drawn[4:] == [(other, 1)]
