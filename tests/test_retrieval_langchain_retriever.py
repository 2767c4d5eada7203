"""The index in LangChain's terms."""

from pathlib import Path

from core.records import Passage
from core.retrieval.embedding import SentenceEmbedder
from core.retrieval.index import Index
from core.retrieval.langchain_retriever import IndexRetriever, PassageEmbeddings

PASSAGES = [
    Passage("a.pdf:v:0-31", "a.pdf", "v", 0, 31, "The backlight goes off at dusk.", 2, "Display"),
    Passage("a.pdf:v:33-60", "a.pdf", "v", 33, 60, "Never oil a bearing by hand.", 3, "Care"),
]


def test_langchain_gets_passages_with_their_place_and_scores(tmp_path: Path, embedder: SentenceEmbedder) -> None:
    index = Index(tmp_path, embedder)
    index.add(PASSAGES)
    found = IndexRetriever(index=index, passages=1).invoke("May I oil the bearings?")
    index.close()
    assert [document.page_content for document in found] == [PASSAGES[1].text]
    metadata = found[0].metadata
    assert (metadata["document"], metadata["page"], metadata["start"], metadata["end"]) == ("a.pdf", 3, 33, 60)
    assert 0 < metadata["scores"]["fused"] < 1
    assert metadata["scores"]["bm25"] > 0
    assert 0 < metadata["scores"]["dense"] < 1


def test_the_encoder_works_in_langchains_chroma(tmp_path: Path, embedder: SentenceEmbedder) -> None:
    from langchain_chroma import Chroma

    store = Chroma("notes", PassageEmbeddings(embedder), str(tmp_path), collection_metadata={"hnsw:space": "cosine"})
    store.add_texts([passage.text for passage in PASSAGES])
    assert store.similarity_search("When is the screen dark?", k=1)[0].page_content == PASSAGES[0].text
