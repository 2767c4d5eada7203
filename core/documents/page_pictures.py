"""A page of a PDF as a picture, with the place of every character on it, by PDFium. Knows nothing of documents' texts.

`draw_page` parses the file in this process: for files of strangers go through `sandbox.draw_untrusted`, which calls it
in another, or a `PictureBook`, which keeps what was drawn. Forms and scripts of a PDF are not run.
"""

import base64
import ctypes
import io
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from core.errors import UnreadableDocument

WIDEST, TALLEST = 1000, 2000
"""Pixels of a picture; a page of any size is scaled into them."""
MOST_CHARACTERS = 30_000
PNG = b"\x89PNG\r\n\x1a\n"

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, as shares of the page's width and height, from the upper left corner."""


@dataclass(frozen=True)
class PagePicture:
    """A PNG of `width` x `height` pixels; `boxes[i]` is where `text[i]` stands. A character without ink has no area."""

    png: bytes
    width: int
    height: int
    text: str
    boxes: tuple[Box, ...]


Draw = Callable[[Path, int], PagePicture]


class PictureBook:
    """Keeps the pictures drawn last, by file and page. Safe for several threads; a file must not change."""

    def __init__(self, draw: Draw, most: int = 24) -> None:
        self._draw = draw
        self._most = most
        self._kept: OrderedDict[tuple[Path, int], PagePicture] = OrderedDict()
        self._lock = Lock()

    def page(self, path: Path, number: int) -> PagePicture:
        """Page `number`, from 1. Raises as the drawing does."""
        with self._lock:
            if (path, number) in self._kept:
                self._kept.move_to_end((path, number))
                return self._kept[path, number]
        picture = self._draw(path, number)
        with self._lock:
            self._kept[path, number] = picture
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return picture

    def forget(self, path: Path) -> None:
        """Let go of the pictures of a file."""
        with self._lock:
            for key in [key for key in self._kept if key[0] == path]:
                del self._kept[key]


def draw_page(path: Path, number: int) -> PagePicture:
    """Page `number`, from 1. Raises `UnreadableDocument` where there is no such page or it cannot be drawn."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as document:
            if not 1 <= number <= len(document):
                raise UnreadableDocument(f"it has no page {number}.")
            return _draw(document[number - 1])
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(f"page {number} cannot be drawn ({error}).") from error


def _draw(page: Any) -> PagePicture:
    wide, high = page.get_size()
    bitmap = page.render(scale=min(WIDEST / max(wide, 1), TALLEST / max(high, 1)), may_draw_forms=False)
    stream = io.BytesIO()
    bitmap.to_pil().save(stream, "PNG")
    text_page = page.get_textpage()
    count = min(text_page.count_chars(), MOST_CHARACTERS)
    characters = [_character(text_page, at) for at in range(count)]
    boxes = tuple(_box(page, text_page.get_charbox(at)) for at in range(count))
    return PagePicture(stream.getvalue(), bitmap.width, bitmap.height, "".join(characters), boxes)


def _character(text_page: Any, at: int) -> str:
    """One character for each of PDFium's, so that texts and boxes stay in step."""
    from pypdfium2 import raw

    code = raw.FPDFText_GetUnicode(text_page, at)
    return chr(code) if code and not 0xD800 <= code <= 0xDFFF and code <= 0x10FFFF else " "


GRID = 10_000


def _box(page: Any, place: tuple[float, float, float, float]) -> Box:
    """A character's place on the page -> on the picture: PDFium knows how the page is turned and cropped."""
    left, bottom, right, top = place
    corners = [_on_picture(page, x, y) for x, y in ((left, top), (right, bottom))]
    (x0, x1), (y0, y1) = (sorted(axis) for axis in zip(*corners, strict=True))
    return x0, y0, x1, y1


def _on_picture(page: Any, x: float, y: float) -> tuple[float, float]:
    from pypdfium2 import raw

    at_x, at_y = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, GRID, GRID, 0, x, y, at_x, at_y)
    return at_x.value / GRID, at_y.value / GRID


def fields_of(picture: PagePicture) -> dict[str, Any]:
    """A picture as JSON can carry it."""
    png = base64.b64encode(picture.png).decode()
    return {"png": png, "width": picture.width, "height": picture.height, "text": picture.text, "boxes": picture.boxes}


def picture_from_fields(fields: Mapping[str, Any]) -> PagePicture:
    """A picture from `fields_of`, checked: what drew it had a stranger's file in its hands.

    Raises `UnreadableDocument` where it is no picture.
    """
    png = base64.b64decode(fields["png"])
    boxes = tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in fields["boxes"])
    if not png.startswith(PNG) or len(boxes) != len(fields["text"]):
        raise UnreadableDocument("its page cannot be shown as a picture.")
    return PagePicture(png, int(fields["width"]), int(fields["height"]), str(fields["text"]), boxes)
