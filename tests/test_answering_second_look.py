"""RAG that looks again, with a model and an index whose every word is known, and the real verifier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from core.answering.arms import OpenBook
from core.answering.checking import check_answer
from core.answering.second_look import MOST_LOOKS, SecondLook
from core.models.generator import Fit, OnText, Reply
from core.records import Answer, Passage, RankedPassage
from core.retrieval.embedding import SentenceEmbedder
from core.retrieval.index import SearchResult
from core.settings import RetrievalSettings

GUIDE = "The guide to the boat house was written by Mara Lindqvist."
PHONES = "Name: Mara Lindqvist; Extension: 320\nName: Tom Reed; Extension: 205"
FEES = "Members pay a fee of 42 euros. Guests pay 5 euros."
TEXTS = (GUIDE, PHONES, FEES)
PASSAGES = tuple(Passage(f"p{at}", f"{at}.md", "v1", 0, len(text), text) for at, text in enumerate(TEXTS))


@dataclass
class Shelf:
    """Finds the passages that a question is listed with, else all."""

    found: Mapping[str, Sequence[int]] = field(default_factory=dict)
    passages: tuple[Passage, ...] = PASSAGES

    def search_timed(self, question: str, k: int, candidates: int = 30, *, point: object = None) -> SearchResult:
        some = [self.passages[at] for at in self.found.get(question, range(len(self.passages)))]
        ranked = tuple(RankedPassage(each, rank, 0.1) for rank, each in enumerate(some, start=1))
        return SearchResult(ranked, np.zeros(384, dtype=np.float32), {"embed": 0.5, "retrieve": 0.25})


@dataclass
class Scripted:
    """Answers what it was told to answer, else refuses."""

    lines: Mapping[str, str]
    name: str = "scripted"
    asked: list[str] = field(default_factory=list)

    def reply(
        self,
        question: str,
        passages: Sequence[Passage] = (),
        on_text: OnText | None = None,
        fits: Sequence[Fit] = (),
    ) -> Reply:
        self.asked.append(question)
        text = self.lines.get(question)
        if on_text:
            on_text(text or "")
        return Reply(text or "not stated", text is None, 0.6, tokens=10, tokens_written=2)


def look_again(embedder: SentenceEmbedder, lines: Mapping[str, str], found: Mapping[str, Sequence[int]], question: str):
    model, shelf = Scripted(lines), Shelf(found)
    arm = SecondLook(OpenBook("rag", model, shelf, RetrievalSettings(passages=2)), shelf, embedder.embed)
    told: list[str] = []
    answer = arm.answer(question, told.append)
    return model, shelf, answer, told


def states(answer: Answer, shelf: Shelf, embedder: SentenceEmbedder) -> list[str]:
    return [each.state for each in check_answer(answer, embedder.embed, shelf).sentences]


def test_a_supported_answer_is_looked_at_once(embedder: SentenceEmbedder):
    question = "How high is the fee for members?"
    model, _, answer, told = look_again(embedder, {question: "42 euros"}, {question: [2]}, question)
    assert model.asked == [question]
    assert (answer.text, told) == ("42 euros", ["42 euros"])
    assert [(look.question, look.supported, look.used) for look in answer.looks] == [(question, True, True)]


def test_what_is_described_is_asked_for_and_then_named(embedder: SentenceEmbedder):
    question, step = "What is the extension of the woman who wrote the guide?", "Who wrote the guide?"
    named = "What is the extension of Mara Lindqvist?"
    lines = {question: "Mara Lindqvist", step: "Mara Lindqvist", named: "320"}
    found = {question: [0], step: [0], named: [1]}
    model, shelf, answer, _ = look_again(embedder, lines, found, question)
    assert model.asked == [question, step, named]
    assert (answer.question, answer.text, answer.refused) == (question, "320", False)
    assert [look.used for look in answer.looks] == [False, False, True]
    assert [each.passage.id for each in answer.sources] == ["p1"]
    assert states(answer, shelf, embedder) == ["supported"], "It is checked as what it answers."
    assert (answer.tokens, answer.tokens_written) == (30, 6), "All looks cost."
    assert answer.seconds["embed"] == 1.5
    assert answer.seconds["check"] > 0


def test_two_parts_are_asked_one_by_one_and_answered_together(embedder: SentenceEmbedder):
    question = "How high is the fee for members, and who wrote the guide to the boat house?"
    first, second = "How high is the fee for members?", "Who wrote the guide to the boat house?"
    lines = {question: "Tom Reed", first: "42 euros", second: "Mara Lindqvist"}
    found = {question: [1], first: [2, 0], second: [0]}
    model, shelf, answer, _ = look_again(embedder, lines, found, question)
    assert model.asked == [question, first, second]
    assert answer.text == "42 euros. Mara Lindqvist."
    assert [each.passage.id for each in answer.sources] == ["p2", "p0"], "Each passage once."
    assert [each.rank for each in answer.sources] == [1, 2]
    assert states(answer, shelf, embedder) == ["supported", "supported"]


def test_a_refusal_is_searched_for_by_its_missing_words(embedder: SentenceEmbedder):
    question = "How high is the fee for guests?"
    words = "fee guests fee guests"
    model, _, answer, _ = look_again(embedder, {words: "5 euros"}, {question: [0], words: [2]}, question)
    assert model.asked == [question, words]
    assert answer.text == "5 euros"


def test_where_nothing_is_supported_the_first_answer_stands(embedder: SentenceEmbedder):
    question = "What colour is the flag that the club flies?"
    model, _, answer, _ = look_again(embedder, {question: "blue", "Which flag the club flies?": "red"}, {}, question)
    assert len(model.asked) == 1 + MOST_LOOKS
    assert (answer.text, answer.question) == ("blue", question)
    assert [look.used for look in answer.looks] == [True, False, False]


@pytest.mark.parametrize("text", [None, "", "…", "<script>alert(1)</script>", "x" * 3000])
def test_whatever_the_model_says_it_ends(embedder: SentenceEmbedder, text: str | None):
    question = "Who keeps the key that opens the shed, and when does the shed that burns open?"
    model, _, answer, _ = look_again(embedder, {question: text} if text else {}, {}, question)
    assert len(model.asked) <= 1 + MOST_LOOKS
    assert answer.question == question
