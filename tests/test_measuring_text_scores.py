"""SQuAD scores against figures worked out by hand from the official scripts' rules."""

import doctest

import pytest

from core.measuring import text_scores
from core.measuring.text_scores import contains_answer, exact_match, f1, normalise


def test_examples_in_the_docstrings_hold():
    results = doctest.testmod(text_scores)
    assert results.attempted > 0
    assert results.failed == 0


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        ("The Cat", "cat"),
        ("  a   cat\tand\nan owl ", "cat and owl"),
        ("theatre another banana", "theatre another banana"),  # articles go as whole words only
        ("24/7", "247"),  # punctuation goes without leaving a space
        ("A.B.", "ab"),  # … and before the articles, so that "A." in "A.B." is none
        ("“30” days", "“30” days"),  # only ASCII punctuation goes
        ("É", "é"),
        ("the", ""),
        ("", ""),
    ],
)
def test_normalise(text: str, normalised: str):
    assert normalise(text) == normalised


@pytest.mark.parametrize(
    ("prediction", "answers", "match", "overlap"),
    [
        ("30 days", ["30 days"], 1.0, 1.0),
        ("The 30 DAYS.", ["30 days"], 1.0, 1.0),
        ("within 30 days", ["30 days"], 0.0, 0.8),  # P 2/3, R 1
        ("30", ["30 days"], 0.0, 2 / 3),  # P 1, R 1/2
        ("thirty", ["30 days"], 0.0, 0.0),
        ("days 30", ["30 days"], 0.0, 1.0),  # order counts for exact match only
        ("30 30 30", ["30 days"], 0.0, 0.4),  # a word counts as often as both have it: P 1/3, R 1/2
        ("two weeks", ["30 days", "two weeks", "two"], 1.0, 1.0),  # the best of the answers
        ("two", ["30 days", "two weeks"], 0.0, 2 / 3),
        ("", ["30 days"], 0.0, 0.0),
        ("the", ["30 days"], 0.0, 0.0),  # normalises to nothing
        ("", ["the", "30 days"], 0.0, 0.0),  # an answer that normalises to nothing does not count …
        ("the", ["a"], 1.0, 1.0),  # … unless there is no other
        ("", [], 1.0, 1.0),  # unanswerable: right if and only if nothing was said
        ("30 days", [], 0.0, 0.0),
        ("an", [], 1.0, 1.0),
    ],
)
def test_scores(prediction: str, answers: list[str], match: float, overlap: float):
    assert exact_match(prediction, answers) == match
    assert f1(prediction, answers) == pytest.approx(overlap)


@pytest.mark.parametrize(
    ("text", "answers", "contained"),
    [
        ("Notice: 30 days.", ["30 days"], True),
        ("Notice: the 30-days", ["30 days"], False),  # a hyphen goes without leaving a space
        ("Article 1366", ["136"], False),
        ("the fee is\n12 euros", ["nothing", "12 Euros."], True),
        ("anything", ["the"], False),
        ("anything", [], False),
        ("", ["x"], False),
    ],
)
def test_contains_answer(text: str, answers: list[str], contained: bool):
    assert contains_answer(text, answers) is contained
