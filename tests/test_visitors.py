"""Visitors do not see each other; who has gone leaves nothing behind; a home folder stays."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from core.errors import NothingToSearch
from core.retrieval.embedding import SentenceEmbedder
from core.settings import HOME_VARIABLE, PUBLIC_TRAINING, Settings, TrainingLimits, read_settings
from core.visitors import Visitors


@pytest.fixture
def visitors() -> Iterator[Visitors]:
    made = Visitors(Settings())
    yield made
    made.close()


def test_keys_cannot_be_guessed(visitors: Visitors):
    keys = {visitors.new_key() for _ in range(100)}
    assert len(keys) == 100
    assert min(map(len, keys)) >= 32
    key = keys.pop()
    assert key not in str(visitors.workspace(key).folder)


def test_a_visitor_finds_the_workspace_again_and_nobody_elses(visitors: Visitors, embedder: SentenceEmbedder):
    one, other = visitors.workspace("a" * 32), visitors.workspace("b" * 32)
    assert visitors.workspace("a" * 32) is one is not other
    one.add_upload("secret.md", b"The key is in the Blue Cabinet.")
    other.add_upload("public.md", b"Bus 17 stops at the pier.")
    assert [each.name for each in other.documents] == ["public.md"]
    assert {each.passage.document for each in other.search("Where is the key?", 10)} == {"public.md"}
    other.remove_document("secret.md")
    other.remove_document("public.md")
    with pytest.raises(NothingToSearch):
        other.search("Where is the key?", 10)
    assert one.search("Where is the key?", 1)[0].passage.text == "The key is in the Blue Cabinet."


def test_an_idle_workspace_is_deleted_when_somebody_comes(embedder: SentenceEmbedder):
    visitors = Visitors(Settings(idle_seconds=0))
    gone = visitors.workspace("gone")
    gone.add_upload("secret.md", b"The key is in the Blue Cabinet.")
    time.sleep(0.01)
    visitors.workspace("new")
    assert not gone.folder.exists()
    again = visitors.workspace("gone")
    assert again is not gone
    assert again.documents == ()
    visitors.close()


def test_who_asks_is_not_idle():
    visitors = Visitors(Settings(idle_seconds=0))
    mine = visitors.workspace("mine")
    time.sleep(0.01)
    assert visitors.workspace("mine") is mine
    assert mine.folder.exists()
    visitors.close()


def test_a_workspace_that_trains_is_kept():
    visitors = Visitors(Settings(idle_seconds=0))
    training = visitors.workspace("training")
    training.job = SimpleNamespace(state="running", cancel=lambda forget: None)
    time.sleep(0.01)
    visitors.workspace("new")
    assert training.folder.exists()
    training.job.state = "done"
    visitors.workspace("newer")
    assert not training.folder.exists()
    visitors.close()


def test_a_workspace_is_made_once_however_many_ask_at_once(visitors: Visitors):
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: visitors.workspace("one"), range(32)))
    assert len({id(each) for each in made}) == 1


def test_closing_leaves_nothing_on_disk():
    visitors = Visitors(Settings())
    folder = visitors.workspace("one").folder
    visitors.close()
    assert not folder.exists()
    assert not folder.parent.exists()


def test_a_home_folder_is_one_workspace_that_stays(tmp_path: Path, embedder: SentenceEmbedder):
    settings = read_settings({HOME_VARIABLE: str(tmp_path / "home")})
    assert settings.home == (tmp_path / "home").resolve()
    assert settings.training == TrainingLimits(), "Whoever has the machine alone may train as long as they want."
    first = Visitors(replace(settings, idle_seconds=0))
    assert first.new_key() == first.new_key()
    workspace = first.workspace(first.new_key())
    workspace.add_upload("club.md", b"The key is in the Blue Cabinet.")
    time.sleep(0.01)
    assert first.workspace(first.new_key()) is workspace
    first.close()
    second = Visitors(settings)
    again = second.workspace(second.new_key())
    assert again is not workspace
    assert again.search("Where is the key?", 1)[0].passage.document == "club.md"
    second.close()


@pytest.mark.parametrize("value", [None, "", "  "])
def test_without_a_home_each_visitor_is_a_guest(value: str | None):
    settings = read_settings({} if value is None else {HOME_VARIABLE: value})
    assert settings.home is None
    assert settings.training == PUBLIC_TRAINING
