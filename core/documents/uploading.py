"""Adds many files one after another in a thread, with what archives and e-mails among them hold; each can be watched.

It can be stopped: the file that is being added is left out whole, those before it stay. A file that fails says why, and
the next one goes on. What adding means, the caller gives.
"""

import logging
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

from core.documents.checks import harmless_name
from core.documents.sandbox import IsCancelled, unpack_untrusted
from core.documents.unpacking import is_container
from core.errors import AddingCancelled, AppError
from core.settings import Limits

State = Literal["waiting", "reading", "indexing", "done", "refused", "cancelled"]
BUG = "Something went wrong in the program; its log says what. The other files are not affected."


class Add(Protocol):
    """Reads and indexes one file; calls back with passages done and passages in all."""

    def __call__(
        self, name: str, content: bytes, on_progress: Callable[[int, int], object], is_cancelled: IsCancelled
    ) -> object: ...


@dataclass(frozen=True)
class FileProgress:
    """How far one file is. `message` says why it was refused."""

    name: str
    state: State = "waiting"
    done: int = 0
    total: int = 0
    message: str = ""

    @property
    def share(self) -> float:
        """Between 0 and 1, by passages."""
        return 1.0 if self.state == "done" else self.done / self.total if self.total else 0.0


@dataclass(frozen=True)
class _Waiting:
    """A file to add. `is_unpacked`: an e-mail whose attachments wait beside it already."""

    name: str
    content: bytes
    is_unpacked: bool = False


class UploadJob:
    """Adds files from the moment it is made. Safe to look at from other threads."""

    def __init__(self, add: Add, files: Sequence[tuple[str, bytes]], limits: Limits) -> None:
        self._add, self._limits = add, limits
        self._waiting = [_Waiting(name, content) for name, content in files]
        self._files = [FileProgress(harmless_name(name)) for name, _ in files]
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def files(self) -> tuple[FileProgress, ...]:
        """Every file in order, those of an archive or e-mail in its place."""
        with self._lock:
            return tuple(self._files)

    @property
    def is_running(self) -> bool:
        return self._thread.is_alive()

    def cancel(self) -> None:
        """Stop soon. Returns at once."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end, at most this long; whether it has come."""
        self._thread.join(seconds)
        return not self.is_running

    def _run(self) -> None:
        at = 0
        while self._waiting:
            file = self._waiting.pop(0)
            try:
                if self._stop.is_set():
                    raise AddingCancelled(f"{file.name}: stopped before it was read.")
                self._note(at, state="reading")
                at += self._take(at, file)
                continue
            except AddingCancelled:
                self._note(at, state="cancelled")
            except AppError as error:
                self._note(at, state="refused", message=str(error))
            except Exception:
                logging.getLogger(__name__).exception("A file could not be added")
                self._note(at, state="refused", message=f"{harmless_name(file.name)}: {BUG}")
            at += 1

    def _take(self, at: int, file: _Waiting) -> int:
        """Add a file, or put what an archive or e-mail holds in its place; how many files are finished by that."""
        if is_container(file.name) and not file.is_unpacked:
            return self._unpack(at, file.name, file.content)
        self._add(file.name, file.content, lambda done, total: self._indexed(at, done, total), self._stop.is_set)
        self._note(at, state="done")
        return 1

    def _indexed(self, at: int, done: int, total: int) -> None:
        if self._stop.is_set():
            raise AddingCancelled("Stopped while it was indexed.")
        self._note(at, state="indexing", done=done, total=total)

    def _unpack(self, at: int, name: str, content: bytes) -> int:
        with tempfile.TemporaryDirectory() as folder:
            file, inside = Path(folder) / "upload", Path(folder) / "files"
            file.write_bytes(content)
            inside.mkdir()
            unpacked = unpack_untrusted(file, inside, name, self._limits, self._stop.is_set)
            members = [_Waiting(member, path.read_bytes(), is_unpacked=True) for member, path in unpacked.files]
        refused = [FileProgress(left, "refused", message=f"{left}: {reason}") for left, reason in unpacked.skipped]
        with self._lock:
            self._files[at : at + 1] = [*refused, *(FileProgress(member.name) for member in members)]
        self._waiting[:0] = members
        return len(refused)

    def _note(self, at: int, **changes: object) -> None:
        with self._lock:
            self._files[at] = replace(self._files[at], **changes)  # type: ignore[arg-type]
