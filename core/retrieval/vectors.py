"""Passages and their vectors on disk, in a Chroma database of their own folder; nearest neighbours by cosine.

A row has a key of its own, given by whoever stores it, so that a passage that moved keeps its vector. Only one process
may use a folder at a time: Chroma gives wrong answers, silently, to two. It embeds nothing itself. Chroma's own client
is used: langchain-chroma embeds what it stores, and here the vectors come from outside.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.records import Passage

COLLECTION = "passages"
ROWS_PER_CALL = 5000
"""Chroma refuses more than 5,461."""

NEIGHBOURS = {"hnsw": {"space": "cosine", "ef_construction": 100, "ef_search": 200}}
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
        self._count = int(self._collection.count())

    def put(self, passages: Mapping[str, Passage], embeddings: NDArray[np.float32]) -> None:
        """Store passages by key with their vectors, (len(passages), dimensions); a known key's are replaced."""
        rows = list(passages.items())
        for at in range(0, len(rows), ROWS_PER_CALL):
            some = rows[at : at + ROWS_PER_CALL]
            self._collection.upsert(
                ids=[key for key, _ in some],
                embeddings=np.ascontiguousarray(embeddings[at : at + ROWS_PER_CALL]),
                documents=[passage.text for _, passage in some],
                metadatas=[_metadata(passage) for _, passage in some],
            )
        self._count = int(self._collection.count())

    def move(self, passages: Mapping[str, Passage]) -> None:
        """Note new places of passages whose keys are known; their texts and vectors stay."""
        rows = list(passages.items())
        for at in range(0, len(rows), ROWS_PER_CALL):
            some = rows[at : at + ROWS_PER_CALL]
            self._collection.update(ids=[key for key, _ in some], metadatas=[_metadata(passage) for _, passage in some])

    def remove(self, keys: Sequence[str]) -> None:
        """Forget these passages."""
        for at in range(0, len(keys), ROWS_PER_CALL):
            self._collection.delete(ids=list(keys[at : at + ROWS_PER_CALL]))
        self._count = int(self._collection.count())

    def search(
        self, embedding: NDArray[np.float32], k: int, documents: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """The k nearest passages, of all or of these documents, as (key, cosine similarity), nearest first."""
        count = self.count()
        if not count or (documents is not None and not documents):
            return []
        where = None if documents is None else {"document": {"$in": list(documents)}}
        found = self._collection.query(
            query_embeddings=[embedding], n_results=min(k, count), where=where, include=["distances"]
        )
        return [(key, 1.0 - distance) for key, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    def passages(self) -> dict[str, Passage]:
        """Everything stored by its key, in the order of documents and positions."""
        return dict(sorted(self._stored(), key=lambda row: in_order(row[1])))

    def _stored(self) -> Iterator[tuple[str, Passage]]:
        for at in range(0, self.count(), ROWS_PER_CALL):
            page = self._collection.get(limit=ROWS_PER_CALL, offset=at, include=["documents", "metadatas"])
            yield from _passages(zip(page["ids"], page["documents"], page["metadatas"], strict=True))

    def count(self) -> int:
        """How many passages are stored. Chroma takes milliseconds to count, too many for every search."""
        return self._count

    def close(self) -> None:
        """Let go of the folder. The store cannot be used afterwards."""
        self._client.close()


def in_order(passage: Passage) -> tuple[str, int, int]:
    """Sorts passages by document and position."""
    return passage.document, passage.start, passage.end


def _metadata(passage: Passage) -> dict[str, str | int | None]:
    """The passage without its text. An absent value is stored as None, which takes away one that was there."""
    first, last = passage.rows or (None, None)
    return {
        "id": passage.id,
        "document": passage.document,
        "version": passage.version,
        "start": passage.start,
        "end": passage.end,
        "heading": passage.heading,
        "page": passage.page,
        "first_row": first,
        "last_row": last,
    }


def _passages(rows: Iterable[tuple[str, str, dict[str, Any]]]) -> Iterator[tuple[str, Passage]]:
    for key, text, fields in rows:
        first, last = fields.pop("first_row", None), fields.pop("last_row", None)
        rows_shown = None if first is None or last is None else (first, last)
        yield key, Passage(**({"id": key, "text": text, "rows": rows_shown} | fields))
