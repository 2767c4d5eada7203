"""Takes the text out of the pages of a PDF, as it stands on each, and tells which pages are damaged.

pypdf reads; where it fails over a page or the whole file, PDFium, which mends more, is asked for the bare text.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from core.documents.extraction import clean_text
from core.documents.pdf_headings import LineSizes, size_recorder
from core.errors import AppError, LimitReached, UnreadableDocument
from core.settings import Limits


@dataclass(frozen=True)
class RawPage:
    """A page's text, the same as it is laid out, and the sizes of its pieces; the last two only of a whole page."""

    text: str = ""
    layout: str = ""
    sizes: LineSizes = field(default_factory=list)
    state: Literal["whole", "recovered", "damaged"] = "whole"


def read_pages(path: Path, limits: Limits) -> list[RawPage]:
    """Every page. Raises `UnreadableDocument` where none can be read or there is a password, and `LimitReached`."""
    pages: list[RawPage] = []
    with _parser_errors_ignored():
        pages = _read_all(path, limits)
    if not pages or any(page.state == "damaged" for page in pages):
        pages = _recover(path, limits, pages)
    if not pages or all(page.state == "damaged" for page in pages):
        raise UnreadableDocument("it is broken, with no page left to read. Open it in a PDF program and save it again.")
    return pages


def page_notes(pages: Sequence[RawPage]) -> tuple[str, ...]:
    """What is missing from the text, page by page."""
    numbered = list(enumerate(pages, start=1))
    damaged = [number for number, page in numbered if page.state == "damaged"]
    recovered = [number for number, page in numbered if page.state == "recovered"]
    blank = [number for number, page in numbered if page.state != "damaged" and not page.text.strip()]
    notes = [f"{list_pages(damaged)} damaged and left out; the others were read."] if damaged else []
    notes += [f"{list_pages(recovered)} damaged; the text was recovered without tables."] if recovered else []
    notes += [f"{list_pages(blank)} without text: blank, damaged, or scanned and in need of OCR."] if blank else []
    return tuple(notes)


def list_pages(numbers: Sequence[int]) -> str:
    """Page numbers in words, at most ten.

    >>> list_pages([4]), list_pages([1, 2])
    ('Page 4 is', 'Pages 1, 2 are')
    """
    shown = ", ".join(map(str, numbers[:10])) + (f" and {len(numbers) - 10} more" if len(numbers) > 10 else "")
    return f"Page {shown} is" if len(numbers) == 1 else f"Pages {shown} are"


@contextmanager
def _parser_errors_ignored() -> Iterator[None]:
    """Go on where a parser fails: it may raise anything over a broken file. What we raise ourselves goes through."""
    try:
        yield
    except (AppError, MemoryError):
        raise
    except Exception:
        return


def _read_all(path: Path, limits: Limits) -> list[RawPage]:
    from pypdf import PasswordType, PdfReader

    with path.open("rb") as stream:
        reader = PdfReader(stream)
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise UnreadableDocument("it is protected by a password. Save a copy without one and add that.")
        _check_count(len(reader.pages), limits)
        return [_read_one(reader, at) for at in range(len(reader.pages))]


def _check_count(count: int, limits: Limits) -> None:
    if count > limits.pages:
        raise LimitReached(f"it has {count:,} pages; the limit is {limits.pages:,}. Split it.")


def _read_one(reader: Any, at: int) -> RawPage:
    sizes: LineSizes = []
    with _parser_errors_ignored():
        page = reader.pages[at]
        text = clean_text(page.extract_text(visitor_text=size_recorder(sizes)))
        return RawPage(text, _layout(page), sizes)
    return RawPage(state="damaged")


def _layout(page: Any) -> str:
    """The page's text as it stands on the page. Only tables need it, so an odd page that breaks it has none."""
    with _parser_errors_ignored():
        return clean_text(page.extract_text(extraction_mode="layout"))
    return ""


def _recover(path: Path, limits: Limits, pages: list[RawPage]) -> list[RawPage]:
    """The pages, with what PDFium reads of those that are damaged; all from PDFium where there is none yet."""
    from pypdfium2 import PdfDocument

    with _parser_errors_ignored():
        document = PdfDocument(path)
        _check_count(len(document), limits)
        known = pages or [RawPage(state="damaged")] * len(document)
        return [_recover_one(document, at) if page.state == "damaged" else page for at, page in enumerate(known)]
    return pages


def _recover_one(document: Any, at: int) -> RawPage:
    with _parser_errors_ignored():
        text = clean_text(document[at].get_textpage().get_text_range())
        if text.strip():
            return RawPage(text, state="recovered")
    return RawPage(state="damaged")
