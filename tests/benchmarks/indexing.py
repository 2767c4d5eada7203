"""How fast documents become searchable: `python -m tests.benchmarks.indexing [PASSAGES]`, from the project's root.

1. Three times in turn on the sample documents, so that a busy machine slows all alike: the bare encoder (the same one,
   in the same precision, by sentence-transformers' own loop, which sorts by length) on the texts that we embed and on
   whole passages; our indexing; and a plain LangChain loop (recursive splitter, HuggingFaceEmbeddings,
   Chroma.from_documents) with passages of the same length and overlap, as it comes.
2. A document of 100 pages, indexed and indexed again after one of its sentences was edited.
3. A corpus of PASSAGES passages (10,000 unless told) of known vectors, so that what is not encoding is seen alone:
   seconds to store, memory, and what a query adds to embedding the question.

Prints JSON lines; `computing` is processor time, which other programs disturb less. Splitting is in every time; reading
the files is in none.
"""

import json
import statistics
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import psutil
from numpy.typing import NDArray

from core.documents.folder import read_folder
from core.documents.splitting import split_into_passages
from core.records import Document, Passage
from core.retrieval.embedding import DIMENSIONS, SentenceEmbedder, shared_embedder
from core.retrieval.index import Index, embedded_texts, indexed_text
from core.retrieval.minilm import packaged_minilm
from core.sample import SAMPLE_DOCS
from core.settings import RetrievalSettings

ROUNDS = 3
SETTINGS = RetrievalSettings()
PAGE = "The gauge of station {at} measures rain on day {day}. Its bearings are dry, and it is read in the morning. "


def main() -> None:
    warnings.simplefilter("ignore")
    documents = read_folder(SAMPLE_DOCS).documents
    compare_throughput(documents)
    measure_edit()
    measure_corpus(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)


def compare_throughput(documents: Sequence[Document]) -> None:
    embedder = shared_embedder()
    passages = split_all(documents)
    ways: dict[str, Callable[[], object]] = {
        "bare encoder": lambda: bare(embedder, embedded_texts(passages)),
        "bare encoder, whole passages": lambda: bare(embedder, [indexed_text(each) for each in passages]),
        "ours": lambda: ours(embedder, documents),
        "langchain": langchain_loop(documents),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    computing: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            began = time.process_time()
            seconds[name].append(timed(way))
            computing[name].append(time.process_time() - began)
    for name in ways:
        say(indexing=name, passages=len(passages), seconds=rounded(seconds[name]), computing=rounded(computing[name]))
    for unit, taken in (("seconds", seconds), ("computing", computing)):
        for name in (each for each in ways if each != "ours"):
            ratios = [other / mine for other, mine in zip(taken[name], taken["ours"], strict=True)]
            say(times_as_fast_as=name, by=unit, median=statistics.median(ratios), rounds=rounded(ratios))


def rounded(values: Sequence[float]) -> list[float]:
    return [round(value, 2) for value in values]


def bare(embedder: SentenceEmbedder, texts: Sequence[str]) -> object:
    return embedder._model.encode(list(texts), batch_size=32, show_progress_bar=False)


def ours(embedder: SentenceEmbedder, documents: Sequence[Document]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder), embedder)
        index.add(split_all(documents))
        index.close()


def langchain_loop(documents: Sequence[Document]) -> Callable[[], object]:
    from langchain_chroma import Chroma
    from langchain_community.embeddings import HuggingFaceEmbeddings
    from langchain_core.documents import Document as LangChainDocument
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    encoder = HuggingFaceEmbeddings(model_name=str(packaged_minilm()))
    files = [LangChainDocument(page_content=each.text, metadata={"source": each.name}) for each in documents]

    def loop() -> None:
        splitter = RecursiveCharacterTextSplitter(
            chunk_size=SETTINGS.passage_characters, chunk_overlap=SETTINGS.overlap_characters
        )
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            Chroma.from_documents(splitter.split_documents(files), encoder, persist_directory=folder)

    return loop


def measure_edit() -> None:
    """What counts is the share of the time; reading the file is the same for both."""
    pages = [f"Page {page}.\n\n" + sentences(page, 28) for page in range(100)]
    text = "\n\n".join(pages)
    edited = text.replace("Page 50.", "Page 50, which was edited.", 1)
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder), shared_embedder())
        first = split_all([Document("long.txt", "v1", text)])
        whole = timed(lambda: index.add(split_all([Document("long.txt", "v1", text)])))
        again = timed(lambda: say(embedded_again=index.add(split_all([Document("long.txt", "v2", edited)]))))
        index.close()
    say(pages=100, passages=len(first), full_seconds=whole, edit_seconds=again, full_over_edit=whole / again)


def sentences(page: int, count: int) -> str:
    return " ".join(PAGE.format(at=page * 100 + at, day=at) for at in range(count))


class KnownVectors:
    """Gives texts random vectors at once: what remains is what we do besides encoding."""

    def __init__(self) -> None:
        self._random = np.random.default_rng(1)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = self._random.normal(size=(len(texts), DIMENSIONS)).astype(np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def embed_words(self, words: Sequence[str]) -> NDArray[np.float32]:
        return shared_embedder().embed_words(words)


def measure_corpus(count: int) -> None:
    passages = [made_up_passage(at) for at in range(count)]
    memory, process = [], psutil.Process()
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder), KnownVectors())
        before = process.memory_info().rss
        seconds = timed(lambda: index.add(passages, lambda done, _: memory.append(process.memory_info().rss)))
        half, most = memory[len(memory) // 2], max(memory)
        say(
            corpus_passages=count,
            seconds_besides_encoding=seconds,
            milliseconds_a_passage=1000 * seconds / count,
            megabytes_at_start=before / 1e6,
            megabytes_half_way=half / 1e6,
            megabytes_at_most_while_embedding=most / 1e6,
        )
        wait_until_read_ahead()
        measure_queries(index, count)
        index.close()


def wait_until_read_ahead() -> None:
    """What was indexed is read beside the first searches, for some seconds; these are not what is measured."""
    for thread in threading.enumerate():
        if thread.name == "read ahead":
            thread.join()


def measure_queries(index: Index, count: int) -> None:
    """What a query adds to embedding the question, by the clock and by processor time."""
    waited, computed = [], []
    for at in range(110):
        began = time.process_time()
        waited.append(index.search_timed(PAGE.format(at=at, day=at), 5).seconds["retrieve"])
        computed.append(time.process_time() - began)
    for unit, seconds in (("milliseconds", waited), ("computing_milliseconds", computed)):
        p50, p95 = np.percentile(seconds[10:], [50, 95]) * 1000
        say(corpus_passages=count, query_adds=unit, p50=p50, p95=p95)


def made_up_passage(at: int) -> Passage:
    text = sentences(at, 5)
    start = at * 1000
    return Passage(f"c:{at}", f"part {at // 500}.txt", "v", start, start + len(text), text, heading=f"Part {at // 10}")


def split_all(documents: Sequence[Document]) -> list[Passage]:
    return [each for one in documents for each in split_into_passages(one, SETTINGS)]


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def say(**figures: object) -> None:
    short = {name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()}
    sys.stdout.write(json.dumps(short) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
