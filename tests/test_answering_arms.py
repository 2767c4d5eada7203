"""The arms, with models and indexes whose every word is known."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from core.answering.arms import ClosedBook, OpenBook
from core.answering.evidence import find_evidence
from core.errors import NothingToSearch, UnusableInput
from core.models.generator import CopiedSpan, Fit, OnText, Reply
from core.records import Passage, RankedPassage
from core.retrieval.index import SearchResult
from core.settings import RetrievalSettings

DOCUMENT = "Welcome to the club.\nMembers pay 42 euros.\nThe key is in the Blue Cabinet.\n"


def piece(text: str, page: int | None = None) -> Passage:
    start = DOCUMENT.index(text)
    return Passage(f"club:{start}", "club.md", "v1", start, start + len(text), text, page)


FEE, KEY = piece("Members pay 42 euros."), piece("The key is in the Blue Cabinet.", page=2)
SOURCES = (RankedPassage(FEE, 1, 0.03, sentence_cosines=(0.4, 0.1)), RankedPassage(KEY, 2, 0.02))


@dataclass
class Known:
    """A model that gives one reply and remembers what it was asked."""

    given: Reply
    name: str = "known"
    asked: list[tuple[str, list[Passage]]] = field(default_factory=list)
    fits: list[Fit] = field(default_factory=list)

    def reply(
        self,
        question: str,
        passages: Sequence[Passage] = (),
        on_text: OnText | None = None,
        fits: Sequence[Fit] = (),
    ) -> Reply:
        self.asked.append((question, list(passages)))
        self.fits += fits
        if on_text:
            on_text(self.given.text)
        return self.given


@dataclass
class Shelf:
    """An index that finds the same passages for every question."""

    found: tuple[RankedPassage, ...]
    asked: list[tuple[str, int, int]] = field(default_factory=list)

    def search_timed(self, question: str, k: int, candidates: int = 30, *, point: object = None) -> SearchResult:
        self.asked.append((question, k, candidates))
        return SearchResult(self.found[:k], np.zeros(384, dtype=np.float32), {"embed": 0.25, "retrieve": 0.5})


def test_a_closed_book_arm_reads_nothing():
    model = Known(Reply("42 euros", False, 0.8, tokens=9))
    answer = ClosedBook("tuned", model).answer("  What is\nthe fee? ")
    assert model.asked == [("What is the fee?", [])]
    assert (answer.arm, answer.question, answer.text, answer.model) == (
        "tuned",
        "What is the fee?",
        "42 euros",
        "known",
    )
    assert (answer.confidence, answer.refused, answer.tokens) == (0.8, False, 9)
    assert answer.sources == answer.evidence == ()
    assert list(answer.seconds) == ["generate"]
    assert answer.seconds["generate"] >= 0


def test_an_open_book_arm_gives_the_model_the_best_passages_and_shows_them():
    model, shelf = Known(Reply("42 euros", False, 0.8, (CopiedSpan(0, 12, 20, 0.9),))), Shelf(SOURCES)
    answer = OpenBook("rag", model, shelf, RetrievalSettings(passages=2, candidates=7)).answer("What is the fee?")
    assert shelf.asked == [("What is the fee?", 2, 7)]
    assert model.asked == [("What is the fee?", [FEE, KEY])]
    assert model.fits == [Fit(0.03, (0.4, 0.1)), Fit(0.02)], "How well each was found, and its sentences."
    assert answer.sources == SOURCES
    assert (answer.seconds["embed"], answer.seconds["retrieve"]) == (0.25, 0.5)
    assert set(answer.seconds) == {"embed", "retrieve", "generate"}
    (evidence,) = answer.evidence
    assert DOCUMENT[evidence.start : evidence.end] == evidence.text == "42 euros"


def test_what_another_arm_has_read_already_is_counted_all_the_same():
    model = Known(Reply("42 euros", False, 0.8, seconds_spared=100.0))
    answer = OpenBook("hybrid", model, Shelf(SOURCES)).answer("What is the fee?")
    assert 100 <= answer.seconds["generate"] < 101


def test_evidence_names_document_page_passage_and_characters():
    spans = (CopiedSpan(1, 18, 30, 0.7), CopiedSpan(0, 0, 7, 0.2))
    first, second = find_evidence(Reply("Blue Cabinet, members", False, 0.5, spans), SOURCES)
    assert DOCUMENT[first.start : first.end] == first.text == "Blue Cabinet"
    assert (first.document, first.page, first.passage_id, first.probability) == ("club.md", 2, KEY.id, 0.7)
    assert DOCUMENT[second.start : second.end] == second.text == "Members"
    assert second.page is None
    assert first.used
    assert second.used


def test_a_refusal_has_sources_but_no_evidence():
    answer = OpenBook("rag", Known(Reply("not stated", True, 0.9)), Shelf(SOURCES)).answer("Who won?")
    assert (answer.refused, answer.sources, answer.evidence) == (True, SOURCES, ())


@pytest.mark.parametrize("question", ["", " \n", "\x00", "\u200b", "x" * 2_001])
def test_an_unusable_question_reaches_neither_model_nor_index(question: str):
    model, shelf = Known(Reply("?", False, 1)), Shelf(SOURCES)
    for arm in (ClosedBook("base", model), OpenBook("rag", model, shelf)):
        with pytest.raises(UnusableInput):
            arm.answer(question)
    assert model.asked == shelf.asked == []


def test_half_a_character_does_not_reach_the_model():
    model = Known(Reply("?", False, 1))
    ClosedBook("base", model).answer("where is \ud83d it?")
    assert model.asked[0][0].encode()


def test_what_the_index_complains_of_is_passed_on():
    class Empty:
        def search_timed(self, question: str, k: int, candidates: int = 30, *, point: object = None) -> SearchResult:
            raise NothingToSearch("There is no document to search yet.")

    with pytest.raises(NothingToSearch):
        OpenBook("rag", Known(Reply("?", False, 1)), Empty()).answer("Why?")
