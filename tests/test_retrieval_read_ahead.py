"""What was indexed is read before it is asked for, so that the first search finds its words looked up."""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from core.records import Passage
from core.retrieval import read_ahead as module
from core.retrieval.embedding import SentenceEmbedder
from core.retrieval.index import Index
from core.retrieval.passage_text import heading_text
from core.retrieval.read_ahead import read_ahead
from core.retrieval.word_vectors import Vectors
from core.retrieval.wording import read_sentences

TEXTS = ("The zinnias bloom beside the quarry.", "Ferrets sleep in the boathouse.")
PASSAGES = [Passage(f"{at}", "garden.md", "v1", at, at + len(text), text) for at, text in enumerate(TEXTS)]


class Watched:
    """The embedder, and which words were wanted of it."""

    def __init__(self, embedder: SentenceEmbedder) -> None:
        self.embed = embedder.embed
        self.embed_words_of = embedder.embed_words
        self.wanted: set[str] = set()

    def embed_words(self, words: Sequence[str]) -> Vectors:
        self.wanted |= set(words)
        return self.embed_words_of(words)


def wait_for_readers() -> None:
    for thread in threading.enumerate():
        if thread.name == "read ahead":
            thread.join(30)


def test_what_is_indexed_and_what_is_opened_again_is_read_before_any_search(
    tmp_path: Path, embedder: SentenceEmbedder
) -> None:
    for wanted_before in (set[str](), {"zinnia", "quarry", "ferret", "boathouse", "garden"}):
        read_sentences.cache_clear()
        watched = Watched(embedder)
        index = Index(tmp_path, watched)
        wait_for_readers()
        assert wanted_before <= watched.wanted
        index.add(PASSAGES)
        wait_for_readers()
        assert {"zinnia", "quarry", "ferret", "boathouse", "garden"} <= watched.wanted
        assert read_sentences.cache_info().currsize == len(PASSAGES)
        index.close()


def test_no_more_is_read_than_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PASSAGES_REMEMBERED", 1)
    wanted: list[str] = []

    def embed_words(words: Sequence[str]) -> Vectors:
        wanted.extend(words)
        return np.zeros((len(words), 2), dtype=np.float32)

    read_ahead(PASSAGES, embed_words).join(30)
    (first,) = read_sentences(heading_text(PASSAGES[0]), TEXTS[0])
    assert set(wanted) == set(first.words)
