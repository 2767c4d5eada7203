"""Archives give their files, under names of our own; what is too large, linked or damaged is left out by name."""

import doctest
import io
import stat
import sys
import zipfile
from pathlib import Path

import pytest

from core.documents import unpacking
from core.documents.folder import read_folder
from core.documents.sandbox import read_untrusted, unpack_untrusted
from core.documents.unpacking import unpack
from core.errors import AddingCancelled, LimitReached, UnreadableDocument
from core.settings import Limits
from tests.made_files import slides, word, zipped

LIMITS = Limits()


def take(tmp_path: Path, content: bytes, limits: Limits = LIMITS) -> unpacking.Unpacked:
    (tmp_path / "upload").write_bytes(content)
    (tmp_path / "out").mkdir()
    return unpack(tmp_path / "upload", tmp_path / "out", limits)


def names(unpacked: unpacking.Unpacked) -> list[str]:
    return [name for name, _ in unpacked.files]


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(unpacking).failed == 0


def test_files_of_all_formats_come_out_and_can_be_read(tmp_path: Path) -> None:
    inner = zipped({"deep.txt": b"Deep rain."})
    parts = {"a.docx": word("Rain."), "b/c.pptx": slides("Hail"), "b/notes.txt": b"Fog.", "more.zip": inner}
    (tmp_path / "upload").write_bytes(zipped(parts | {"__MACOSX/a.docx": b"x", ".DS_Store": b"x"}))
    (tmp_path / "out").mkdir()
    unpacked = unpack_untrusted(tmp_path / "upload", tmp_path / "out", "files.zip")
    assert names(unpacked) == ["a.docx", "c.pptx", "notes.txt", "deep.txt"]
    texts = [read_untrusted(path, name).text for name, path in unpacked.files]
    assert texts == ["Rain.", "Hail\n\nAbout Hail", "Fog.", "Deep rain."]
    assert unpacked.skipped == []


def test_names_in_an_archive_never_become_paths(tmp_path: Path) -> None:
    hostile = {"../../up.txt": b"1", "/etc/passwd.txt": b"2", "C:\\x\\y.txt": b"3", "a/../../z.txt": b"4"}
    unpacked = take(tmp_path, zipped(hostile))
    assert names(unpacked) == ["up.txt", "passwd.txt", "y.txt", "z.txt"]
    assert all(path.parent == tmp_path / "out" for _, path in unpacked.files)
    assert {path.name for path in tmp_path.iterdir()} == {"upload", "out"}


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        for name in ("2023/report.txt", "2024/report.txt", "same.txt", "same.txt"):
            archive.writestr(name, name)
    found = names(take(tmp_path, stream.getvalue()))
    assert found == ["2023 - report.txt", "2024 - report.txt", "same.txt", "same (2).txt"]


def nested(depth: int) -> bytes:
    content = b"rain"
    for at in range(depth):
        content = zipped({"a.txt" if at == 0 else "inner.zip": content})
    return content


def test_archives_may_lie_two_deep_and_no_deeper(tmp_path: Path) -> None:
    assert names(take(tmp_path, nested(2))) == ["a.txt"]
    (tmp_path / "three").mkdir()
    with pytest.raises(UnreadableDocument, match=r"inner\.zip: archives and e-mails lie more than 2 deep"):
        take(tmp_path / "three", nested(3))


@pytest.mark.parametrize(
    "content",
    [
        zipped({"a.txt": bytes(6_000_000)}),
        zipped({f"{at}.txt": bytes(1_500_000) for at in range(4)}),
        zipped({f"{at}.zip": zipped({"a.txt": bytes(3_000_000)}) for at in range(2)}),
    ],
    ids=["one large file", "many files", "within archives"],
)
def test_a_bomb_is_refused(tmp_path: Path, content: bytes) -> None:
    assert len(content) < 50_000
    with pytest.raises(LimitReached, match="unpacks to more than 5 MB"):
        take(tmp_path, content, Limits(unpacked_bytes=5_000_000))
    written = sum(path.stat().st_size for path in (tmp_path / "out").iterdir())
    assert written <= 5_500_000


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LimitReached, match="more than 200 files"):
        take(tmp_path, zipped({f"{at}.txt": b"x" for at in range(201)}))


def test_what_cannot_be_taken_is_left_out_by_name(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("good.txt", b"rain")
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("damaged.txt", b"this text will be changed")
        archive.writestr("large.txt", bytes(2_000_000), zipfile.ZIP_DEFLATED)
        archive.writestr("broken.zip", b"no archive")
    content = stream.getvalue().replace(b"this text will", b"this text was ")
    unpacked = take(tmp_path, content, Limits(file_bytes=1_000_000))
    assert names(unpacked) == ["good.txt"]
    reasons = dict(unpacked.skipped)
    assert set(reasons) == {"link.txt", "damaged.txt", "large.txt", "broken.zip"}
    assert "a link" in reasons["link.txt"]
    assert "damaged" in reasons["damaged.txt"]
    assert "the limit is" in reasons["large.txt"]


@pytest.mark.parametrize("content", [b"PK\x03\x04rubbish", b"rain", zipped({}), zipped({"folder/": b""})])
def test_no_archive_and_an_empty_one_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "upload").write_bytes(content)
    with pytest.raises(UnreadableDocument, match=r"^a\.zip: "):
        unpack_untrusted(tmp_path / "upload", tmp_path, "a.zip")


def test_unpacking_and_reading_can_be_cancelled(tmp_path: Path) -> None:
    (tmp_path / "upload").write_bytes(zipped({"a.txt": b"rain"}))
    with pytest.raises(AddingCancelled):
        unpack_untrusted(tmp_path / "upload", tmp_path, "a.zip", is_cancelled=lambda: True)
    with pytest.raises(AddingCancelled):
        read_untrusted(tmp_path / "upload", "a.txt", is_cancelled=lambda: True)


@pytest.mark.skipif(sys.platform == "win32", reason="names with a colon")
def test_a_folder_with_archives_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"x.txt": b"Rain.", "y.exe": b"MZ"}))
    (tmp_path / "b.zip").write_bytes(b"no archive")
    contents = read_folder(tmp_path)
    assert [document.name for document in contents.documents] == ["x.txt"]
    assert [name for name, _ in contents.skipped] == ["y.exe", "b.zip"]
