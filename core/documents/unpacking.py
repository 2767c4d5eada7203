"""Takes the files out of a ZIP archive or an e-mail, and of those within it, into a folder, under names of our own.

What the archive says about sizes is checked first and not believed afterwards: bytes are counted while they come.
It reads none of the files. Give archives of strangers to `sandbox.unpack_untrusted`.
"""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from core.documents.attachments import MAIL, attached_files, read_message
from core.documents.checks import check_bytes, check_content, check_size, harmless_name
from core.errors import AppError, LimitReached, UnreadableDocument
from core.settings import MEGABYTE, Limits

ARCHIVE = ".zip"
BLOCK = 1 << 18
IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db")


@dataclass
class Unpacked:
    """Files of an archive as (name, path), and those left out as (name, reason)."""

    files: list[tuple[str, Path]] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)


class _TooMuch(LimitReached):
    """The archives of an upload together hold too much: no file among them is to blame."""


@dataclass
class _Room:
    """What may still be unpacked from one upload, all its archives together."""

    limits: Limits
    bytes: int = 0
    files: int = 0
    written: int = 0

    def next_name(self) -> str:
        self.written += 1
        return f"file-{self.written}"

    def count(self, files: int) -> None:
        self.files += files
        if self.files > self.limits.archive_files:
            raise _TooMuch(f"it holds more than {self.limits.archive_files} files. Split it.")

    def take(self, size: int) -> None:
        self.bytes += size
        if self.bytes > self.limits.unpacked_bytes:
            most = self.limits.unpacked_bytes / MEGABYTE
            raise _TooMuch(f"it unpacks to more than {most:,.0f} MB. Take out what is no text, or split it.")


def unpack(path: Path, folder: Path, limits: Limits, name: str = "archive.zip") -> Unpacked:
    """Unpack a ZIP, or an e-mail called `name`, into `folder`. What cannot be unpacked is skipped with the reason.

    Raises `UnreadableDocument` where it is no archive or nothing is in it, and `LimitReached` where it holds too much.
    """
    check_size(path, limits)
    check_content(path, _suffix(name), limits)
    unpacked = Unpacked()
    unpacking = _Unpacking(folder, _Room(limits), unpacked)
    try:
        if _suffix(name) == MAIL:
            unpacking.take_mail(path, name, 1)
        else:
            unpacking.open_archive(path, "", 1)
    except _TooMuch as error:
        raise LimitReached(str(error)) from error
    if not unpacked.files:
        reasons = "; ".join(f"{name}: {reason}" for name, reason in unpacked.skipped[:3])
        raise UnreadableDocument(f"no file in it can be used. {reasons}".strip())
    return Unpacked(_with_own_names(unpacked.files), unpacked.skipped)


def is_container(name: str) -> bool:
    """Whether a file of this name may hold other files."""
    return _suffix(name) in (ARCHIVE, MAIL)


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


@dataclass
class _Unpacking:
    """One upload that is being unpacked. `depth`: how many archives and e-mails lie around a file."""

    folder: Path
    room: _Room
    into: Unpacked

    def open_archive(self, path: Path, above: str, depth: int) -> None:
        """Take what a ZIP holds; `above` are the folders that it lies in."""
        try:
            with zipfile.ZipFile(path) as archive:
                members = [member for member in archive.infolist() if not _is_ignored(member)]
                _check_declared(members, self.room)
                for member in members:
                    self._take_member(archive, member, f"{above}{member.filename}", depth)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise UnreadableDocument("it is no ZIP archive, or is broken. Pack it again.") from error

    def take_mail(self, path: Path, name: str, depth: int) -> None:
        """Take an e-mail and what is attached to it, which gets its name in front: many carry an `invoice.pdf`."""
        self.into.files.append((name, path))
        for attached, content in attached_files(read_message(path)):
            self._check_depth(depth, "what is attached to it")
            self.room.count(1)
            own = f"{name[: -len(MAIL)]} - {attached}"
            try:
                check_bytes(len(content), self.room.limits)
                self.room.take(len(content))
                target = self.folder / self.room.next_name()
                target.write_bytes(content)
                self._place(target, own, depth)
            except _TooMuch:
                raise
            except AppError as error:
                self.into.skipped.append((harmless_name(own), str(error)))

    def _take_member(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, depth: int) -> None:
        try:
            _check_member(member, self.room.limits)
            target = self.folder / self.room.next_name()
            _write(archive, member, target, self.room)
            self._place(target, name, depth)
        except _TooMuch:
            raise
        except (AppError, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
            self.into.skipped.append((harmless_name(name), _reason(error)))

    def _place(self, path: Path, name: str, depth: int) -> None:
        """Keep a file, or go into it where it holds files itself."""
        if not is_container(name):
            self.into.files.append((name, path))
            return
        if _suffix(name) == MAIL:
            self.take_mail(path, name, depth + 1)
        else:
            self._check_depth(depth + 1, "what it holds")
            self.open_archive(path, f"{name}/", depth + 1)

    def _check_depth(self, depth: int, held: str) -> None:
        deepest = self.room.limits.nesting
        if depth > deepest:
            raise LimitReached(f"archives and e-mails lie more than {deepest} deep. Unpack it and add {held}.")


def _check_declared(members: list[zipfile.ZipInfo], room: _Room) -> None:
    """Raise before anything is unpacked where the archive itself says that it holds too much."""
    room.count(len(members))
    _Room(room.limits, room.bytes).take(sum(member.file_size for member in members))


def _check_member(member: zipfile.ZipInfo, limits: Limits) -> None:
    if member.flag_bits & 1:
        raise UnreadableDocument("it is protected by a password. Pack it without one.")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise UnreadableDocument("it is a link, no file.")
    check_bytes(member.file_size, limits)


def _write(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, room: _Room) -> None:
    with archive.open(member) as packed, target.open("wb") as plain:
        while block := packed.read(BLOCK):
            room.take(len(block))
            plain.write(block)


def _is_ignored(member: zipfile.ZipInfo) -> bool:
    name = PurePosixPath(member.filename).name
    return member.is_dir() or member.filename.startswith(IGNORED[0]) or name.startswith(".") or name in IGNORED


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, AppError) else "it is damaged. Pack it again."


def _with_own_names(files: list[tuple[str, Path]]) -> list[tuple[str, Path]]:
    """Bare names; where several files have the same one, their folders go before it.

    >>> [name for name, _ in _with_own_names([("a/x.txt", Path()), ("b/x.txt", Path()), ("b/y.txt", Path())])]
    ['a - x.txt', 'b - x.txt', 'y.txt']
    """
    bare = [harmless_name(name) for name, _ in files]
    long = [harmless_name(name.replace("\\", "/").strip("/").replace("/", " - ")) for name, _ in files]
    chosen = [one if bare.count(one) == 1 else other for one, other in zip(bare, long, strict=True)]
    return [(name, path) for name, (_, path) in zip(_distinct(chosen), files, strict=True)]


def _distinct(names: list[str]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        path = PurePosixPath(name)
        yield name if seen[name] == 1 else f"{path.stem} ({seen[name]}){path.suffix}"
