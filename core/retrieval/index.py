"""The index of one workspace: passages in, ranked passages out.

An update that fails or is stopped while it embeds changes nothing; one that replaces a document embeds only the
passages whose text or heading changed. It does not split documents; `ranking` orders what is found, and whether that is
any good, `relevance` judges.
"""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from core.errors import NothingToSearch, UnusableInput
from core.records import Passage, RankedPassage
from core.retrieval.embedding import Embedder
from core.retrieval.keywords import KeywordIndex
from core.retrieval.passage_text import heading_text, indexed_text
from core.retrieval.ranking import Ranking, Searched
from core.retrieval.read_ahead import read_ahead
from core.retrieval.reranking import Point, rerank
from core.retrieval.sentence_store import SentenceStore
from core.retrieval.sentences import passage_vector, split_sentences
from core.retrieval.vectors import VectorStore, in_order

Progress = Callable[[int, int], object]
"""Called with the passages done and the passages there are."""
Embed = Callable[[Sequence[str]], NDArray[np.float32]]

PASSAGES_PER_STEP = 64


@dataclass(frozen=True)
class SearchResult:
    """What a search found, the question's vector, and the seconds that `embed`, `retrieve` and `rerank` took; the last
    only where it was done."""

    passages: tuple[RankedPassage, ...]
    question_embedding: NDArray[np.float32]
    seconds: dict[str, float]


@dataclass(frozen=True)
class _Snapshot:
    """Passages by key, in the order of documents and positions."""

    passages: dict[str, Passage]
    keywords: KeywordIndex


class Index:
    """The passages in `folder`, open for search from several threads. One process at a time may open a folder."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self._embedder = embedder
        self._store = VectorStore(folder)
        self._sentences = SentenceStore(folder / "sentences.sqlite")
        self._writing = Lock()
        self._snapshot = _snapshot(self._store.passages())
        read_ahead(self.passages, embedder.embed_words)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages, by document and position."""
        return tuple(self._snapshot.passages.values())

    def add(self, passages: Sequence[Passage], on_progress: Progress | None = None, embed: Embed | None = None) -> int:
        """Index passages; how many had to be embedded. All others of the documents that they belong to go.

        `embed` stands in for the embedder where vectors are known already (`precomputed.embed_with`).
        Nothing is stored before all are embedded, so that an error, also one raised by `on_progress`, changes nothing.
        """
        with self._writing:
            known, given = self._snapshot.passages, _by_key(passages)
            changed = {key: passage for key, passage in given.items() if key not in known}
            embeddings = self._embed(changed, embed or self._embedder.embed, on_progress)
            self._store.put(changed, embeddings)
            self._store.move({key: given[key] for key in given.keys() & known.keys() if given[key] != known[key]})
            documents = {passage.document for passage in passages}
            gone = [key for key, old in known.items() if old.document in documents and key not in given]
            self._forget(gone)
            kept = {key: old for key, old in known.items() if old.document not in documents}
            self._snapshot = _snapshot(kept | given)
            read_ahead(passages, self._embedder.embed_words)
            return len(changed)

    def remove(self, document: str) -> None:
        """Forget a document; without effect for an unknown name."""
        with self._writing:
            known = self._snapshot.passages
            self._forget([key for key, old in known.items() if old.document == document])
            self._snapshot = _snapshot({key: old for key, old in known.items() if old.document != document})

    def _forget(self, keys: Sequence[str]) -> None:
        self._store.remove(keys)
        self._sentences.remove(keys)
        self._sentences.keep()

    def _embed(
        self, passages: Mapping[str, Passage], embed: Embed, on_progress: Progress | None
    ) -> NDArray[np.float32]:
        """Vectors of passages; those of their sentences go to their store, or nowhere if this is stopped."""
        rows, parts = list(passages.items()), [embed([])]
        try:
            for at in range(0, len(rows), PASSAGES_PER_STEP):
                some = dict(rows[at : at + PASSAGES_PER_STEP])
                whole, sentences = embed_passages(list(some.values()), embed)
                parts.append(whole)
                self._sentences.put(dict(zip(some, sentences, strict=True)))
                if on_progress:
                    on_progress(at + len(some), len(rows))
        except BaseException:
            self._sentences.drop()
            raise
        self._sentences.keep()
        return np.concatenate(parts[1:] or parts)

    def search(
        self,
        question: str,
        k: int,
        candidates: int = 30,
        documents: Collection[str] | None = None,
        point: Point | None = None,
    ) -> tuple[RankedPassage, ...]:
        """The k best passages for a question, rank 1 first. Raises as `search_timed` does."""
        return self.search_timed(question, k, candidates, documents, point).passages

    def search_timed(
        self,
        question: str,
        k: int,
        candidates: int = 30,
        documents: Collection[str] | None = None,
        point: Point | None = None,
        embed: Embed | None = None,
    ) -> SearchResult:
        """The k best of the `candidates` that dense and keyword search each return, by their fused scores.

        `documents` limits both searches to documents of these names. With `point` the first are ranked again by it.
        `embed` stands in for the embedder.
        Raises `UnusableInput` for a blank question or k < 1, and `NothingToSearch` when there is nothing in the index
        or in these documents.
        """
        check_question(question, k)
        now = self._snapshot
        if not now.passages:
            raise NothingToSearch("There is no document to search yet. Add documents first.")
        began = time.perf_counter()
        embedding = (embed or self._embedder.embed)([question])[0]
        embedded = time.perf_counter()
        searched = Searched(now.passages, now.keywords, self._store, self._sentences, self._embedder.embed_words)
        ranked = Ranking(searched, question, embedding, documents).rank(max(k, candidates))
        if not ranked:
            raise NothingToSearch("None of the chosen documents is in the index. Choose others.")
        retrieved = time.perf_counter()
        seconds = {"embed": embedded - began, "retrieve": retrieved - embedded}
        if point:
            ranked = rerank(question, ranked, point)
            seconds["rerank"] = time.perf_counter() - retrieved
        return SearchResult(ranked[:k], embedding, seconds)

    def sentence_vectors(self, passages: Iterable[Passage]) -> dict[str, NDArray[np.float32]]:
        """Vectors of the sentences of passages by their text, as far as they are stored; rounded to half precision."""
        keys = {_content_key(each): each for each in passages}
        found: dict[str, NDArray[np.float32]] = {}
        for key, vectors in self._sentences.get([f"{key}-1" for key in keys]).items():
            sentences = split_sentences(keys[key.removesuffix("-1")].text)
            found |= zip(sentences, vectors.astype(np.float32), strict=True)
        return found

    def neighbours(self, passage: Passage) -> tuple[Passage | None, Passage | None]:
        """The passages before and after one in its document; None at its ends, or where it is not in the index."""
        same = [each for each in self.passages if each.document == passage.document]
        if passage not in same:
            return None, None
        at = same.index(passage)
        return (same[at - 1] if at else None), (same[at + 1] if at + 1 < len(same) else None)

    def close(self) -> None:
        """Let go of the folder. The index cannot be used afterwards."""
        with self._writing:
            self._store.close()
            self._sentences.close()


def _by_key(passages: Iterable[Passage]) -> dict[str, Passage]:
    """Passages by what they are found by: a hash of their indexed text, numbered where a document repeats itself."""
    seen: Counter[str] = Counter()
    keyed = {}
    for passage in passages:
        content = _content_key(passage)
        seen[content] += 1
        keyed[f"{content}-{seen[content]}"] = passage
    return keyed


def _content_key(passage: Passage) -> str:
    return hashlib.sha256(f"{passage.document}\0{indexed_text(passage)}".encode()).hexdigest()[:32]


def embed_passages(passages: Sequence[Passage], embed: Embed) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
    """Vectors of passages, (n, dimensions), and of the sentences of each; what they share is embedded once."""
    texts = embedded_texts(passages)
    vectors = dict(zip(texts, embed(texts), strict=True))
    sentences = [split_sentences(passage.text) for passage in passages]
    headings = [heading_text(passage) for passage in passages]
    parts = [np.stack([vectors[each] for each in some]) for some in sentences]
    whole = [
        passage_vector(some, part, vectors[heading])
        for some, part, heading in zip(sentences, parts, headings, strict=True)
    ]
    return np.stack(whole), parts


def embedded_texts(passages: Iterable[Passage]) -> list[str]:
    """What is embedded for passages: their sentences and headings, each once."""
    some = list(passages)
    sentences = (sentence for passage in some for sentence in split_sentences(passage.text))
    return list(dict.fromkeys([*sentences, *map(heading_text, some)]))


def check_question(question: str, k: int = 1) -> None:
    """Raise `UnusableInput` for a blank question or fewer than one passage."""
    if not question.strip():
        raise UnusableInput("The question is empty. Type a question.")
    if k < 1:
        raise UnusableInput(f"{k} passages cannot be searched for. Ask for one or more.")


def _snapshot(passages: Mapping[str, Passage]) -> _Snapshot:
    by_key = dict(sorted(passages.items(), key=lambda row: in_order(row[1])))
    return _Snapshot(by_key, KeywordIndex(list(by_key), [indexed_text(passage) for passage in by_key.values()]))
