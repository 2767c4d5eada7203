"""Files are added one by one in the background; each says what came of it, and all can be stopped."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from core.documents.uploading import UploadJob
from core.errors import UnreadableDocument
from core.settings import Limits
from tests.made_files import zipped


class Taking:
    """Adds by remembering. Refuses files with `bad` in their names, breaks over `bug`, waits within `slow`."""

    def __init__(self) -> None:
        self.added: list[str] = []
        self.started, self.go_on = threading.Event(), threading.Event()

    def __call__(
        self, name: str, content: bytes, on_progress: Callable[[int, int], object], is_cancelled: Callable[[], bool]
    ) -> None:
        if "bad" in name:
            raise UnreadableDocument(f"{name}: it is bad.")
        if "bug" in name:
            raise RuntimeError("bug")
        on_progress(1, 2)
        if "slow" in name:
            self.started.set()
            assert self.go_on.wait(20)
        on_progress(2, 2)
        self.added.append(name)


def finished(job: UploadJob) -> list[tuple[str, str]]:
    assert job.wait(30)
    return [(file.name, file.state) for file in job.files]


def test_each_file_says_what_came_of_it() -> None:
    taking = Taking()
    files = [("a.txt", b"x"), ("bad.txt", b"x"), ("bug.txt", b"x"), ("../b.txt", b"x")]
    job = UploadJob(taking, files, Limits())
    states = [("a.txt", "done"), ("bad.txt", "refused"), ("bug.txt", "refused"), ("b.txt", "done")]
    assert finished(job) == states
    assert job.files[1].message == "bad.txt: it is bad."
    assert "its log says" in job.files[2].message
    assert [file.share for file in job.files] == [1, 0, 0, 1]


def test_files_of_an_archive_take_its_place() -> None:
    taking = Taking()
    archive = zipped({"in.txt": b"rain", "bad.txt": b"x", "more.txt": b"hail"})
    job = UploadJob(
        taking, [("first.txt", b"x"), ("all.zip", archive), ("broken.zip", b"x"), ("last.txt", b"x")], Limits()
    )
    assert finished(job) == [
        ("first.txt", "done"),
        ("in.txt", "done"),
        ("bad.txt", "refused"),
        ("more.txt", "done"),
        ("broken.zip", "refused"),
        ("last.txt", "done"),
    ]
    assert taking.added == ["first.txt", "in.txt", "more.txt", "last.txt"]


def test_what_is_being_added_can_be_stopped_and_what_is_there_stays() -> None:
    taking = Taking()
    taking.go_on.clear()
    job = UploadJob(taking, [("a.txt", b"x"), ("slow.txt", b"x"), ("c.txt", b"x")], Limits())
    assert taking.started.wait(20)
    assert [(file.state, file.share) for file in job.files] == [("done", 1), ("indexing", 0.5), ("waiting", 0)]
    assert job.is_running
    assert not job.wait(0)
    job.cancel()
    taking.go_on.set()
    assert finished(job) == [("a.txt", "done"), ("slow.txt", "cancelled"), ("c.txt", "cancelled")]
    assert taking.added == ["a.txt"]


@pytest.mark.parametrize("is_stopped_first", [True, False])
def test_a_workspace_is_not_left_with_half_a_document(tmp_path: Path, is_stopped_first: bool) -> None:
    from core.settings import Settings
    from core.workspace import Workspace

    workspace = Workspace(tmp_path, Settings())
    try:
        job = workspace.start_uploads([("a.txt", b"Rain falls. " * 200)])
        if is_stopped_first:
            job.cancel()
        states = finished(job)
        names = [document.name for document in workspace.documents]
        assert states == ([("a.txt", "cancelled")] if is_stopped_first and not names else [("a.txt", "done")])
        assert names == ["a.txt"] if states[0][1] == "done" else names == []
    finally:
        workspace.close()
