"""Looks at a file before any parser does: its name, its size, and whether its bytes are what its suffix says."""

import re
import zipfile
from pathlib import Path

from core.documents.extraction import clean_text
from core.documents.plain import UNICODE_MARKS, encoding_without_mark
from core.documents.signatures import content_kind
from core.errors import LimitReached, UnreadableDocument
from core.settings import MEGABYTE, Limits

LONGEST_NAME = 120

MAIN_PART = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}


def harmless_name(name: str) -> str:
    """The bare file name: no folders, no control or invisible characters, no leading dots, at most 120 characters.

    >>> harmless_name("../../etc/x\\x00.txt"), harmless_name("C:\\\\files\\\\plan.pdf"), harmless_name("..")
    ('x.txt', 'plan.pdf', 'unnamed')
    """
    bare = clean_text(re.split(r"[/\\]", name)[-1]).replace("\n", " ").replace("\t", " ").strip().lstrip(".")
    suffix = Path(bare).suffix[:LONGEST_NAME]
    return bare.removesuffix(suffix)[: LONGEST_NAME - len(suffix)] + suffix if bare else "unnamed"


def check_size(path: Path, limits: Limits) -> None:
    """Raise unless the path is a plain file that holds something and is not too large."""
    if not path.is_file():
        raise UnreadableDocument("there is no such file. Check its path.")
    size = path.stat().st_size
    if size == 0:
        raise UnreadableDocument("it is empty. Add a file that has content.")
    check_bytes(size, limits)


def check_bytes(size: int, limits: Limits) -> None:
    """Raise for a file of more bytes than are allowed."""
    if size > limits.file_bytes:
        allowed = limits.file_bytes / MEGABYTE
        raise LimitReached(
            f"it has {size / MEGABYTE:,.1f} MB; the limit is {allowed:,.1f} MB. Split it or compress its pictures."
        )


def check_content(path: Path, suffix: str, limits: Limits) -> None:
    """Raise where the bytes contradict the suffix, or where an Office file would unpack to more than is allowed."""
    kind = content_kind(path, suffix)
    if kind and suffix not in kind.suffixes:
        raise UnreadableDocument(f"it is named {suffix} but is {kind.name}. {kind.advice}")
    if kind is None and suffix == ".pdf":
        raise UnreadableDocument("it is named .pdf but holds no PDF. Give it the suffix of what it is.")
    if kind is None and suffix in {".zip", ".sqlite", ".db", *MAIN_PART}:
        raise UnreadableDocument(f"it is named {suffix} but is none, or is broken. Give it the suffix of what it is.")
    if suffix in MAIN_PART:
        _check_office_file(path, suffix, limits)
    elif kind is None:
        _check_text_file(path)


def _check_office_file(path: Path, suffix: str, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            names, unpacked = archive.namelist(), sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableDocument(
            f"it is named {suffix} but is none, or is broken. Save it again as {suffix}."
        ) from error
    if MAIN_PART[suffix] not in names:
        raise UnreadableDocument(f"it is named {suffix} but holds something else. Give it the suffix of what it is.")
    if unpacked > limits.unpacked_bytes:
        raise LimitReached(
            f"it unpacks to {unpacked / MEGABYTE:,.0f} MB; the limit is {limits.unpacked_bytes / MEGABYTE:,.0f} MB. "
            "Split it or take out what is not text."
        )


def _check_text_file(path: Path) -> None:
    content = path.read_bytes()
    is_wide = content.startswith(tuple(UNICODE_MARKS)) or encoding_without_mark(content)
    if b"\0" in content and not is_wide:
        raise UnreadableDocument("it holds binary data, no text. If it is text, save it as UTF-8.")
