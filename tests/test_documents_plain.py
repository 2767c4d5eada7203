"""Text and Markdown in any encoding, with headings, and tables as rows."""

from pathlib import Path

import pytest

from core.documents.plain import decode_text, read_markdown, read_text_file
from core.settings import Limits

LIMITS = Limits()


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("latin-1", "Café crème à la carte"),
        ("cp1252", "Die Größe der Straße beträgt “5 m”. Es kostet 12 €."),
        ("cp1251", "Съешь же ещё этих мягких французских булок, да выпей чаю."),
        ("cp932", "これは日本語のテキストです。とても長い文章を書きます。"),
        ("cp1250", "Příliš žluťoučký kůň úpěl ďábelské ódy."),
        ("utf-8-sig", "Ωmega"),
        ("utf-16", "Ωmega"),
    ],
)
def test_text_in_older_encodings_is_read(encoding: str, text: str) -> None:
    assert decode_text(text.encode(encoding)) == text


def test_newlines_and_byte_order_marks_are_normalised(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffone\r\ntwo\rthree\u00a0m".encode())
    assert read_text_file(path, LIMITS).text == "one\ntwo\nthree m"


def test_numbered_lines_of_plain_text_are_headings_and_lists_are_not(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("POLICY\n\n1. Approval\n\nA manager approves.\n1. First\n2. Second\n3. Third\n2. Cars\nBy rail.\n")
    read = read_text_file(path, LIMITS)
    assert [heading.text for heading in read.headings][:1] == ["1. Approval"]
    assert {"1. First", "2. Second"}.isdisjoint(heading.text for heading in read.headings)


def test_markdown_headings_lie_where_they_say(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Care ##\r\n\r\nWipe it.\n\n```\n# a comment\n```\n### Cold\nBring it in. #1 tip\n", newline="")
    read = read_markdown(path, LIMITS)
    assert [heading.text for heading in read.headings] == ["Care", "Cold"]
    assert [read.text[heading.start :].split("\n")[0] for heading in read.headings] == ["# Care ##", "### Cold"]


def test_markdown_tables_become_rows_that_can_be_read_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("Data:\n\n| Property | Linnet 2 |\n| --- | ---: |\n| Range | 60 m |\n| Ports | |\n\nEnd | of it.\n")
    text = read_markdown(path, LIMITS).text
    assert text == "Data:\n\nProperty: Range; Linnet 2: 60 m\nProperty: Ports\n\nEnd | of it."


def test_a_table_in_a_code_block_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("```\n| a | b |\n| - | - |\n| 1 | 2 |\n```\n")
    assert "| 1 | 2 |" in read_markdown(path, LIMITS).text
