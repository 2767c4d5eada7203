"""Auto's choice between two known arms, on embeddings made by hand."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from core.answering.auto import NEAR, Auto
from core.errors import UnusableInput
from core.models.generator import OnText
from core.records import Answer, ArmName

TRAINED = np.array([[1, 0, 0], [0, 1, 0]], dtype=np.float32)
WORDINGS = ("How long is probation?", "What is the fee?")


@dataclass(frozen=True)
class Fixed:
    name: ArmName

    def answer(self, question: str, on_text: OnText | None = None) -> Answer:
        return Answer(self.name, question, f"by {self.name}", False, 0.5, "fixed")


def embed(vector: Sequence[float]):
    return lambda texts: np.array([vector] * len(texts), dtype=np.float32).reshape(len(texts), 3)


def auto(vector: Sequence[float], tuned: Fixed | None = Fixed("tuned"), wordings: tuple[str, ...] = WORDINGS) -> Auto:
    return Auto(tuned, Fixed("rag"), embed(vector), wordings, TRAINED[: len(wordings)])


def at_similarity(similarity: float) -> list[float]:
    """A vector of length 1 with this similarity to the second wording and none to the first."""
    return [0.0, similarity, (1 - similarity**2) ** 0.5]


@pytest.mark.parametrize(
    ("similarity", "chosen"),
    [(1.0, "tuned"), (NEAR + 0.001, "tuned"), (NEAR - 0.001, "rag"), (0.0, "rag"), (-1, "rag")],
)
def test_a_question_near_a_trained_one_goes_to_the_fine_tuned_model(similarity: float, chosen: ArmName):
    answer = auto(at_similarity(similarity)).answer("How much is it?")
    assert (answer.arm, answer.text) == ("auto", f"by {chosen}")


def test_it_says_what_it_chose_and_why():
    near, far = auto(at_similarity(0.9)).answer("Q?"), auto(at_similarity(0.31)).answer("Q?")
    assert near.note == (
        "Auto chose Fine-tuned: the nearest trained question, “What is the fee?”, has similarity 0.90, at least 0.85."
    )
    assert far.note.startswith("Auto chose RAG: ")
    assert far.note.endswith("“What is the fee?”, has similarity 0.31, below 0.85.")


@pytest.mark.parametrize("without", [auto([1, 0, 0], tuned=None), auto([1, 0, 0], wordings=())])
def test_without_a_fine_tuned_model_it_always_retrieves(without: Auto):
    answer = without.answer("How long is probation?")
    assert answer.text == "by rag"
    assert "no fine-tuned model" in answer.note


def test_a_blank_question_is_refused():
    with pytest.raises(UnusableInput):
        auto([1, 0, 0]).answer(" ")
