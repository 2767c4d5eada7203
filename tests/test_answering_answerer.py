"""The check of a question, and the seam: anything with a name and an answer is an arm."""

import doctest
from dataclasses import dataclass
from typing import get_args

import pytest

from core.answering import answerer
from core.answering.answerer import ARM_LABELS, Answerer, check_question
from core.errors import UnusableInput
from core.models.generator import OnText
from core.records import Answer, ArmName


def test_examples_in_the_docstrings_hold():
    results = doctest.testmod(answerer)
    assert results.attempted > 0
    assert results.failed == 0


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  What is the fee? ", "What is the fee?"),
        ("one\n\n\ttwo\x00three", "one two three"),
        ("Größe – 5 €?", "Größe – 5 €?"),
        ("half \ud83d emoji", "half   emoji"),
        ("two  spaces", "two  spaces"),
        ("x" * 2_000, "x" * 2_000),
        ("x" * 2_000 + "\n" * 50, "x" * 2_000),
    ],
)
def test_question_is_cleaned(typed: str, cleaned: str):
    assert check_question(typed) == cleaned


@pytest.mark.parametrize("typed", ["", "   ", "\n\t\x00", "\u200b\ufeff", "\u00a0\u3000"])
def test_blank_question_is_refused(typed: str):
    with pytest.raises(UnusableInput, match="empty"):
        check_question(typed)


def test_long_question_is_refused_with_what_to_do():
    with pytest.raises(UnusableInput, match=r"2,001 characters; at most 2,000 .* Shorten"):
        check_question("x" * 2_001)


def test_every_arm_has_its_own_label():
    assert set(ARM_LABELS) == set(get_args(ArmName))
    assert len(set(ARM_LABELS.values())) == len(ARM_LABELS)


def test_a_frozen_dataclass_can_be_an_arm():
    @dataclass(frozen=True)
    class Echo:
        name: ArmName = "base"

        def answer(self, question: str, on_text: OnText | None = None) -> Answer:
            return Answer(self.name, question, question, refused=False, confidence=1.0, model="echo")

    arm: Answerer = Echo()
    assert arm.answer("Why?").text == "Why?"
