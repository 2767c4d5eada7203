"""Follow-up questions are made to stand alone, and questions that do so already are left as they are."""

import doctest

import pytest

from core.answering.conversation import stand_alone as standing
from core.answering.conversation import topics
from core.answering.conversation.stand_alone import stand_alone
from core.answering.conversation.topics import find_topic

NOTICE = "How long is the notice period?"
INSURANCE = "What does the health insurance cover?"
LEAVE = "How many days of annual leave does a full-time employee have?"
ALLOWANCE = "How high was the daily allowance in 2023?"
PEOPLE = "Who is the Head of People?"
LINNET = "What does the Linnet 2 cost?"
WARRANTY = "How long is the warranty on the battery?"

FOLLOW_UPS = (
    # another value in the place of its like
    ("And in 2025?", ALLOWANCE, "How high was the daily allowance in 2025?"),
    ("What about 2025?", ALLOWANCE, "How high was the daily allowance in 2025?"),
    ("2025?", ALLOWANCE, "2025?"),
    (
        "And for part-timers?",
        "How long is the notice period for managers?",
        "How long is the notice period for part-timers?",
    ),
    ("What about part-timers?", NOTICE, "How long is the notice period for part-timers?"),
    ("How about the probation period?", NOTICE, "How long is the probation period?"),
    ("And for part-timers?", NOTICE, "How long is the notice period for part-timers?"),
    ("On Sundays?", "When is the workshop open on Saturdays?", "When is the workshop open on Sundays?"),
    ("In Aldmere?", "Who works in Port Lodden?", "Who works in Aldmere?"),
    ("And a part-time employee?", LEAVE, "How many days of annual leave does a part-time employee have?"),
    ("What about the display?", WARRANTY, "How long is the warranty on the display?"),
    ("What about Dunnock 5?", LINNET, "What does the Dunnock 5 cost?"),
    ("And the Dunnock 5?", LINNET, "What does the Dunnock 5 cost?"),
    ("And room 14?", "Who sits in room 12?", "Who sits in room 14?"),
    ("what about sick leave?", LEAVE, "How many days of sick leave does a full-time employee have?"),
    # pronouns
    ("Does it also cover dental?", INSURANCE, "Does the health insurance also cover dental?"),
    ("And does it cover dental?", INSURANCE, "Does the health insurance cover dental?"),
    ("Who pays for it?", INSURANCE, "Who pays for the health insurance?"),
    ("How much does it cost?", "When was the canteen opened?", "How much does the canteen cost?"),
    ("What is its price?", "How heavy is the Linnet 2?", "What is the Linnet 2’s price?"),
    ("Can I carry them over?", LEAVE, "Can I carry days of annual leave over?"),
    ("Are they refundable?", "What do the course fees include?", "Are the course fees refundable?"),
    ("What is her extension?", PEOPLE, "What is the Head of People’s extension?"),
    ("Where does she sit?", PEOPLE, "Where does the Head of People sit?"),
    ("Who replaces him?", "Who approves travel requests?", "Who replaces the person who approves travel requests?"),
    ("Is that paid?", NOTICE, "Is the notice period paid?"),
    ("Does that apply to trainees?", NOTICE, "Does the notice period apply to trainees?"),
    ("Does that period apply to trainees?", NOTICE, "Does the notice period apply to trainees?"),
    ("Why is that?", NOTICE, "Why is the notice period?"),
    ("Is it the same for trainees?", NOTICE, "Is the notice period the same for trainees?"),
    ("How many people work there?", "When was the office opened in Tarnbrook?", "How many people work in Tarnbrook?"),
    # a gap that only the topic fills
    ("Since when?", NOTICE, "About the notice period: since when?"),
    ("Why?", NOTICE, "About the notice period: why?"),
    ("And why?", "About the notice period: since when?", "About the notice period: why?"),
    ("What is the maximum?", ALLOWANCE, "What is the maximum for the daily allowance in 2023?"),
    ("Does that rule apply to trainees?", NOTICE, "About the notice period: does that rule apply to trainees?"),
    ("Do contractors get the same?", NOTICE, "About the notice period: do contractors get the same?"),
)

STANDING = (
    "How long is the probation period?",
    "Who is the managing director?",
    "If I lose my badge, who replaces it?",
    "When the display breaks, does the warranty cover it?",
    "Is it allowed to smoke in the yard?",
    "How long does it take to charge the battery?",
    "Is it true that the canteen is closed?",
    "What is the form that I need for a journey?",
    "Notice period?",
    "Tell me about the canteen.",
    "And who is the managing director?",
    "Where are travel receipts kept?",
    "Wie lange ist die Probezeit?",
    "Wo ist es?",
)


@pytest.mark.parametrize(("question", "before", "expected"), FOLLOW_UPS)
def test_a_follow_up_is_made_to_stand_alone(question: str, before: str, expected: str):
    assert stand_alone(question, before) == expected


@pytest.mark.parametrize("question", STANDING)
def test_a_question_that_stands_alone_is_left_as_it_is(question: str):
    assert stand_alone(question, NOTICE) == question


@pytest.mark.parametrize(("question", "_", "expected"), FOLLOW_UPS)
def test_the_first_question_of_a_conversation_is_left_as_it_is(question: str, _: str, expected: str):
    assert stand_alone(question, "") == question


@pytest.mark.parametrize("before", ["", "?", "it", "...", "x" * 2000, "<b>the</b> <i>x</i>?", "the the the", "ist es?"])
@pytest.mark.parametrize("question", ["Why?", "And it?", "What about that?", "What is its price?", "the?", "and", "?"])
def test_odd_questions_do_no_harm(question: str, before: str):
    assert stand_alone(question, before)


def test_several_follow_ups_keep_the_topic():
    first = stand_alone("What about managers?", NOTICE)
    second = stand_alone("Is it longer for trainees?", first)
    assert second == "Is the notice period for managers longer for trainees?"


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("How long is the notice period for managers?", "the notice period for managers"),
        ("When was the company founded?", "the company"),
        ("By how much are our own products reduced?", "our own products"),
        ("How long is probation?", "probation"),
        ("Who approves the travel request of an employee?", "the travel request of an employee"),
    ],
)
def test_the_topic_is_a_phrase_of_the_question(question: str, topic: str):
    assert find_topic(question).text == topic


def test_the_examples_hold():
    for module in (standing, topics):
        assert doctest.testmod(module).failed == 0
