"""Reads text and Markdown (.txt .md). Markdown stays as it was written, except that its tables become rows.

It does not render Markdown: marks such as ** stay in the text.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from core.documents.extraction import ReadText, TextBuilder, clean_text
from core.documents.headings import numbered_headings
from core.documents.rows import table_lines
from core.errors import UnreadableDocument
from core.records import Heading
from core.settings import Limits

# fmt: off
LEGACY_ENCODINGS = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "koi8_r", "cp932", "gb18030", "big5", "cp949"]
# fmt: on
"""What files without Unicode are written in. Where two fit equally well, the earlier one."""

UNICODE_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\0\0": "utf-32",
    b"\0\0\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*)")
UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*$")
UNDERLINED = re.compile(r" {0,3}[^\W_].{0,100}$")
FENCE = re.compile(r" {0,3}(```|~~~)")
TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")


def read_text_file(path: Path, limits: Limits) -> ReadText:
    """The text of a file in whichever encoding, with its numbered headings."""
    builder = TextBuilder(limits)
    builder.add_block(decode_text(path.read_bytes()))
    text = builder.build().text
    return ReadText(text, headings=tuple(numbered_headings(text)))


def read_markdown(path: Path, limits: Limits) -> ReadText:
    """The text of a Markdown file with its `#` headings, its tables one line a row."""
    builder = TextBuilder(limits)
    lines = _with_readable_tables(clean_text(decode_text(path.read_bytes())).split("\n"))
    builder.add_block("\n".join(lines))
    text = builder.build().text
    return ReadText(text, headings=tuple(_headings(text)))


def decode_text(content: bytes) -> str:
    """Text from bytes: by byte order mark, else UTF-8, else the likeliest older encoding.

    Raises `UnreadableDocument` when no encoding fits.
    """
    for mark, encoding in UNICODE_MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if wide := encoding_without_mark(content):
        return content.decode(wide, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

    matches = list(from_bytes(content, cp_isolation=LEGACY_ENCODINGS))
    if not matches:
        raise UnreadableDocument("its characters are in no encoding that is known here. Save it as UTF-8.")
    order = {name: at for at, name in enumerate(LEGACY_ENCODINGS)}
    likeliest = min(matches, key=lambda match: (match.chaos, -match.coherence, order.get(match.encoding, len(order))))
    return str(likeliest)


def encoding_without_mark(content: bytes) -> str | None:
    """UTF-16 without a byte order mark, told by its zero bytes: nearly every second one, on one side.

    >>> encoding_without_mark("Rain and hail".encode("utf-16-le"))
    'utf-16-le'
    """
    start = content[:2000]
    if len(start) < 4 or len(content) % 2:
        return None
    even, odd = start[::2].count(0) / len(start[::2]), start[1::2].count(0) / len(start[1::2])
    if max(even, odd) < 0.7 or min(even, odd) > 0.05:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _headings(text: str) -> Iterator[Heading]:
    """Headings with `#` before or a line of `=` or `-` below, outside code blocks."""
    start, fenced = 0, False
    lines = text.split("\n")
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if FENCE.match(line):
            fenced = not fenced
        match = HEADING.match(line)
        if match and not fenced and (title := match[2].rstrip("# \t")):
            yield Heading(title, start, len(match[1]))
        elif not fenced and UNDERLINED.match(line) and (rule := UNDERLINE.match(below)):
            yield Heading(line.strip(), start, 1 if "=" in rule[1] else 2)
        start += len(line) + 1


def _with_readable_tables(lines: list[str]) -> Iterator[str]:
    """The lines, with each run of `| cell | cell |` under a `| --- |` rule turned into rows with column names."""
    at, fenced = 0, False
    while at < len(lines):
        fenced ^= bool(FENCE.match(lines[at]))
        end = at if fenced else _table_end(lines, at)
        if end > at:
            yield from table_lines(_cells(line) for line in [lines[at], *lines[at + 2 : end]])
            at = end
        else:
            yield lines[at]
            at += 1


def _table_end(lines: list[str], at: int) -> int:
    if "|" not in lines[at] or at + 1 >= len(lines) or "|" not in lines[at + 1] or not TABLE_RULE.match(lines[at + 1]):
        return at
    end = at + 2
    while end < len(lines) and "|" in lines[end]:
        end += 1
    return end


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", inner)]
