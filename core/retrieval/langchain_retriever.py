"""The index and its encoder as LangChain components, for chains of one's own. Importing this imports LangChain."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever

from core.records import RankedPassage
from core.retrieval.embedding import Embedder

SCORES = ("fused", "dense", "bm25", "sentence", "words", "sentence_words", "hop", "pointer")


class PassageEmbeddings(Embeddings):
    """An `Embedder` for whatever takes LangChain's `Embeddings`, such as langchain-chroma."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """A vector for each text."""
        vectors: list[list[float]] = self._embedder.embed(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of one question."""
        return self.embed_documents([text])[0]


class IndexRetriever(BaseRetriever):
    """Gives LangChain the passages that an `Index` finds. `index`: a `core.retrieval.index.Index`."""

    index: Any
    passages: int = 3
    candidates: int = 30

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [as_langchain(ranked) for ranked in self.index.search(query, self.passages, self.candidates)]


def as_langchain(ranked: RankedPassage) -> Document:
    """A ranked passage as a LangChain `Document` with its document's name, page, offsets and scores."""
    passage = ranked.passage
    metadata = {
        "document": passage.document,
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
        "heading": passage.heading,
        "rows": passage.rows,
        "rank": ranked.rank,
        "scores": {name: getattr(ranked, name) for name in SCORES},
    }
    return Document(id=passage.id, page_content=passage.text, metadata=metadata)
