"""Chroma finds what a search through all vectors finds, and keeps it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from core.records import Passage
from core.retrieval.vectors import VectorStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[VectorStore]:
    store = VectorStore(tmp_path / "index")
    yield store
    store.close()


def passage(at: int, document: str = "a.txt", page: int | None = None) -> Passage:
    return Passage(f"{document}:v:{at}-{at + 4}", document, "v", at, at + 4, f"text {at}", page, "Care" if page else "")


def by_id(passages: Iterable[Passage]) -> dict[str, Passage]:
    return {each.id: each for each in passages}


def unit_vectors(count: int, dimensions: int = 16) -> NDArray[np.float32]:
    vectors = np.random.default_rng(7).normal(size=(count, dimensions)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_neighbours_are_those_of_a_search_through_all(store: VectorStore) -> None:
    vectors = unit_vectors(400)
    store.put(by_id(passage(at) for at in range(400)), vectors)
    for question in unit_vectors(420)[400:]:
        cosines = vectors @ question
        expected = [(passage(int(at)).id, pytest.approx(cosines[at], abs=1e-5)) for at in np.argsort(-cosines)[:10]]
        assert store.search(question, 10) == expected


def test_vectors_need_not_have_length_one(store: VectorStore) -> None:
    store.put(by_id([passage(0)]), np.array([[3.0, 4.0]], dtype=np.float32))
    assert store.search(np.array([0.5, 0.0], dtype=np.float32), 1) == [(passage(0).id, pytest.approx(0.6, abs=1e-5))]


def test_what_is_stored_comes_back_as_it_was_after_reopening(tmp_path: Path) -> None:
    passages = (passage(0), passage(5, page=2), passage(0, "b.txt"))
    first = VectorStore(tmp_path / "index")
    first.put(by_id(passages), unit_vectors(3))
    first.close()
    again = VectorStore(tmp_path / "index")
    assert tuple(again.passages().values()) == passages
    assert again.count() == 3
    assert again.search(unit_vectors(3)[1], 1)[0][0] == passages[1].id
    again.close()


def test_more_passages_than_one_call_takes_are_stored(store: VectorStore) -> None:
    passages = [passage(at * 10) for at in range(5_600)]
    store.put(by_id(passages), unit_vectors(5_600, dimensions=2))
    assert list(store.passages().values()) == passages
    store.remove([one.id for one in passages[:5_500]])
    assert store.count() == 100


def test_putting_a_known_id_replaces_it(store: VectorStore) -> None:
    left, right = np.eye(2, dtype=np.float32)
    store.put(by_id([passage(0), passage(5)]), np.stack([left, right]))
    store.put(by_id([passage(0)]), np.stack([-left]))
    assert store.count() == 2
    assert dict(store.search(left, 2))[passage(0).id] == pytest.approx(-1, abs=1e-5)


def test_what_is_removed_is_found_no_more(store: VectorStore) -> None:
    store.put(by_id([passage(0), passage(0, "b.txt"), passage(5, "b.txt")]), unit_vectors(3))
    store.remove([passage(0, "b.txt").id, passage(5, "b.txt").id])
    assert list(store.passages()) == [passage(0).id]
    assert [name for name, _ in store.search(unit_vectors(3)[1], 5)] == [passage(0).id]


def test_a_moved_passage_keeps_its_vector(store: VectorStore) -> None:
    store.put({"key": replace(passage(0, page=3), rows=(4, 6))}, unit_vectors(1))
    moved = passage(9)
    store.move({"key": moved})
    assert store.passages() == {"key": replace(moved, text="text 0")}
    assert store.search(unit_vectors(1)[0], 1) == [("key", pytest.approx(1, abs=1e-5))]


def test_a_search_in_some_documents_finds_only_theirs(store: VectorStore) -> None:
    store.put(by_id(passage(at, f"{at % 3}.txt") for at in range(60)), unit_vectors(60))
    found = [key for key, _ in store.search(unit_vectors(60)[0], 30, ["1.txt", "2.txt"])]
    assert len(found) == 30
    assert not any(key.startswith("0.txt") for key in found)
    assert store.search(unit_vectors(60)[0], 30, []) == []


def test_an_empty_store_finds_nothing(store: VectorStore) -> None:
    assert store.search(unit_vectors(1)[0], 5) == []
    assert store.passages() == {}
