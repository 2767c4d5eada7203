"""A file -> a Document, whatever its format. To add a format, write a `Reader` and name it in `READERS`.

The file is parsed in this process; give files of strangers to `sandbox.read_untrusted`, which calls this in another.
Formats that LangChain also loads are read with the libraries underneath: its loaders fetch a URL that comes as a path,
and keep neither page offsets nor headings.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.documents.checks import check_content, check_size, harmless_name
from core.documents.database import read_database
from core.documents.delimited import read_delimited
from core.documents.extraction import Reader
from core.documents.json_rows import read_json, read_json_lines
from core.documents.mail import read_mail
from core.documents.pdf import read_pdf
from core.documents.plain import read_markdown, read_text_file
from core.documents.slides import read_slides
from core.documents.spreadsheets import read_workbook
from core.documents.web import read_html
from core.documents.word import read_word
from core.errors import AppError, LimitReached, UnreadableDocument
from core.records import Document
from core.settings import Limits

READERS: dict[str, Reader] = {
    ".txt": read_text_file,
    ".md": read_markdown,
    ".pdf": read_pdf,
    ".docx": read_word,
    ".pptx": read_slides,
    ".eml": read_mail,
    ".html": read_html,
    ".htm": read_html,
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".xlsx": read_workbook,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".sqlite": read_database,
    ".db": read_database,
}
ALIASES = {
    ".text": ".txt",
    ".log": ".txt",
    ".markdown": ".md",
    ".xhtml": ".html",
    ".tab": ".tsv",
    ".ndjson": ".jsonl",
    ".sqlite3": ".sqlite",
}
"""Other suffixes of the same formats."""

VERSION_DIGITS = 12
DEFAULT_LIMITS = Limits()


def read_document(path: Path, name: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read one file. `name` is what the user calls it, where the file lies under another name; its suffix decides.

    Raises `UnreadableDocument` for what cannot be read and `LimitReached` for what is too large.
    """
    name = harmless_name(name or path.name)
    with naming(name):
        suffix = plain_suffix(name)
        reader = reader_for(suffix)
        check_size(path, limits)
        check_content(path, suffix, limits)
        read = reader(path, limits)
        if not read.text.strip():
            raise UnreadableDocument(
                "no text was found in it. If it is scanned, run text recognition (OCR) over it first."
            )
    content = path.read_bytes()
    version = hashlib.sha256(content).hexdigest()[:VERSION_DIGITS]
    return Document(name, version, read.text, read.kind, read.pages, read.headings, len(content), read.rows, read.notes)


def plain_suffix(name: str) -> str:
    """The suffix in small letters, as `READERS` has it.

    >>> plain_suffix("Notes.TXT"), plain_suffix("notes.log")
    ('.txt', '.txt')
    """
    suffix = Path(name).suffix.lower()
    return ALIASES.get(suffix, suffix)


def reader_for(suffix: str) -> Reader:
    """The reader of a suffix. Raises `UnreadableDocument` that lists the known ones."""
    if suffix not in READERS:
        raise UnreadableDocument(
            f"files {f'of the kind {suffix}' if suffix else 'without a suffix'} cannot be read here. "
            f"Save it as one of: {', '.join(READERS)}."
        )
    return READERS[suffix]


@contextmanager
def naming(name: str) -> Iterator[None]:
    """Put the document's name in front of what went wrong. A parser may raise anything over a broken file."""
    try:
        yield
    except AppError as error:
        raise type(error)(f"{name}: {error}") from error
    except MemoryError as error:
        raise LimitReached(f"{name}: it needs more memory than is allowed for one file. Split it.") from error
    except Exception as error:
        raise UnreadableDocument(
            f"{name}: it is broken or unusual and could not be read ({type(error).__name__}). "
            "Open it in the program that made it and save it again."
        ) from error
