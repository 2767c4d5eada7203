"""Questions are made from whatever is there: training pairs, asking headings, rows, terms, headings."""

import doctest
from pathlib import Path

from core.answering import suggesting
from core.answering.suggesting import LONGEST, MOST, suggest_questions
from core.documents.folder import read_folder
from core.records import Document, Heading, TrainingPair
from core.settings import Limits

SAMPLE = Path(__file__).parents[1] / "sample_docs"


def document(text: str = "", *headings: str, name: str = "staff-handbook.pdf") -> Document:
    return Document(name, "v1", text, headings=tuple(Heading(each, at) for at, each in enumerate(headings)))


def test_training_pairs_of_a_document_come_before_what_is_made_of_it():
    pairs = [TrainingPair("How long is probation?", "five months", "staff-handbook.pdf")]
    assert suggest_questions([document("", "Title", "Leave")], pairs) == ("How long is probation?",)
    assert suggest_questions([document("", "Title", "Leave", name="other.md")], pairs) == (
        "What does “other” say about leave?",
    )


def test_headings_that_ask_are_taken_as_they_are():
    questions = suggest_questions([document("", "Support", "How long does delivery take?", "2. Paying")])
    assert questions == ("How long does delivery take?", "What does “staff handbook” say about paying?")


def test_rows_are_asked_for_by_what_names_them():
    rows = "\n".join(f"Article code: WW-{n}; Article: Linnet {n}; Price in euros: {n}9; Shelf: A" for n in range(1, 8))
    assert suggest_questions([document(rows)]) == (
        "What is the price in euros of Linnet 1?",
        "What is the shelf of Linnet 4?",
        "What is the price in euros of Linnet 7?",
    )


def test_a_line_that_explains_a_term_is_asked_for():
    text = "Words we use\n\n**Wing**: a named companion who is never your own manager.\nTime: 5\n"
    assert suggest_questions([document(text)]) == ("What is meant by “Wing”?",)


def test_documents_take_turns_and_every_question_is_there_once():
    documents = [document("", "T", *(f"{letter}{n}?" for n in range(20)), name=f"{letter}.md") for letter in "abc"]
    questions = suggest_questions(documents + documents)
    assert questions[:4] == ("a0?", "b0?", "c0?", "a1?")
    assert len(questions) == len(set(questions)) == 24


def test_there_are_not_too_many_nor_too_long_ones():
    documents = [
        document("", "T", *(f"{at} {n}?" for n in range(8)), f"{'x' * 200}?", name=f"{at}.md") for at in range(9)
    ]
    questions = suggest_questions(documents, [TrainingPair("a\x00b\n?", "c")])
    assert len(questions) == MOST
    assert max(map(len, questions)) <= LONGEST
    assert all(text.isprintable() for text in questions)


def test_nothing_comes_of_nothing():
    assert suggest_questions([]) == ()
    assert suggest_questions([document("just a line of text without more")]) == ()


def test_every_sample_document_gives_a_question_by_rule():
    documents = read_folder(SAMPLE, Limits()).documents
    for each in documents:
        assert suggest_questions([each]), each.name
    assert len(suggest_questions(documents)) == MOST


def test_the_examples_hold():
    assert doctest.testmod(suggesting).failed == 0
