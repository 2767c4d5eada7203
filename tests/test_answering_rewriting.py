"""Questions for further searches: what is seen in a question, and what is left alone."""

import doctest

import pytest

from core.answering import rewriting
from core.answering.rewriting import find_hop, keywords_missing, name_hop, split_parts


def test_examples_in_the_docstrings_hold():
    results = doctest.testmod(rewriting)
    assert results.attempted > 0
    assert results.failed == 0


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Where is the key? And who has it?", ["Where is the key?", "Who has it?"]),
        ("When does it open; how much is it?", ["When does it open?", "How much is it?"]),
        ("What are the rules and what happens then?", ["What are the rules?", "What happens then?"]),
        ("Who pays for food and drink?", ["Who pays for food and drink?"]),
        ("I am new and where do I sit?", ["I am new and where do I sit?"]),
        ("", [""]),
    ],
)  # fmt: skip
def test_only_questions_are_parts(question: str, parts: list[str]):
    assert split_parts(question) == parts


@pytest.mark.parametrize(
    ("question", "asks", "named"),
    [
        ("Where does the person who keeps the stamps sit?", "Who keeps the stamps sit?",
         "Where does X, the person who keeps the stamps sit?"),
        ("Which floor is for the team that wins?", "Which team wins?", "Which floor is for X?"),
        ("It shows E7. What is the price of the part which it asks for?", "It shows E7. Which part it asks for?",
         "It shows E7. What is the price of X?"),
        ("What is the room of the head of sales?", "Who is the head of sales?", "What is the room of X?"),
    ],
)  # fmt: skip
def test_what_a_question_describes_is_asked_for_and_named(question: str, asks: str, named: str):
    hop = find_hop(question)
    assert hop
    assert hop.asks == asks
    assert name_hop(question, hop, "X") == named


@pytest.mark.parametrize(
    "question", ["", "Who?", "How long is probation?", "who that which", "the the the who", "?" * 99]
)
def test_most_questions_describe_nothing(question: str):
    assert find_hop(question) is None


def test_without_a_missing_word_there_is_nothing_to_search_for():
    assert keywords_missing("How high is the membership fee?", ["The membership fee is high."]) == ""
    assert keywords_missing("", []) == ""
