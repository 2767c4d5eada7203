"""Files of strangers are read in a process that cannot take the app down with it."""

import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import docx
import pytest

from core.documents.reading import read_document
from core.documents.sandbox import exit_error, read_untrusted
from core.errors import LimitReached, UnreadableDocument
from core.settings import MEGABYTE, Limits


def large_word_file(path: Path, paragraphs: int) -> Path:
    """A valid .docx of some kilobytes that unpacks to very many paragraphs."""
    docx.Document().save(str(path))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = b"<w:body>" + b"<w:p><w:r><w:t>rain</w:t></w:r></w:p>" * paragraphs + b"</w:body></w:document>"
    head = parts["word/document.xml"].split(b"<w:body>")[0]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts | {"word/document.xml": head + body}).items():
            archive.writestr(name, content)
    return path


def test_the_document_is_the_same_as_without_a_sandbox(tmp_path: Path) -> None:
    path = tmp_path / "upload-7"
    path.write_text("# Über uns\n\nWir bauen Wetterstationen. 气象站\n", encoding="utf-8")
    assert read_untrusted(path, "../about.md") == read_document(path, "about.md")
    assert read_untrusted(path, "about.md").headings[0].text == "Über uns"


def test_errors_come_through_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_text("no pdf")
    with pytest.raises(UnreadableDocument, match=r"^a\.pdf: it is named \.pdf but holds no PDF"):
        read_untrusted(path)
    with pytest.raises(LimitReached, match=r"^a\.pdf: it has"):
        read_untrusted(path, limits=Limits(file_bytes=1))


def test_a_file_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    path = large_word_file(tmp_path / "slow.docx", 400_000)
    began = time.monotonic()
    with pytest.raises(LimitReached, match=r"^slow\.docx: .*longer than 1 seconds"):
        read_untrusted(path, limits=Limits(reading_seconds=1))
    assert time.monotonic() - began < 5


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process can be capped on Linux")
def test_a_file_that_takes_too_much_memory_is_stopped(tmp_path: Path) -> None:
    path = large_word_file(tmp_path / "huge.docx", 1_200_000)
    assert path.stat().st_size < MEGABYTE
    with pytest.raises((LimitReached, UnreadableDocument), match=r"^huge\.docx: "):
        read_untrusted(path, limits=Limits(reading_memory_bytes=300 * MEGABYTE))


@pytest.mark.parametrize(
    ("returncode", "kind"),
    [(-9, LimitReached), (-24, LimitReached), (-11, UnreadableDocument), (1, UnreadableDocument)],
)
def test_a_reader_that_died_is_explained(returncode: int, kind: type[Exception]) -> None:
    error = exit_error(returncode, "a.pdf")
    assert type(error) is kind
    assert str(error).startswith("a.pdf: ")


def test_the_reading_process_is_given_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, str] = {}
    start = subprocess.Popen

    def note_environment(*args: object, **kwargs: object) -> object:
        seen.update(kwargs["env"])  # type: ignore[call-overload]
        return start(*args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", note_environment)
    monkeypatch.setitem(os.environ, "HF_TOKEN", "secret")
    (tmp_path / "a.txt").write_text("text")
    assert read_untrusted(tmp_path / "a.txt").text == "text"
    assert seen
    assert "secret" not in seen.values()


def test_starting_the_reading_process_imports_nothing_heavy() -> None:
    heavy = "{'torch', 'streamlit', 'chromadb', 'transformers', 'langchain_core'}"
    code = f"import sys, core.documents.sandbox; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1]).returncode == 0
