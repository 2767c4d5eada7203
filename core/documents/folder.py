"""Reads the documents at the top of a folder, those in ZIP archives and e-mails too; tells what it left out and why.

It does not go into subfolders. JSON Lines files of questions (training pairs, question sets) are no documents: searched
as such, they would hand the answers to the arms.
"""

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from core.documents.reading import DEFAULT_LIMITS, read_document
from core.documents.sandbox import unpack_untrusted
from core.documents.unpacking import is_container
from core.errors import AppError, LimitReached, NothingToSearch, UnreadableDocument, UnusableInput
from core.records import Document
from core.settings import Limits

ReadFile = Callable[[Path, str, Limits], Document]
QUESTION_ROWS_LOOKED_AT = 20


@dataclass(frozen=True)
class FolderContents:
    """The documents of a folder by name, and the files left out, each as (name, reason)."""

    documents: tuple[Document, ...]
    skipped: tuple[tuple[str, str], ...]


def read_folder(folder: Path, limits: Limits = DEFAULT_LIMITS, read: ReadFile = read_document) -> FolderContents:
    """Read every document at the top of `folder`; `read` may be `sandbox.read_untrusted`.

    Raises `UnusableInput` when there is no such folder and `NothingToSearch` when it has no readable document.
    """
    if not folder.is_dir():
        raise UnusableInput(f"{folder} is no folder. Give the path of a folder that holds your documents.")
    documents: list[Document] = []
    skipped: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as scratch:
        for name, path in _files(folder, Path(scratch), limits, skipped):
            try:
                check_is_document(path, name)
                if len(documents) == limits.documents:
                    raise LimitReached(f"{name}: the limit of {limits.documents} documents is reached.")
                documents.append(read(path, name, limits))
            except AppError as error:
                skipped.append((name, str(error).removeprefix(f"{name}: ")))
    if not documents:
        raise NothingToSearch(f"{folder} has no document that can be read. {_reasons(skipped)}".strip())
    return FolderContents(tuple(documents), tuple(skipped))


def _files(folder: Path, scratch: Path, limits: Limits, skipped: list[tuple[str, str]]) -> Iterator[tuple[str, Path]]:
    """Names and paths of the files, those of archives and e-mails unpacked into `scratch`."""
    for at, path in enumerate(sorted(folder.iterdir(), key=lambda path: path.name)):
        if not is_container(path.name) or not path.is_file():
            yield path.name, path
            continue
        try:
            inside = scratch / str(at)
            inside.mkdir()
            unpacked = unpack_untrusted(path, inside, path.name, limits)
        except AppError as error:
            skipped.append((path.name, str(error).removeprefix(f"{path.name}: ")))
        else:
            skipped += unpacked.skipped
            yield from unpacked.files


def check_is_document(path: Path, name: str) -> None:
    """Raise `UnreadableDocument`, with the reason, for what is not meant as a document."""
    if name.startswith("."):
        raise UnreadableDocument("it is hidden.")
    if path.is_dir():
        raise UnreadableDocument("it is a folder; only files at the top are read.")
    if Path(name).suffix.lower() == ".jsonl" and holds_questions(path):
        raise UnreadableDocument(
            "it holds questions with answers, which are no document. Import it as pairs or questions."
        )


def holds_questions(path: Path) -> bool:
    """Whether the first rows of a JSON Lines file all have `question` and `answer` or `answers`."""
    try:
        with path.open(encoding="utf-8-sig") as lines:
            rows = [json.loads(line) for line in islice(filter(str.strip, lines), QUESTION_ROWS_LOOKED_AT)]
    except (ValueError, OSError, RecursionError):
        return False
    return bool(rows) and all(
        isinstance(row, dict) and "question" in row and ("answer" in row or "answers" in row) for row in rows
    )


def _reasons(skipped: list[tuple[str, str]]) -> str:
    shown = "; ".join(f"{name}: {reason}" for name, reason in skipped[:3])
    return f"Left out: {shown}" if shown else "It is empty."
