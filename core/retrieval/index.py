"""The index of one workspace: passages in, ranked passages out. Dense and keyword search, fused by rank.

An update that fails or is stopped while it embeds changes nothing. It does not split documents and does not judge
whether what it finds answers the question.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from core.errors import NothingToSearch, UnusableInput
from core.records import Passage, RankedPassage
from core.retrieval.embedding import Embedder
from core.retrieval.fusion import fuse_ranks
from core.retrieval.keywords import KeywordIndex
from core.retrieval.vectors import VectorStore

Progress = Callable[[int, int], object]
"""Called with the passages done and the passages there are."""
Embed = Callable[[Sequence[str]], NDArray[np.float32]]

PASSAGES_PER_STEP = 64


@dataclass(frozen=True)
class SearchResult:
    """What a search found, the question's vector, and the seconds that `embed` and `retrieve` took."""

    passages: tuple[RankedPassage, ...]
    question_embedding: NDArray[np.float32]
    seconds: dict[str, float]


@dataclass(frozen=True)
class _Snapshot:
    passages: dict[str, Passage]
    keywords: KeywordIndex


class Index:
    """The passages in `folder`, open for search from several threads. One process at a time may open a folder."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self._embedder = embedder
        self._store = VectorStore(folder)
        self._writing = Lock()
        self._snapshot = _snapshot(self._store.passages())

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages, by document and position."""
        return tuple(self._snapshot.passages.values())

    def add(self, passages: Sequence[Passage], on_progress: Progress | None = None, embed: Embed | None = None) -> None:
        """Index passages. All others of the documents that they belong to, such as those of an older version, go.

        `embed` stands in for the embedder where vectors are known already (`precomputed.embed_with`).
        Nothing is stored before all are embedded, so that an error, also one raised by `on_progress`, changes nothing.
        """
        with self._writing:
            embeddings = _embed(passages, embed or self._embedder.embed, on_progress)
            self._store.put(passages, embeddings)
            documents, ids = {passage.document for passage in passages}, {passage.id for passage in passages}
            older = (old.id for old in self.passages if old.document in documents and old.id not in ids)
            self._store.remove(list(older))
            self._snapshot = _snapshot(self._store.passages())

    def remove(self, document: str) -> None:
        """Forget a document; without effect for an unknown name."""
        with self._writing:
            self._store.remove_document(document)
            self._snapshot = _snapshot(self._store.passages())

    def search(self, question: str, k: int, candidates: int = 30) -> tuple[RankedPassage, ...]:
        """The k best passages for a question, rank 1 first. Raises as `search_timed` does."""
        return self.search_timed(question, k, candidates).passages

    def search_timed(self, question: str, k: int, candidates: int = 30) -> SearchResult:
        """The k best of the `candidates` that dense and keyword search each return, fused by rank.

        Raises `UnusableInput` for a blank question or k < 1, and `NothingToSearch` when the index is empty.
        """
        check_question(question, k)
        now = self._snapshot
        if not now.passages:
            raise NothingToSearch("There is no document to search yet. Add documents first.")
        began = time.perf_counter()
        embedding = self._embedder.embed([question])[0]
        embedded = time.perf_counter()
        ranked = self._rank(now, question, embedding, k, max(k, candidates))
        seconds = {"embed": embedded - began, "retrieve": time.perf_counter() - embedded}
        return SearchResult(ranked, embedding, seconds)

    def _rank(
        self, now: _Snapshot, question: str, embedding: NDArray[np.float32], k: int, candidates: int
    ) -> tuple[RankedPassage, ...]:
        near = self._store.search(embedding, candidates)
        dense = {id_: cosine for id_, cosine in near if id_ in now.passages}
        bm25 = dict(now.keywords.search(question, candidates))
        fused = fuse_ranks([list(dense), list(bm25)])[:k]
        return tuple(
            RankedPassage(now.passages[id_], rank, score, dense.get(id_), bm25.get(id_))
            for rank, (id_, score) in enumerate(fused, start=1)
        )

    def close(self) -> None:
        """Let go of the folder. The index cannot be used afterwards."""
        with self._writing:
            self._store.close()


def _embed(passages: Sequence[Passage], embed: Embed, on_progress: Progress | None) -> NDArray[np.float32]:
    parts = [embed([])]
    for at in range(0, len(passages), PASSAGES_PER_STEP):
        some = passages[at : at + PASSAGES_PER_STEP]
        parts.append(embed([indexed_text(passage) for passage in some]))
        if on_progress:
            on_progress(at + len(some), len(passages))
    return np.concatenate(parts)


def check_question(question: str, k: int = 1) -> None:
    """Raise `UnusableInput` for a blank question or fewer than one passage."""
    if not question.strip():
        raise UnusableInput("The question is empty. Type a question.")
    if k < 1:
        raise UnusableInput(f"{k} passages cannot be searched for. Ask for one or more.")


def indexed_text(passage: Passage) -> str:
    """What is embedded and searched for a passage: its text under the name of its document and its heading.

    >>> indexed_text(Passage("", "travel-policy.pdf", "", 0, 10, "Up to 750.", heading="Approval"))
    'travel-policy › Approval\\nUp to 750.'
    """
    return f"{' › '.join(filter(None, [Path(passage.document).stem, passage.heading]))}\n{passage.text}"


def _snapshot(passages: Iterable[Passage]) -> _Snapshot:
    by_id = {passage.id: passage for passage in passages}
    return _Snapshot(by_id, KeywordIndex(list(by_id), [indexed_text(passage) for passage in by_id.values()]))
