"""Vectors of words are looked up once, for several threads, and do not fill the memory."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from core.retrieval.word_vectors import FIRST_ROOM, WordVectors


class Table:
    """Gives a word the length of its name, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, words: list[str]) -> NDArray[np.float32]:
        self.asked += words
        return np.array([[len(word)] for word in words], dtype=np.float32)


def test_a_word_is_looked_up_once() -> None:
    table = Table()
    vectors = WordVectors(table, 1)
    assert vectors(["rain", "hail", "rain"]).tolist() == [[4], [4], [4]]
    assert vectors(["storm", "rain"]).tolist() == [[5], [4]]
    assert vectors([]).shape == (0, 1)
    assert table.asked == ["rain", "hail", "storm"]


def test_there_is_room_for_more_words_than_at_first() -> None:
    words = [f"word{at}" for at in range(FIRST_ROOM + 10)]
    vectors = WordVectors(Table(), 1)
    for at in range(0, len(words), 1000):
        vectors(words[at : at + 1000])
    assert vectors(words)[:, 0].tolist() == [len(word) for word in words]


def test_words_beyond_the_most_are_forgotten_and_looked_up_again() -> None:
    table = Table()
    vectors = WordVectors(table, 1, most=2)
    vectors(["a", "bb", "ccc"])
    assert vectors(["ccc", "a"]).tolist() == [[3], [1]]
    assert table.asked == ["a", "bb", "ccc", "ccc", "a"]


def test_threads_get_the_vectors_of_their_own_words() -> None:
    vectors = WordVectors(Table(), 1)

    def right(thread: int) -> bool:
        words = ["x" * (1 + (thread * at) % 300) for at in range(400)]
        return vectors(words)[:, 0].tolist() == [len(word) for word in words]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(right, range(64)))
