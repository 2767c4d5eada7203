"""Answers are checked against what the arm read, or against what is found when it has answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from numpy.typing import NDArray

from core.answering.checking import PASSAGES_AFTERWARDS, check_answer
from core.records import Answer, Evidence, Passage, RankedPassage
from core.retrieval.embedding import SentenceEmbedder
from core.retrieval.index import SearchResult
from core.retrieval.remembered import RememberedVectors

TEXTS = ("Handbook of Quillmere. Welcome.", "A new employee is on probation for seven months.", "Lunch costs 4 euros.")


def passages_of(*texts: str) -> tuple[Passage, ...]:
    starts = [sum(len(text) + 10 for text in texts[:at]) for at in range(len(texts))]
    return tuple(
        Passage(f"p{at}", "handbook.md", "v1", start, start + len(text), text)
        for at, (start, text) in enumerate(zip(starts, texts, strict=True))
    )


@dataclass
class Found:
    """An index that finds everything, and notes what it was asked."""

    passages: tuple[Passage, ...]
    asked: list[tuple[str, int]] = field(default_factory=list)

    def search_timed(self, question: str, k: int, candidates: int = 30, *, point: object = None) -> SearchResult:
        self.asked.append((question, k))
        ranked = tuple(RankedPassage(each, rank, 0.1) for rank, each in enumerate(self.passages, start=1))
        return SearchResult(ranked, np.zeros(384, dtype=np.float32), {})


@pytest.fixture
def index() -> Found:
    return Found(passages_of(*TEXTS))


def answer_of(text: str, sources: Sequence[Passage] = (), refused: bool = False) -> Answer:
    ranked = tuple(RankedPassage(each, rank, 0.1) for rank, each in enumerate(sources, start=1))
    copied = (Evidence("handbook.md", 0, 8, "Handbook", "p0"),) if sources else ()
    arm = "rag" if sources else "tuned"
    return Answer(arm, "How long is probation at Quillmere?", text, refused, 0.9, "pocket", ranked, copied)


def test_an_answer_from_memory_is_checked_against_what_is_found_afterwards(index: Found, embedder: SentenceEmbedder):
    checked = check_answer(answer_of("seven months"), embedder.embed, index)
    assert [sentence.state for sentence in checked.sentences] == ["supported"]
    assert not checked.used
    assert [(each.text, each.used) for each in checked.evidence] == [("seven months", False)]
    assert [each.passage.id for each in checked.sources] == ["p0", "p1", "p2"], "Each once."
    assert [each.rank for each in checked.sources] == [1, 2, 3]
    assert index.asked == [
        ("How long is probation at Quillmere?", PASSAGES_AFTERWARDS),
        ("How long is probation at Quillmere? seven months", PASSAGES_AFTERWARDS),
    ]


def test_an_answer_from_passages_is_checked_against_these_and_keeps_what_was_copied(
    index: Found, embedder: SentenceEmbedder
):
    answer = answer_of("seven months", index.passages[1:])
    checked = check_answer(answer, embedder.embed, index)
    assert index.asked == [], "Nothing is searched for."
    assert checked.used
    assert [(each.stance, each.used) for each in checked.evidence] == [("copied", True), ("supports", True)]
    assert checked.sources == answer.sources


def test_passages_that_were_not_read_support_nothing(index: Found, embedder: SentenceEmbedder):
    checked = check_answer(answer_of("seven months", index.passages[2:]), embedder.embed, index)
    assert [sentence.state for sentence in checked.sentences] == ["unsupported"]


def test_a_refusal_has_no_sentence_to_check_and_is_not_searched_for(index: Found, embedder: SentenceEmbedder):
    checked = check_answer(answer_of("not stated", refused=True), embedder.embed, index)
    assert (checked.sentences, checked.sources, index.asked) == ((), (), [])


def test_without_documents_nothing_is_supported(embedder: SentenceEmbedder):
    checked = check_answer(answer_of("seven months"), embedder.embed, None)
    assert [sentence.state for sentence in checked.sentences] == ["unsupported"]
    assert checked.sources == ()


def test_vectors_are_computed_once_while_they_are_remembered():
    asked: list[list[str]] = []

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        asked.append(list(texts))
        return np.array([[float(len(text))] for text in texts], dtype=np.float32).reshape(len(texts), 1)

    remembered = RememberedVectors(embed, most=2)
    assert remembered(["a", "bb", "a"]).tolist() == [[1.0], [2.0], [1.0]]
    assert remembered(["bb", "ccc"]).tolist() == [[2.0], [3.0]]
    assert remembered([]).shape == (0, 1)
    assert remembered(["a"]).tolist() == [[1.0]]
    assert asked == [["a", "bb"], ["ccc"], [], ["a"]], "The oldest was forgotten."
