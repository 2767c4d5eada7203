"""Tells by its first bytes what a file is, whatever it is named. It knows files that are no text, and no others."""

from dataclasses import dataclass
from pathlib import Path

SAVE_AS_TEXT = "Save its text as .pdf or .docx and add that."
LOOKED_AT = 1024


@dataclass(frozen=True)
class Kind:
    """What a file is by its first bytes: `magic` at the position `at`; the suffixes that such files may have."""

    magic: bytes
    name: str
    suffixes: tuple[str, ...] = ()
    advice: str = SAVE_AS_TEXT
    at: int = 0


PDF = Kind(b"%PDF-", "a PDF", (".pdf",), "Give it the suffix .pdf.")
OCR = "Run text recognition (OCR) over it and add the text."
UNPACK = "Unpack it, or pack it as .zip."

KINDS = (
    PDF,
    Kind(
        b"PK\x03\x04",
        "an archive or Office file",
        (".docx", ".xlsx", ".pptx", ".zip"),
        "Give it the suffix of what it is.",
    ),
    Kind(b"PK\x05\x06", "an empty archive", (), "Add the files that belong in it."),
    Kind(
        b"\xd0\xcf\x11\xe0",
        "an Office file with a password or of an older format",
        (),
        "Save it as .docx, .xlsx or .pptx without a password.",
    ),
    Kind(b"SQLite format 3\0", "an SQLite database", (".sqlite", ".db"), "Give it the suffix .sqlite."),
    Kind(b"{\\rtf", "a Rich Text document", (), "Save it as .docx."),
    Kind(b"\x89PNG\r\n", "a picture", (), OCR),
    Kind(b"\xff\xd8\xff", "a picture", (), OCR),
    Kind(b"GIF8", "a picture", (), OCR),
    Kind(b"WEBP", "a picture", (), OCR, at=8),
    Kind(b"\x1f\x8b\x08", "a packed file (gzip)", (), UNPACK),
    Kind(b"7z\xbc\xaf\x27\x1c", "a packed file (7z)", (), UNPACK),
    Kind(b"Rar!\x1a\x07", "a packed file (RAR)", (), UNPACK),
    Kind(b"\xfd7zXZ\0", "a packed file (xz)", (), UNPACK),
    Kind(b"\x7fELF", "a program", (), "Add a document."),
)


def content_kind(path: Path, suffix: str) -> Kind | None:
    """The kind that a file's first bytes show; None for text and for what is not known here.

    A file that is named .pdf may hold other bytes before the PDF (PDF 1.7, implementation note 13).
    """
    with path.open("rb") as stream:
        start = stream.read(LOOKED_AT)
    if suffix == ".pdf" and PDF.magic in start:
        return PDF
    return next((kind for kind in KINDS if start[kind.at :].startswith(kind.magic)), None)
