"""Which answers say the same, the sentence about it, and the difference of two texts word by word."""

import doctest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.answering.checking import CheckedAnswer
from core.answering.comparing import agreement, word_difference
from core.answering.comparing.agreement import find_agreement, say_the_same
from core.answering.comparing.word_difference import MOST_WORDS, Piece
from core.records import Answer, ArmName, CheckedSentence, Evidence

SAME = (
    ("five months", "Five months.", "How long is probation?"),
    ("30 days", "thirty days", "How many days of leave are there?"),
    ("30 days", "It is 30 days a year.", "How many days of leave are there a year?"),
    ("EUR 45", "45 euros", "How high is the allowance?"),
    ("Petra Lindqvar", "Lindqvar", "Who is the Head of People?"),
    ("The Head of People is Petra Lindqvar.", "Petra Lindqvar", "Who is the Head of People?"),
    ("4 May 1984", "in May 1984", "When was the company founded?"),
    ("two weeks", "14 days", "How long is the notice?"),
    ("yes", "Yes.", "Is it paid?"),
    ("green and white", "white and green", "What colour is the flag?"),
)
DIFFERENT = (
    ("30 days", "25 days", "How many days of leave are there?"),
    ("30 days from the invoice", "30 days from delivery", "When is it due?"),
    ("Petra Lindqvar", "Bertil Osmund", "Who is the Head of People?"),
    ("yes", "no", "Is it paid?"),
    ("It is paid.", "It is not paid.", "Is it paid?"),
    ("five months", "never", "How long is probation?"),
    ("45 euros", "the Finance department", "How high is the allowance?"),
    ("on Monday", "on Tuesday", "When is it?"),
)


@pytest.mark.parametrize(("one", "other", "question"), SAME)
def test_answers_that_say_the_same(one: str, other: str, question: str):
    assert say_the_same(one, other, question)
    assert say_the_same(other, one, question)


@pytest.mark.parametrize(("one", "other", "question"), DIFFERENT)
def test_answers_that_differ(one: str, other: str, question: str):
    assert not say_the_same(one, other, question)
    assert not say_the_same(other, one, question)


def answer_of(arm: ArmName, text: str, refused: bool = False, document: str = "") -> CheckedAnswer:
    answer = Answer(arm, "How many days of leave are there?", text, refused, 0.9, "pocket")
    found = (Evidence(document, 0, 2, "30", "p", stance="supports"),) if document else ()
    return CheckedAnswer(answer, () if refused else (CheckedSentence(text, "supported", "", found),), (), True)


BASE = answer_of("base", "not stated", refused=True)
RAG, HYBRID = answer_of("rag", "30 days", document="now.txt"), answer_of("hybrid", "thirty days", document="now.txt")
TUNED = answer_of("tuned", "25 days", document="old.txt")


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ([RAG, TUNED, HYBRID], "RAG and Hybrid agree; Fine-tuned gives 25 days instead of 30 days, as old.txt has it."),
        ([BASE, RAG, HYBRID], "RAG and Hybrid agree; Base refuses."),
        ([RAG, HYBRID], "Both agree."),
        ([BASE, answer_of("auto", "not stated", True)], "Both refuse: they say that they do not know."),
        ([RAG, HYBRID, answer_of("auto", "30")], "All three agree."),
        ([RAG, TUNED], "No two agree: RAG says “30 days”; Fine-tuned says “25 days”."),
        ([RAG], ""),
        ([], ""),
    ],
)  # fmt: skip
def test_the_sentence_about_them(answers: list[CheckedAnswer], sentence: str):
    assert find_agreement(answers).sentence == sentence


def test_groups_name_every_arm_once_the_largest_first():
    assert find_agreement([TUNED, RAG, BASE, HYBRID]).groups == (("rag", "hybrid"), ("tuned",), ("base",))
    assert not find_agreement([TUNED, RAG]).is_unanimous


TEXTS = st.text(alphabet="ab 12.,\n’é库", max_size=60)


@given(TEXTS, TEXTS)
@settings(max_examples=200, deadline=None)
def test_the_pieces_make_up_both_texts(one: str, other: str):
    pieces = word_difference.word_difference(one, other)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == one
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == other


def test_texts_too_long_for_words_are_compared_as_a_whole():
    one, other = "a " * MOST_WORDS, "b " * MOST_WORDS
    assert word_difference.word_difference(one, other) == [Piece("removed", one), Piece("added", other)]


def test_the_examples_hold():
    for module in (agreement, word_difference):
        assert doctest.testmod(module).failed == 0
