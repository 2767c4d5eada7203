"""Pairs proposed in the background from a workspace's documents, and taken or left."""

import doctest
import threading
from pathlib import Path

import pytest

from core import proposals
from core.errors import NothingToSearch, UnusableInput
from core.proposals import leave_proposed, read_proposed, start_proposing
from core.records import TrainingPair
from core.settings import Settings
from core.tuning.proposing.proposing import Wish, propose_pairs
from core.workspace import Workspace

TEXT = "Fees\n\nStandard delivery costs 6 euros. Express delivery costs 9 euros."


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path, Settings())
    workspace.add_upload("fees.md", TEXT.encode())
    workspace.save_pairs([TrainingPair("Who?", "Ada")])
    return workspace


def test_examples_in_the_docstrings_hold():
    assert doctest.testmod(proposals).failed == 0


def test_found_pairs_wait_until_they_are_taken(workspace: Workspace):
    assert start_proposing(workspace, Wish(write=False)).wait(60) == "done"
    found = read_proposed(workspace)
    assert found is not None
    assert found.kept == {"statement": 2}
    assert [pair.answer for pair in found.pairs] == ["6 euros", "9 euros"]
    assert len(workspace.pairs) == 1
    reopened = Workspace(workspace.folder, Settings())
    assert read_proposed(reopened) == found


def test_left_pairs_are_gone(workspace: Workspace):
    start_proposing(workspace, Wish(write=False)).wait(60)
    leave_proposed(workspace)
    assert read_proposed(workspace) is None
    assert len(workspace.pairs) == 1


def test_a_search_can_be_stopped_and_a_second_one_waits(workspace: Workspace, monkeypatch: pytest.MonkeyPatch):
    going, go_on = threading.Event(), threading.Event()

    def slow(documents, present, wish, writer, spans, watcher):
        going.set()
        go_on.wait(60)
        return propose_pairs(documents, present, wish, writer, spans, watcher)

    monkeypatch.setattr(proposals, "propose_pairs", slow)
    job = start_proposing(workspace, Wish(write=False))
    assert going.wait(60)
    assert workspace.is_working
    with pytest.raises(UnusableInput, match="being sought already"):
        start_proposing(workspace, Wish())
    job.cancel()
    go_on.set()
    assert job.wait(60) == "done"
    found = read_proposed(workspace)
    assert found is not None
    assert (found.was_stopped, found.pairs) == (True, ())


def test_without_documents_there_is_nothing_to_find(tmp_path: Path):
    with pytest.raises(NothingToSearch, match="Add documents first"):
        start_proposing(Workspace(tmp_path, Settings()), Wish())
