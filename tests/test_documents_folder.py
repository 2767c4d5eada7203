"""A folder gives its documents, and a reason for each file that it leaves out."""

import json
from pathlib import Path

import pytest

from core.documents.folder import read_folder
from core.errors import NothingToSearch, UnusableInput
from core.settings import Limits


def fill(folder: Path) -> None:
    (folder / "b.txt").write_text("Second.")
    (folder / "a.md").write_text("# First\n\nText.")
    (folder / ".hidden.txt").write_text("hidden")
    (folder / "broken.pdf").write_text("no pdf")
    (folder / "photo.png").write_bytes(b"\x89PNG")
    (folder / "updates").mkdir()
    (folder / "updates" / "c.txt").write_text("below")
    pairs = [{"question": "Q", "answer": "A", "source": "b.txt"}] * 3
    (folder / "pairs.jsonl").write_text("\n".join(map(json.dumps, pairs)))
    questions = [{"question": "Q", "answers": ["A"]}, {"question": "R", "answers": [], "unanswerable": True}]
    (folder / "questions.jsonl").write_text("\n".join(map(json.dumps, questions)))
    (folder / "records.jsonl").write_text('{"code": "E17", "meaning": "north"}\n')


def test_documents_come_by_name_and_the_rest_with_reasons(tmp_path: Path) -> None:
    fill(tmp_path)
    contents = read_folder(tmp_path)
    assert [document.name for document in contents.documents] == ["a.md", "b.txt", "records.jsonl"]
    reasons = dict(contents.skipped)
    assert set(reasons) == {".hidden.txt", "broken.pdf", "photo.png", "updates", "pairs.jsonl", "questions.jsonl"}
    assert "hidden" in reasons[".hidden.txt"]
    assert "holds no PDF" in reasons["broken.pdf"]
    assert "folder" in reasons["updates"]
    assert "questions with answers" in reasons["pairs.jsonl"]
    assert "questions with answers" in reasons["questions.jsonl"]


def test_the_limit_of_documents_holds(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(name)
    contents = read_folder(tmp_path, Limits(documents=2))
    assert [document.name for document in contents.documents] == ["a.txt", "b.txt"]
    assert contents.skipped == (("c.txt", "the limit of 2 documents is reached."),)


def test_no_folder_and_no_document_are_errors(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="is no folder"):
        read_folder(tmp_path / "none")
    with pytest.raises(NothingToSearch, match="It is empty"):
        read_folder(tmp_path)
    (tmp_path / "a.pdf").write_text("no pdf")
    with pytest.raises(NothingToSearch, match=r"a\.pdf: it is named"):
        read_folder(tmp_path)
