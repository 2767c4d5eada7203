"""Passages and their vectors on disk, in a Chroma database of their own folder; nearest neighbours by cosine.

Only one process may use a folder at a time: Chroma gives wrong answers, silently, to two. It embeds nothing itself.
Chroma's own client is used: langchain-chroma embeds what it stores, and here the vectors come from outside.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.records import Passage

COLLECTION = "passages"
ROWS_PER_CALL = 5000
"""Chroma refuses more than 5,461."""

NEIGHBOURS = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 200}}
"""Its search is approximate; at these settings it hardly misses a neighbour."""


class VectorStore:
    """The vectors of one folder. Close it before the folder is removed."""

    def __init__(self, folder: Path) -> None:
        import chromadb
        from chromadb.config import Settings

        folder.mkdir(parents=True, exist_ok=True)
        self._client: Any = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
        self._collection: Any = self._client.get_or_create_collection(
            COLLECTION,
            configuration=NEIGHBOURS,  # type: ignore[arg-type]
            embedding_function=None,
        )

    def put(self, passages: Sequence[Passage], embeddings: NDArray[np.float32]) -> None:
        """Store passages with their vectors, (len(passages), dimensions); a passage of a known id is replaced."""
        for at in range(0, len(passages), ROWS_PER_CALL):
            some = passages[at : at + ROWS_PER_CALL]
            self._collection.upsert(
                ids=[passage.id for passage in some],
                embeddings=np.ascontiguousarray(embeddings[at : at + ROWS_PER_CALL]),
                documents=[passage.text for passage in some],
                metadatas=[_metadata(passage) for passage in some],
            )

    def remove(self, passage_ids: Sequence[str]) -> None:
        """Forget these passages."""
        for at in range(0, len(passage_ids), ROWS_PER_CALL):
            self._collection.delete(ids=list(passage_ids[at : at + ROWS_PER_CALL]))

    def remove_document(self, name: str) -> None:
        """Forget every passage of a document, in whichever version."""
        self._collection.delete(where={"document": name})

    def search(self, embedding: NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        """The k nearest passages as (id, cosine similarity), nearest first."""
        count = self.count()
        if not count:
            return []
        found = self._collection.query(query_embeddings=[embedding], n_results=min(k, count), include=["distances"])
        return [(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    def passages(self) -> tuple[Passage, ...]:
        """Everything stored, by document and position."""
        return tuple(sorted(self._stored(), key=lambda passage: (passage.document, passage.start, passage.end)))

    def _stored(self) -> Iterator[Passage]:
        for at in range(0, self.count(), ROWS_PER_CALL):
            page = self._collection.get(limit=ROWS_PER_CALL, offset=at, include=["documents", "metadatas"])
            yield from _passages(zip(page["ids"], page["documents"], page["metadatas"], strict=True))

    def count(self) -> int:
        """How many passages are stored."""
        return int(self._collection.count())

    def close(self) -> None:
        """Let go of the folder. The store cannot be used afterwards."""
        self._client.close()


def _metadata(passage: Passage) -> dict[str, str | int]:
    known: dict[str, str | int] = {
        "document": passage.document,
        "version": passage.version,
        "start": passage.start,
        "end": passage.end,
        "heading": passage.heading,
    }
    return known if passage.page is None else known | {"page": passage.page}


def _passages(rows: Iterable[tuple[str, str, dict[str, Any]]]) -> Iterator[Passage]:
    for id_, text, fields in rows:
        yield Passage(id=id_, text=text, **fields)
