"""Several arms asked one after another: the words as they come, and failures that stay with their arm."""

import logging
from pathlib import Path

import pytest

from core.answering import asking
from core.answering.asking import UNEXPECTED, ask_each
from core.answering.choice import Ingredients
from core.errors import ModelUnavailable, UnusableInput
from core.models.generator import OnText
from core.records import Answer, ArmName, Passage
from core.retrieval.embedding import SentenceEmbedder
from core.retrieval.index import Index, SearchResult
from core.settings import HuggingFaceModel, RetrievalSettings


class Known:
    """An arm that answers with its name, word by word, or fails as it was told to."""

    def __init__(self, name: ArmName, failure: Exception | None = None) -> None:
        self.name = name
        self.failure = failure

    def answer(self, question: str, on_text: OnText | None = None) -> Answer:
        if self.failure:
            raise self.failure
        for text in ("I am", f"I am {self.name}"):
            if on_text:
                on_text(text)
        return Answer(self.name, question, f"I am {self.name}", False, 1.0, "known")


def known_arms(monkeypatch: pytest.MonkeyPatch, **failures: Exception) -> None:
    monkeypatch.setattr(asking, "make_arms", lambda names, _: [Known(names[0], failures.get(names[0]))])


def test_the_words_of_each_arm_come_before_its_answer(monkeypatch: pytest.MonkeyPatch):
    known_arms(monkeypatch)
    seen: list[tuple[str, str]] = []
    for outcome in ask_each(["rag", "base"], Ingredients(None), " Who? ", lambda *told: seen.append(told)):
        assert outcome.answer
        seen.append((outcome.arm, f"{outcome.answer.question} {outcome.answer.text}"))
    assert seen == [
        ("rag", "I am"),
        ("rag", "I am rag"),
        ("rag", "Who? I am rag"),
        ("base", "I am"),
        ("base", "I am base"),
        ("base", "Who? I am base"),
    ]


def test_an_error_of_one_arm_leaves_the_others_standing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    known_arms(monkeypatch, rag=ModelUnavailable("It is gone. Fetch it."), tuned=RuntimeError("out of memory at 0x7f"))
    with caplog.at_level(logging.ERROR):
        outcomes = list(ask_each(["base", "rag", "tuned", "hybrid"], Ingredients(None), "Who?"))
    assert [bool(each.answer) for each in outcomes] == [True, False, False, True]
    assert [each.problem for each in outcomes] == ["", "It is gone. Fetch it.", UNEXPECTED, ""]
    assert "out of memory" in caplog.text, "A bug surfaces in the log."


def test_an_arm_that_lacks_something_says_what():
    class Searchable:
        def search_timed(self, question: str, k: int, candidates: int = 30, *, point: object = None) -> SearchResult:
            raise AssertionError("Not asked.")

    given = Ingredients(Searchable(), {"closed-book": Path("nowhere")})
    tuned, hybrid = ask_each(["tuned", "hybrid"], given, "Who?")
    assert "no adapter of this program" in tuned.problem
    assert "raft adapter" in hybrid.problem
    assert (tuned.remedy, hybrid.remedy) == ("training", "training")


def test_where_an_arm_can_be_helped_is_told_with_what_it_lacks():
    other = HuggingFaceModel("some/name")
    (without_documents,) = ask_each(["rag"], Ingredients(None), "Who?")
    (without_adapters,) = ask_each(["tuned"], Ingredients(None, model=other), "Who?")
    assert (without_documents.remedy, without_adapters.remedy) == ("documents", "export of pairs")


def test_a_question_for_nobody_is_refused_at_once():
    with pytest.raises(UnusableInput):
        list(ask_each(["base"], Ingredients(None), " "))


def test_several_arms_search_once_and_count_it_each(tmp_path: Path, embedder: SentenceEmbedder):
    index = Index(tmp_path, embedder)
    text = "The key of the boat house is kept in the Blue Cabinet beside the stove."
    index.add([Passage("1", "club.md", "v1", 0, len(text), text)])
    asked = []

    class Counting:
        passages = index.passages

        def search_timed(self, question: str, k: int, candidates: int = 30, *, point: object = None) -> SearchResult:
            asked.append((question, k))
            return index.search_timed(question, k, candidates, point=point)  # type: ignore[arg-type]

    for question, rerank in (("Where is the key?", False), ("What is kept there?", True)):
        given = Ingredients(Counting(), settings=RetrievalSettings(rerank=rerank))
        rag, auto = ask_each(["rag", "auto"], given, question)
        assert rag.answer and auto.answer
        assert rag.answer.sources == auto.answer.sources
        assert rag.answer.sources[0].pointer == (pytest.approx(1) if rerank else None)
        for stage in ("embed", "retrieve", *(["rerank"] if rerank else [])):
            assert auto.answer.seconds[stage] == rag.answer.seconds[stage] > 0
    assert asked == [("Where is the key?", 3), ("What is kept there?", 3)]
    index.close()
