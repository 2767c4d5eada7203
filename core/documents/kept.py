"""The documents of one workspace on disk: as they were read, and the files of PDFs for pictures of their pages.

<hash>.json   a document as it was read; uploads themselves are not kept
<hash>.pdf    the file itself of a PDF
"""

import hashlib
import json
from dataclasses import asdict
from functools import partial
from pathlib import Path

from core.documents.page_pictures import PagePicture, PictureBook
from core.documents.sandbox import draw_untrusted
from core.errors import UnreadableDocument
from core.records import Document, document_from_fields
from core.settings import Limits


class KeptDocuments:
    """Documents by name. Not to be changed by two threads at once; reading does not wait."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder = folder
        self._pictures = PictureBook(partial(draw_untrusted, limits=limits))
        folder.mkdir(parents=True, exist_ok=True)
        read = [_load(file) for file in sorted(folder.glob("*.json"))]
        self._by_name = {document.name: document for document in read}

    def __len__(self) -> int:
        return len(self._by_name)

    def names(self) -> list[str]:
        return sorted(self._by_name)

    def get(self, name: str) -> Document | None:
        return self._by_name.get(name)

    def all(self) -> tuple[Document, ...]:
        """By name."""
        return tuple(self._by_name[name] for name in self.names())

    def put(self, document: Document, content: bytes | None = None) -> None:
        """Keep a document in the place of one of its name; `content` of its file, which is kept of a PDF."""
        self._forget_files(document.name)
        self._file(document, ".json").write_text(json.dumps(asdict(document)), encoding="utf8")
        if content is not None and document.name.lower().endswith(".pdf"):
            self._file(document, ".pdf").write_bytes(content)
        self._by_name[document.name] = document

    def forget(self, name: str) -> None:
        self._forget_files(name)
        self._by_name.pop(name, None)

    def has_page_pictures(self, name: str) -> bool:
        """Whether this document is a PDF whose file is kept."""
        document = self.get(name)
        return document is not None and self._file(document, ".pdf").exists()

    def page_picture(self, name: str, number: int) -> PagePicture:
        """Page `number`, from 1, of a PDF, drawn in a sandbox. Raises `UnreadableDocument` or `LimitReached`."""
        document = self.get(name)
        if document is None or not self.has_page_pictures(name):
            raise UnreadableDocument(f"{name}: there is no picture of its pages. Add it again as a PDF.")
        return self._pictures.page(self._file(document, ".pdf"), number)

    def _forget_files(self, name: str) -> None:
        if document := self.get(name):
            self._pictures.forget(self._file(document, ".pdf"))
            for suffix in (".json", ".pdf"):
                self._file(document, suffix).unlink(missing_ok=True)

    def _file(self, document: Document, suffix: str) -> Path:
        """A name that no document's own name can influence, one for each document."""
        digest = hashlib.sha256(f"{document.name}\0{document.version}".encode()).hexdigest()
        return self._folder / f"{digest[:24]}{suffix}"


def _load(file: Path) -> Document:
    return document_from_fields(json.loads(file.read_text(encoding="utf8")))
