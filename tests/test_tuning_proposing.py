"""Pairs from documents: what tables, lists, questions and plain sentences give, what is left out, and why."""

import doctest
import importlib
import pkgutil
import re

import pytest

from core.records import Document, Heading, Passage, TrainingPair
from core.tuning import proposing
from core.tuning.proposing.faq import find_definitions, find_faq
from core.tuning.proposing.proposing import ENOUGH, Watcher, Wish, propose_pairs
from core.tuning.proposing.rephrasing import rephrase
from core.tuning.proposing.sifting import AMBIGUOUS, THERE, TWICE, title_of
from core.tuning.proposing.statements import find_statements
from core.tuning.proposing.table_questions import ask_table
from core.tuning.proposing.tables import find_tables
from core.tuning.proposing.writing import BADLY_FORMED, NOT_BACK, ask_about


@pytest.mark.parametrize("name", [each.name for each in pkgutil.iter_modules(proposing.__path__)])
def test_examples_in_the_docstrings_hold(name: str):
    module = importlib.import_module(f"{proposing.__name__}.{name}")
    assert doctest.testmod(module).failed == 0


def document(text: str, name: str = "rules.md", **fields: object) -> Document:
    return Document(name, "v", text, **fields)  # type: ignore[arg-type]


def asked(table: str) -> dict[str, str]:
    return {each.question: each.answer for rows in find_tables(table) for each in ask_table(rows)}


# Tables


def test_rows_are_asked_for_by_their_names_and_columns():
    found = asked(
        "Code: A-1; Article: Lamp; Price (euros): 9; Last counted: 2025-06-07; On sale since: 2019\n"
        "Code: B-2; Article: Rope; Price (euros): 12; Last counted: 2025-06-08; On sale since: 2021"
    )
    assert found["What is the price in euros of Rope?"] == "12"
    assert found["When was Lamp last counted?"] == "2025-06-07"
    assert found["Since when has Lamp been on sale?"] == "2019"


def test_a_person_is_asked_for_by_who():
    found = asked("Name: Ada Byrne; Role: Head of Sales; Room: 4\nName: Tom Brack; Role: Payroll; Room: 5")
    assert found["Who is the Head of Sales?"] == "Ada Byrne"
    assert found["What is the room of Tom Brack?"] == "5"
    assert not any("Who is the Payroll" in question for question in found)


def test_a_table_on_its_side_is_read_by_its_columns():
    found = asked(
        "Property: Radio range; Lamp 2: 60 m; Lamp 3: 90 m; Lamp 5: 180 m\n"
        "Property: Weight, outdoor unit; Lamp 2: 410 g; Lamp 3: 460 g; Lamp 5: 880 g\n"
        "Property: Humidity error; Lamp 2: 5 %; Lamp 3: 4 %; Lamp 5: 3 %"
    )
    assert found["What is the radio range of Lamp 3?"] == "90 m"
    assert found["What is the weight (outdoor unit) of Lamp 5?"] == "880 g"


def test_rows_of_one_name_are_told_apart_by_their_code_and_others_left_out():
    names = ["Lamp", "Rope", "Mast", "Bolt", "Lamp"]
    rows = [f"Code: A-{at}; Article: {name}; Price: {at}9" for at, name in enumerate(names, start=1)]
    assert asked("\n".join(rows))["What is the price of Lamp (A-5)?"] == "59"
    bare = [row.partition("; ")[2] for row in rows]
    found = asked("\n".join(bare))
    assert "What is the price of Rope?" in found
    assert not any("Lamp" in question for question in found)


def test_rows_are_called_by_their_first_column_even_by_long_names_and_errors_by_their_codes():
    found = asked(
        "Event: Death of a partner, child or parent; Days: 8; Notes: may be split\n"
        "Event: Exam day for an approved course; Days: 1; Notes: per exam"
    )
    assert found["How many days are listed for “Exam day for an approved course”?"] == "1"
    codes = asked(
        "Code: E03; Meaning: Outdoor battery below 2.1 volts\nCode: E11; Meaning: Rain bucket does not tip now"
    )
    assert codes["What is the meaning of code E03?"] == "Outdoor battery below 2.1 volts"


def test_yes_no_and_dashes_are_no_facts_and_a_misread_table_is_none():
    assert asked("Name: Ada; Aider: yes; Room: –\nName: Tom; Aider: no; Room: n/a") == {}
    assert asked("E52: E55; Broken: No contact\nE52: E60; Broken: Too hot") == {}
    assert asked("Two things: rest; and tea.") == {}
    assert asked("Lamps | Part: A1\nLamps | Part: B2") == {}


# Questions and terms in the text


def test_a_question_is_answered_by_the_paragraph_below_it():
    text = "## How long is it?\n\nTwo metres. It can be cut.\n\nSomething else.\n\n## Who cuts it?\n\nNobody does."
    heads = (Heading("How long is it?", 0), Heading("Who cuts it?", text.index("## Who")))
    found = find_faq(document(text, headings=heads))
    assert [(each.question, each.answer) for each in found] == [
        ("How long is it?", "Two metres. It can be cut."),
        ("Who cuts it?", "Nobody does."),
    ]


def test_marked_questions_and_answers_are_found():
    found = find_faq(
        document("Q: What is a node?\nA: A computer in the net.\n\n**Who cares for it?**\nThe night shift.")
    )
    assert [each.answer for each in found] == ["A computer in the net.", "The night shift."]


def test_a_long_answer_is_cut_at_a_sentence():
    (found,) = find_faq(document(f"## Why is it so?\n\n{'It is a long story. ' * 30}"))
    assert len(found.answer.split()) == 40
    assert found.answer.endswith("story.")


def test_a_list_explains_terms_and_a_single_line_with_a_colon_does_not():
    text = "Note: this is one.\n\n- Lease: A contract under which a thing is lent.\n- Deposit: 200 euros\n"
    found = find_definitions(document(text))
    assert [(each.question, each.answer) for each in found] == [
        ("What does “Lease” mean?", "A contract under which a thing is lent."),
        ("What is given as the deposit?", "200 euros"),
    ]


# Sentences


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        ("The deposit is 200 euros.", "How much is the deposit?", "200 euros"),
        ("The notice period is three months.", "How long is the notice period?", "three months"),
        ("The lunch break lasts 45 minutes and is not paid.", "How long does the lunch break last?", "45 minutes"),
        ("Salaries are paid on the 26th of each month.", "When are salaries paid?", "on the 26th of each month"),
        ("The library in York opened in 1896.", "When did the library in York open?", "in 1896"),
        ("The driver of the van is Jory Pennick.", "Who is the driver of the van?", "Jory Pennick"),
        ("Codes must have at least 6 letters.", "How many letters must codes have?", "at least 6 letters"),
        ("Ada Byrne is the safety officer for all sites.", "Who is the safety officer for all sites?", "Ada Byrne"),
        ("Claims must be handed in within 35 days.", "Within what time must claims be handed in?", "within 35 days"),
    ],
)  # fmt: skip
def test_a_plain_sentence_is_turned_into_its_question(sentence: str, question: str, answer: str):
    (found,) = find_statements(f"Some words before. {sentence} Some words after.")
    assert (found.question, found.answer) == (question, answer)


@pytest.mark.parametrize(
    "sentence",
    [
        "It is 200 euros.",
        "The other one costs 5 euros.",
        "The deposit is 200 euros for members.",
        "The warranty is three years for stations, two years for sensors.",
        "If you are late, the fee is 20 euros.",
        "The fee is not 20 euros.",
        "Before that the fee was 20 euros.",
        "The table is 20 euros.",
    ],
)
def test_a_sentence_that_needs_more_than_itself_gives_none(sentence: str):
    assert find_statements(sentence) == []


# All together


RULES = document("Rules\n\nThe notice period is three months. The deposit is 200 euros. The deposit is 200 euros.")


def test_pairs_tell_where_they_come_from_and_what_was_dropped():
    report = propose_pairs([RULES], [TrainingPair("how long is the Notice Period", "x")], Wish(write=False))
    (pair,) = report.pairs
    assert pair.question == "According to “Rules”, how much is the deposit?"
    assert (pair.answer, pair.source, pair.origin, pair.tags) == ("200 euros", "rules.md", "found", ("statement",))
    assert pair.passage == RULES.text
    assert report.proposed["statement"] == 3
    assert report.dropped == {THERE: 1, TWICE: 1}


def test_one_question_with_two_answers_names_its_document():
    old = document("Prices 2024\n\nStandard delivery costs 6 euros.", "old.md")
    new = document("Prices 2025\n\nStandard delivery costs 7 euros.", "new.md")
    found = {each.question: each.answer for each in propose_pairs([old, new], [], Wish(write=False)).pairs}
    assert found["According to “Prices 2024”, how much does standard delivery cost?"] == "6 euros"
    assert found["According to “Prices 2025”, how much does standard delivery cost?"] == "7 euros"


def test_two_answers_in_one_document_are_left_out():
    both = document("Prices\n\nStandard delivery costs 6 euros. Standard delivery costs 7 euros.")
    report = propose_pairs([both], [], Wish(write=False))
    assert (report.pairs, report.dropped) == ((), {AMBIGUOUS: 2})


def test_every_document_gives_its_share():
    rows = "\n".join(f"Name: Ada A{at}; Room: {at}" for at in range(50))
    large = document(rows, "large.csv", kind="table")
    small = document("Costs\n\nStandard delivery costs 6 euros. Express delivery costs 9 euros.", "small.md")
    report = propose_pairs([large, small], [], Wish(most=10, write=False))
    assert [pair.source for pair in report.pairs].count("small.md") == 2
    assert len(report.pairs) == 10
    assert report.dropped[ENOUGH] == 42


def test_a_stopped_search_keeps_what_it_has():
    stops = iter([False, True])
    watcher = Watcher(is_cancelled=lambda: next(stops))
    report = propose_pairs([RULES, RULES], [], Wish(write=False), watcher=watcher)
    assert report.was_stopped
    assert report.pairs


def test_titles():
    assert title_of(RULES) == "Rules"
    assert title_of(document("ACME COMPANY\nRules", "travel-rules_2023.txt")) == "travel rules 2023"


# Written questions


class Parrot:
    """Writes and answers what it was given."""

    def __init__(self, question: str, answer: str) -> None:
        self.question, self.reply = question, answer

    def write(self, passage: Passage, answer: str) -> str:
        return self.question

    def answer(self, question: str, passage: Passage) -> str:
        return self.reply


MILL = Passage("1", "mill.md", "v", 100, 150, "The old mill in York was built in 1904.")
SPAN = (MILL.text.index("1904"), MILL.text.index("1904") + 4)


@pytest.mark.parametrize(
    ("question", "reply", "reason"),
    [
        ("when was the old mill built ?", "1904", None),
        ("when was the old mill built ?", "York", NOT_BACK),
        ("who was the old mill built ?", "1904", BADLY_FORMED),
        ("when was it built ?", "1904", BADLY_FORMED),
        ("when was the church built ?", "1904", BADLY_FORMED),
        ("when was the mill the mill ?", "1904", BADLY_FORMED),
        ("was 1904 the year of the mill ?", "1904", BADLY_FORMED),
    ],
)
def test_a_written_question_is_kept_if_it_is_clear_and_answered_back(question: str, reply: str, reason: str | None):
    dropped: list[str] = []
    found = list(ask_about(MILL, [SPAN], Parrot(question, reply), dropped.append))
    assert dropped == ([reason] if reason else [])
    if not reason:
        assert (found[0].question, found[0].answer, found[0].start) == ("When was the old mill built?", "1904", 134)


def test_documents_that_gave_little_are_written_about():
    mill = document("The mill\n\nThe old mill in York was built in 1904 by two brothers.", "mill.md")
    at = mill.text.index("1904")
    writer = Parrot("when was the old mill built ?", "1904")
    report = propose_pairs([mill], [], Wish(most=5), writer, lambda text: [(at, at + 4)])
    assert [(pair.question, pair.origin) for pair in report.pairs] == [("When was the old mill built?", "generated")]
    assert report.kept == {"written": 1}


# Paraphrases


@pytest.mark.parametrize(
    "question",
    ["How much does a repair cost?", "Who is the driver?", "I lost it. What now?", "What is the role of Ada Byrne?"],
)
def test_paraphrases_are_other_wordings_that_name_the_same(question: str):
    (name,) = re.findall(r"repair|driver|lost|Ada Byrne", question)
    others = rephrase(question)
    assert others
    assert question not in others
    assert all(other[0].isupper() and name in other for other in others)
