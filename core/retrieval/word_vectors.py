"""Vectors of words, looked up once and remembered: the passages of a workspace have most of their words in common."""

from collections.abc import Callable, Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
LookUp = Callable[[list[str]], Vectors]

WORDS_REMEMBERED = 30_000
"""1.5 KB each. When there are more, all are forgotten."""
FIRST_ROOM = 4096


class WordVectors:
    """May be asked from several threads. `look_up`: words -> their vectors, (words, dimensions)."""

    def __init__(self, look_up: LookUp, dimensions: int, most: int = WORDS_REMEMBERED) -> None:
        self._look_up, self._dimensions, self._most = look_up, dimensions, most
        self._lock = Lock()
        self._rows: dict[str, int] = {}
        self._table = self._empty(FIRST_ROOM)

    def __call__(self, words: Sequence[str]) -> Vectors:
        """One row for each word."""
        with self._lock:
            if new := [word for word in dict.fromkeys(words) if word not in self._rows]:
                self._remember(new)
            vectors: Vectors = self._table[[self._rows[word] for word in words]]
            if len(self._rows) > self._most:
                self._forget()
            return vectors

    def _remember(self, words: list[str]) -> None:
        made, known = self._look_up(words), len(self._rows)
        if known + len(words) > len(self._table):
            room = max(2 * len(self._table), known + len(words))
            self._table = np.concatenate([self._table[:known], self._empty(room - known)])
        self._table[known : known + len(words)] = made
        self._rows |= {word: known + at for at, word in enumerate(words)}

    def _forget(self) -> None:
        self._rows, self._table = {}, self._empty(FIRST_ROOM)

    def _empty(self, rows: int) -> Vectors:
        return np.empty((rows, self._dimensions), dtype=np.float32)
