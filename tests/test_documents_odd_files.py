"""Whatever a stranger uploads: it is read, or refused by name with a reason; nothing crashes, hangs, grows or leaks."""

import re
import sys
import time
from pathlib import Path

import pytest

from core.documents import sandbox
from core.documents.sandbox import read_untrusted
from core.documents.splitting import split_into_passages
from core.errors import LimitReached, UnreadableDocument
from core.settings import Limits, RetrievalSettings
from core.ui.passage_boundaries import boundaries_html
from core.ui.source_view import describe_place, mark_passage
from tests.odd_files import ODD_FILES, OddFile

LIMITS = Limits(reading_seconds=30, reading_memory_bytes=1_000_000_000)
MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[2:]).returncode
with open(sys.argv[1], "a") as file:
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=file)
sys.exit(code if code >= 0 else 128 - code)
"""
"""Runs a command and notes the most memory that it had, in kB."""
OUR_TAGS = re.compile(r"</?(p|b|mark|sup)( class=\"[\w -]+\")?>")


@pytest.fixture
def peaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with the peak memory of each process that has read something."""
    file = tmp_path / "peaks"
    measured = [sys.executable, "-S", "-c", MEASURED, str(file), *sandbox.COMMAND]
    monkeypatch.setattr(sandbox, "COMMAND", measured)
    return file


@pytest.mark.parametrize("odd", ODD_FILES, ids=lambda odd: odd.title)
def test_an_odd_file_is_read_or_refused_with_a_reason(tmp_path: Path, peaks: Path, odd: OddFile) -> None:
    path = tmp_path / "upload"
    path.write_bytes(odd.make())
    began = time.monotonic()
    try:
        document = read_untrusted(path, odd.name, LIMITS)
    except (UnreadableDocument, LimitReached) as error:
        assert str(error).startswith(f"{odd.name}: ")
        assert odd.outcome.startswith("!"), f"It was refused: {error}"
        assert odd.outcome[1:] in str(error)
        assert "crashed" not in str(error)
    else:
        assert odd.outcome == "!" or odd.outcome in document.text
        passages = split_into_passages(document, RetrievalSettings())
        assert all(document.text[each.start : each.end] == each.text for each in passages)
        for passage in passages[:50]:
            shown = mark_passage(passage, (), 1) + describe_place(passage)
            assert "<" not in OUR_TAGS.sub("", shown)
        drawn = boundaries_html(document.text, passages[:50], 1)
        assert not any(tag in drawn for tag in ("<script", "<img", "<iframe", "<b>"))
    assert time.monotonic() - began < 30
    assert all(int(kilobytes) < 1_000_000 for kilobytes in peaks.read_text().split())


def test_there_are_many_of_them() -> None:
    assert len(ODD_FILES) >= 60
