"""Any file becomes a Document or an error that says what happened and what to do."""

import doctest
import hashlib
import zipfile
from pathlib import Path

import pytest

from core.documents import checks, delimited, extraction, headings, json_rows, pdf, pdf_tables, rows
from core.documents.checks import harmless_name
from core.documents.reading import READERS, read_document
from core.errors import LimitReached, UnreadableDocument
from core.settings import Limits


@pytest.mark.parametrize("module", [checks, delimited, extraction, headings, json_rows, pdf, pdf_tables, rows])
def test_the_examples_in_the_docstrings_hold(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted > 0
    assert result.failed == 0


def write(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_document_knows_its_version_and_size(tmp_path: Path) -> None:
    content = b"The frost alarm is set to 2 degrees."
    document = read_document(write(tmp_path, "manual.txt", content))
    assert document.version == hashlib.sha256(content).hexdigest()[:12]
    assert (document.name, document.size_bytes, document.text) == ("manual.txt", len(content), content.decode())


def test_another_content_is_another_version(tmp_path: Path) -> None:
    first = read_document(write(tmp_path, "manual.txt", "2 degrees"))
    assert read_document(write(tmp_path, "manual.txt", "3 degrees")).version != first.version


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../x.txt", "x.txt"),
        ("C:\\Users\\me\\plan.txt", "plan.txt"),
        ("/etc/passwd.txt", "passwd.txt"),
        ("a\x00b\x1bc\n.txt", "abc .txt"),
        ("invoice\u202etxt.md", "invoicetxt.md"),
        ("...txt", "txt"),
        ("..", "unnamed"),
    ],
)
def test_names_from_uploads_are_made_harmless(name: str, shown: str) -> None:
    assert harmless_name(name) == shown


def test_long_names_keep_their_suffix() -> None:
    shown = harmless_name("x" * 500 + ".pdf")
    assert len(shown) == 120
    assert shown.endswith("x.pdf")


def test_the_name_that_the_user_knows_decides_about_the_format(tmp_path: Path) -> None:
    path = write(tmp_path, "upload-1", "# Care\n\nWipe it.")
    document = read_document(path, "../care.md")
    assert document.name == "care.md"
    assert [heading.text for heading in document.headings] == ["Care"]


def test_an_unknown_suffix_gets_the_list_of_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"photo\.heic: files of the kind \.heic") as caught:
        read_document(write(tmp_path, "photo.heic", "x"))
    assert all(suffix in str(caught.value) for suffix in READERS)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"  \n\t ", "no text was found"),
        ("a.pdf", b"just text", "holds no PDF"),
        ("a.txt", b"%PDF-1.7 and so on", r"suffix \.pdf"),
        ("a.csv", b"PK\x03\x04....", "archive or Office file"),
        ("a.md", b"\x89PNG\r\n\x00\x00\x00", "is a picture"),
        ("a.md", b"\x88\x00\x00\x00 abc", "binary data"),
        ("a.docx", b"just text", "is none, or is broken"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"x" * 600, "password or of an older format"),
        ("a.pdf", b"%PDF-1.7\n1 0 obj << /Broken", "no page left"),
        ("a.json", b'{"a": ', "no valid JSON"),
        ("a.json", b"[" * 100_000, "nested too deeply"),
        ("a.jsonl", b'{"a": 1}\nnot json', "in line 2"),
    ],
)
def test_what_is_not_what_it_says_is_refused(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    with pytest.raises(UnreadableDocument, match=rf"^{name}: .*{message}"):
        read_document(write(tmp_path, name, content))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(UnreadableDocument):
            read_document(path, "x.txt")


def test_a_spreadsheet_named_as_a_word_document_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(UnreadableDocument, match="holds something else"):
        read_document(tmp_path / "a.docx")


def test_a_file_over_the_size_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LimitReached, match=r"has 0\.2 MB; the limit is 0\.1 MB"):
        read_document(write(tmp_path, "a.txt", b"x" * 200_000), limits=Limits(file_bytes=100_000))


def test_more_text_than_allowed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LimitReached, match="more than 1,000 characters"):
        read_document(write(tmp_path, "a.txt", b"x" * 1001), limits=Limits(characters=1000))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w/>")
        for part in range(3):
            archive.writestr(f"word/media/{part}.bin", b"\0" * 2_000_000)
    assert (tmp_path / "bomb.docx").stat().st_size < 10_000
    with pytest.raises(LimitReached, match="unpacks to 6 MB; the limit is 5 MB"):
        read_document(tmp_path / "bomb.docx", limits=Limits(unpacked_bytes=5_000_000))


def test_a_word_document_with_an_entity_bomb_does_not_grow(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 1000 + '">]><w>' + "&b;" * 1000 + "</w>"
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", bomb)
    with pytest.raises(UnreadableDocument):
        read_document(tmp_path / "a.docx")
