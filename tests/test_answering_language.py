"""What the verifier knows of language: amounts in their units, dates, codes, names, sentences, words."""

import pytest

from core.answering.language.detail import differs, same
from core.answering.language.details import find_details
from core.answering.language.names import find_names
from core.answering.language.opposites import denials
from core.answering.language.sentences import clause_spans, sentence_spans
from core.answering.language.words import alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("24 months", "two years"),
        ("14,200 grams", "14.2 kg"),
        ("an hour and a half", "90 minutes"),
        ("one and a half years", "18 months"),
        ("EUR 7.90", "7,90 Euro"),
        ("45 000 рублей", "45000 рублей"),
        ("2.75%", "2.75 percent"),
        ("June 4, 1887", "4 June 1887"),
        ("1703-11-09", "9 November 1703"),
        ("2025年3月1日", "1 March 2025"),
        ("6:30 pm", "18:30"),
        ("twice a year", "every six months"),
        ("every other day", "every second day"),
        ("a hundred and twenty people", "120 people"),
        ("21天", "21 days"),
        ("sechs Wochen", "six weeks"),
        ("WP-LB9", "wp-lb9"),
        ("40 km/h", "40 kilometres per hour"),
    ],
)
def test_two_ways_of_saying_the_same_are_the_same(one: str, other: str):
    (said,), (found,) = find_details(one), find_details(other)
    assert same(said, found)
    assert not differs(said, found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ten months", "ten years"),
        ("45 euros", "45 dollars"),
        ("two working days", "three days"),
        ("E14", "E41"),
        ("4.2.1", "4.1.2"),
        ("red", "green"),
        ("on Monday", "on Tuesday"),
        ("Room 214", "Room 215"),
        ("14 June 1887", "4 June 1887"),
        ("2022", "4 June 1887"),
        ("half the fare", "full fare"),
    ],
)
def test_two_of_a_kind_that_differ_exclude_one_another(one: str, other: str):
    (said,), (found,) = find_details(one), find_details(other)
    assert not same(said, found)
    assert differs(said, found)


@pytest.mark.parametrize(("one", "other"), [("30 days", "30 euros"), ("E14", "WP-LB9"), ("15 January", "2024")])
def test_what_cannot_be_compared_neither_agrees_nor_differs(one: str, other: str):
    (said,), (found,) = find_details(one), find_details(other)
    assert not same(said, found)
    assert not differs(said, found)


def test_a_date_may_say_more_than_the_answer_but_not_less():
    (full,), (year,) = find_details("4 June 1887"), find_details("1887")
    assert same(year, full)
    assert not same(full, year)


def test_details_keep_their_place_in_the_text():
    text = "Room 7 costs EUR 12.50 from 3 May 2024, 9:30, twice a week, code A-07."
    found = find_details(text)
    assert all(text[each.start : each.end] == each.text for each in found)
    assert [each.text for each in found] == [
        "Room 7", "EUR 12.50", "3 May 2024", "9:30", "twice a week", "A-07",
    ]  # fmt: skip


def test_a_page_break_in_a_sentence_does_not_end_it_and_a_row_does():
    text = "There are four of us in\n\nthe old mill. Bring Dr. Roth.\nName: Ada; Room: 3\nName: Bo; Room: 4"
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    assert sentences == [
        "There are four of us in\n\nthe old mill.", "Bring Dr. Roth.", "Name: Ada; Room: 3", "Name: Bo; Room: 4",
    ]  # fmt: skip


def test_a_clause_is_not_cut_within_a_date():
    text = "It began on May 12, 2024, and ended soon."
    whole = [(each.start, each.end) for each in find_details(text)]
    clauses = [text[start:end] for start, end in clause_spans(text, (0, len(text)), whole)]
    assert clauses == ["It began on May 12, 2024", "ended soon."]


def test_names_are_told_by_capitals_not_by_the_start_of_a_sentence():
    assert [name.text for name in find_names("The key is with Ada Byron. Parking is free in Port Lodden.")] == [
        "ada byron",
        "port lodden",
    ]
    assert find_names("Die Frist gilt im Betrieb und in der Schule.") == []


def test_denials_are_counted_but_not_in_phrases_that_deny_nothing():
    assert [denials(each) for each in ("not paid", "Nobody without", "no later than noon", "n'est pas", "不能")] == [
        1, 2, 0, 1, 1,
    ]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), [("refund", "refundable"), ("training", "trained"), ("apply", "applied")])
def test_forms_of_a_word_are_alike(one: str, other: str):
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("contract", "contradict"), ("price", "prize"), ("car", "card"), ("state", "station")]
)
def test_words_of_different_stems_are_not(one: str, other: str):
    assert not alike(one, other)
