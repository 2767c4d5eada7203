"""Sentences of passages: how they are cut, weighed, stored and looked up."""

import doctest
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.retrieval import sentences
from core.retrieval.sentence_store import SentenceStore
from core.retrieval.sentences import (
    SENTENCE_END,
    passage_vector,
    sentence_cosines,
    sentence_spans,
    split_sentences,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SentenceStore]:
    store = SentenceStore(tmp_path / "sentences.sqlite")
    yield store
    store.close()


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(sentences).failed == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("Version 6.4.1 costs 9.50 euros", ["Version 6.4.1 costs 9.50 euros"]),
        ("今日は雨。明日は晴れ。", ["今日は雨。", "明日は晴れ。"]),
        (" \n\n ", []),
    ],
)
def test_sentences_end_where_they_end(text: str, expected: list[str]) -> None:
    assert split_sentences(text) == expected


def test_a_passage_lies_between_its_sentences_and_its_heading() -> None:
    right, up, heading = np.eye(3, dtype=np.float32)
    vector = passage_vector(["xx", "xx"], np.stack([right, up]), heading)
    assert vector == pytest.approx(np.array([1, 1, 0.3 * 2**0.5]) / np.linalg.norm([1, 1, 0.3 * 2**0.5]), abs=1e-6)


@given(st.text(alphabet="aB1.!?。 \n\t\u00a0é", max_size=40) | st.text())
def test_sentences_are_what_stands_between_their_ends_without_the_space_around(text: str) -> None:
    assert split_sentences(text) == [part.strip() for part in SENTENCE_END.split(text) if part.strip()]
    spans = sentence_spans(text)
    assert sorted(spans) == spans
    assert all(one_end <= start for (_, one_end), (start, _) in pairwise(spans))


def test_each_sentence_of_a_passage_is_as_near_as_it_is() -> None:
    right, up = np.eye(2, dtype=np.float32)
    passages = {"a": np.stack([up, right]), "b": np.stack([up]), "c": np.stack([-right, (right + up) / 2**0.5])}
    near = sentence_cosines(right, passages)
    assert list(near) == ["a", "b", "c"]
    assert [near["a"], near["b"], near["c"]] == [pytest.approx(each) for each in [(0, 1), (0,), (-1, 2**-0.5)]]
    assert sentence_cosines(right, {}) == {}


def test_vectors_last_once_they_are_kept(store: SentenceStore, tmp_path: Path) -> None:
    vectors = np.random.default_rng(1).normal(size=(3, 8)).astype(np.float32)
    store.put({"a": vectors, "b": vectors[:1]})
    assert store.get(["a"]) == {}, "Nothing is seen before it is kept."
    store.keep()
    store.put({"c": vectors})
    store.drop()
    other = SentenceStore(tmp_path / "sentences.sqlite")
    found = other.get(["a", "b", "c"])
    other.close()
    assert set(found) == {"a", "b"}
    assert found["a"] == pytest.approx(vectors, abs=5e-3)
    store.remove(["a"])
    store.keep()
    assert set(store.get(["a", "b"])) == {"b"}
