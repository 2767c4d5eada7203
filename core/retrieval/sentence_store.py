"""Vectors of the sentences of passages, on disk in an SQLite file, by the passage's key. In half precision.

Only the few passages that a search has found are ever looked up, so nothing is held in memory.
"""

import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

KEYS_PER_CALL = 500
"""SQLite takes at least 999 values in one statement."""

Half = NDArray[np.float16]


class SentenceStore:
    """One file. What `put` writes is kept once `keep` is called, and gone after `drop`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._writer = sqlite3.connect(file, check_same_thread=False)
        self._writer.execute("PRAGMA journal_mode = WAL")
        self._writer.execute("CREATE TABLE IF NOT EXISTS sentences (key TEXT PRIMARY KEY, width INTEGER, vectors BLOB)")
        self._writer.commit()
        self._reader = sqlite3.connect(file, check_same_thread=False)
        self._reading = threading.Lock()

    def put(self, vectors: Mapping[str, NDArray[np.floating]]) -> None:
        """Store the sentences' vectors, (n, dimensions), of passages by key."""
        rows = ((key, each.shape[1], each.astype(np.float16).tobytes()) for key, each in vectors.items())
        self._writer.executemany("INSERT OR REPLACE INTO sentences VALUES (?, ?, ?)", rows)

    def remove(self, keys: Iterable[str]) -> None:
        self._writer.executemany("DELETE FROM sentences WHERE key = ?", ((key,) for key in keys))

    def keep(self) -> None:
        """Make what was put and removed since last time last."""
        self._writer.commit()

    def drop(self) -> None:
        """Forget what was put and removed since last time."""
        self._writer.rollback()

    def get(self, keys: Sequence[str]) -> dict[str, Half]:
        """Vectors by key, (n, dimensions); without those that are not there."""
        found: dict[str, Half] = {}
        for at in range(0, len(keys), KEYS_PER_CALL):
            some = keys[at : at + KEYS_PER_CALL]
            places = ", ".join("?" * len(some))
            with self._reading:
                rows = self._reader.execute(f"SELECT * FROM sentences WHERE key IN ({places})", some).fetchall()
            found |= {key: np.frombuffer(content, dtype=np.float16).reshape(-1, width) for key, width, content in rows}
        return found

    def close(self) -> None:
        """Let go of the file. The store cannot be used afterwards."""
        self._reader.close()
        self._writer.close()
