"""Auto's choice among known arms, on embeddings and chances made by hand."""

import doctest
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from core.answering import auto_rule
from core.answering.arms import OpenBook
from core.answering.auto import Auto
from core.answering.auto_rule import RULE_FILE, SIGNALS, AutoRule, fitted_rule
from core.answering.nearest import TrainedPairs
from core.errors import UnusableInput
from core.models.generator import Fit, OnText, Reply
from core.records import Answer, ArmName, Passage, RankedPassage
from core.retrieval.index import SearchResult

TRAINED = TrainedPairs(
    ("How long is probation?", "What is the fee?"),
    ("five months", "42 euros"),
    np.array([[1, 0, 0], [0, 1, 0]], dtype=np.float32),
)
RULE = AutoRule(
    {
        "tuned": {"intercept": -4.0, "similarity": 4.0, "sureness": 1.0},
        "hybrid": {"intercept": -1.0, "cosine": 2.0},
        "rag": {"intercept": -0.5, "cosine": 0.0},
    },
    try_from=0.5,
)
PASSAGE = Passage("p", "club.md", "v1", 0, 21, "Members pay 42 euros.")


@dataclass
class Fixed:
    """An arm, or a model, that is as sure as it was told to be and notes that it was asked."""

    name: str
    confidence: float = 0.5
    asked: list[str] = field(default_factory=list)

    def answer(self, question: str, on_text: OnText | None = None) -> Answer:
        self.asked.append(question)
        seconds = {"generate": 1.0}
        return Answer("tuned", question, "by tuned", False, self.confidence, "fixed", seconds=seconds, tokens=5)

    def reply(
        self,
        question: str,
        passages: Sequence[Passage] = (),
        on_text: OnText | None = None,
        fits: Sequence[Fit] = (),
    ) -> Reply:
        self.asked.append(question)
        if on_text:
            on_text(f"by {self.name}")
        return Reply(f"by {self.name}", False, self.confidence, tokens=7)


@dataclass
class Shelf:
    """An index that gives every question one vector and one passage of one cosine."""

    vector: Sequence[float]
    cosine: float = 0.5
    asked: int = 0

    def search_timed(self, question: str, k: int, candidates: int = 30, *, point: object = None) -> SearchResult:
        self.asked += 1
        found = (RankedPassage(PASSAGE, 1, 0.1, dense=self.cosine),)
        return SearchResult(found, np.array(self.vector, dtype=np.float32), {"embed": 2.0, "retrieve": 3.0})


def auto(shelf: Shelf, confidence: float = 0.9) -> tuple[Auto, Fixed]:
    tuned = Fixed("tuned", confidence)
    hybrid, rag = OpenBook("hybrid", Fixed("hybrid"), shelf), OpenBook("rag", Fixed("rag"), shelf)
    return Auto(tuned, (hybrid, rag), TRAINED, RULE), tuned


def at_similarity(similarity: float) -> list[float]:
    """A vector of length 1 with this similarity to the second wording and none to the first."""
    return [0.0, similarity, (1 - similarity**2) ** 0.5]


def test_examples_in_the_docstrings_hold():
    results = doctest.testmod(auto_rule)
    assert results.attempted > 0
    assert results.failed == 0


@pytest.mark.parametrize(
    ("similarity", "confidence", "cosine", "chosen", "tries"),
    [
        (1.0, 0.9, 0.5, "tuned", 1),
        (0.9, 0.99, 0.9, "tuned", 1),
        (0.9, 0.3, 0.5, "hybrid", 1),
        (0.51, 0.9, 0.9, "hybrid", 1),
        (0.49, 0.999, 0.5, "hybrid", 0),
        (0.49, 0.999, 0.1, "rag", 0),
        (-1.0, 0.999, 0.0, "rag", 0),
    ],
)
def test_it_weighs_what_was_trained_how_sure_it_is_and_what_was_found(
    similarity: float, confidence: float, cosine: float, chosen: ArmName, tries: int
):
    arm, tuned = auto(Shelf(at_similarity(similarity), cosine), confidence)
    answer = arm.answer("How much is it?")
    assert (answer.arm, answer.chosen, answer.text) == ("auto", chosen, f"by {chosen}")
    assert len(tuned.asked) == tries


def test_it_says_what_it_chose_and_why_in_a_sentence():
    near, _ = auto(Shelf(at_similarity(0.95)), 0.97)
    assert near.answer("Q?").note == (
        "Auto chose Fine-tuned: the nearest trained question, “What is the fee?”, has similarity 0.95, and it is 0.97 "
        "sure: 96 % to be right, Hybrid 50 %."
    )
    unsure, _ = auto(Shelf(at_similarity(0.95)), 0.3)
    assert unsure.answer("Q?").note.endswith(
        "but Fine-tuned is only 0.30 sure of its answer: 26 % to be right, Hybrid 50 %."
    )
    far, _ = auto(Shelf(at_similarity(0.31)))
    assert far.answer("Q?").note.endswith("has similarity 0.31, below 0.50, so the answer has to be read.")


def test_it_searches_once_and_tells_what_all_of_it_took():
    shelf = Shelf(at_similarity(0.95))
    arm, _ = auto(shelf, 0.3)
    answer = arm.answer("Q?")
    assert shelf.asked == 1
    assert (answer.seconds["embed"], answer.seconds["retrieve"]) == (2.0, 3.0)
    assert answer.seconds["generate"] >= 1.0, "The answer that was not taken cost too."
    assert answer.tokens == 12
    taken = auto(Shelf(at_similarity(0.95)), 0.97)[0].answer("Q?")
    assert taken.seconds == {"embed": 2.0, "retrieve": 3.0, "generate": 1.0}
    assert taken.sources == (), "Fine-tuned read nothing."


def test_only_words_of_the_chosen_arm_are_told():
    for confidence, words in ((0.97, ["by tuned"]), (0.3, ["by hybrid"])):
        told: list[str] = []
        auto(Shelf(at_similarity(0.95)), confidence)[0].answer("Q?", told.append)
        assert told == words


def test_without_a_fine_tuned_model_it_reads():
    whole, _ = auto(Shelf([1, 0, 0]))
    nothing = TrainedPairs((), (), np.zeros((0, 3), dtype=np.float32))
    for without in (replace(whole, tuned=None), replace(whole, trained=None), replace(whole, trained=nothing)):
        answer = without.answer("How long is probation?")
        assert answer.text == "by hybrid"
        assert "no fine-tuned model" in answer.note


def test_a_blank_question_is_refused():
    with pytest.raises(UnusableInput):
        auto(Shelf([1, 0, 0]))[0].answer(" ")


def test_the_shipped_rule_has_every_coefficient_and_says_where_it_comes_from():
    rule = fitted_rule()
    assert {arm: set(names) for arm, names in rule.coefficients.items()} == {
        arm: {"intercept", *names} for arm, names in SIGNALS.items()
    }
    assert 0 <= rule.try_from < 1
    assert rule.origin["questions"]
    assert "fit_auto" in json.loads(RULE_FILE.read_text())["origin"]["command"]
    close = {"similarity": 0.9, "cosine": 0.6, "sureness": 4.0}
    far = {"similarity": 0.4, "cosine": 0.6, "sureness": -1.0}
    assert rule.chance("tuned", close) > rule.chance("hybrid", close)
    assert rule.chance("tuned", far) < rule.chance("hybrid", far)
