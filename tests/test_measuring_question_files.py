"""Question files in every form, and what is said about those that cannot be used."""

import json

import pytest

from core.errors import UnusableInput
from core.measuring.question_files import parse_question_file, write_question_lines
from core.records import EvaluationQuestion
from core.settings import Limits

FEE = EvaluationQuestion("How high is the fee?", ("12 euros", "twelve euros"), "fees.md", tags=("money", "easy"))
MOON = EvaluationQuestion("Who lives on the moon?", unanswerable=True)


def squad(*asked: dict) -> bytes:
    return json.dumps({"data": [{"title": "Fees", "paragraphs": [{"context": "…", "qas": list(asked)}]}]}).encode()


def test_questions_are_read_back_as_they_were_written():
    assert parse_question_file(write_question_lines([FEE, MOON]).encode(), "q.jsonl") == (FEE, MOON)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv(separator: str):
    rows = [
        ["Question", "answers", "source", "unanswerable", "tags"],
        [FEE.question, "12 euros | twelve euros", "fees.md", "", "money|easy"],
        [MOON.question, "", "", "TRUE", ""],
    ]
    content = "\ufeff" + "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    assert parse_question_file(content.encode(), "Q.CSV") == (FEE, MOON)


def test_squad_1_and_2():
    one = {"id": "1", "question": "How high?", "answers": [{"text": "12 euros", "answer_start": 0}]}
    two = {"id": "2", "question": "Who?", "answers": [], "is_impossible": True, "plausible_answers": [{"text": "x"}]}
    assert parse_question_file(squad(one), "v1.json") == (EvaluationQuestion("How high?", ("12 euros",), "Fees"),)
    assert parse_question_file(squad(one, two), "v2.json")[1] == EvaluationQuestion("Who?", (), "Fees", True)


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "q.csv", "no column"),
        (b"a,b\n1,2", "q.csv", "no column"),
        (b"question,answers\nHow?,", "q.csv", "line 1"),
        (b"question,unanswerable\nHow?,maybe", "q.csv", "row 1"),
        (b"{}", "q.json", "SQuAD"),
        (b"[]", "q.json", "SQuAD"),
        (b"{", "q.json", "SQuAD"),
        (b'{"data": [{"paragraphs": [{"qas": [{"question": "x"}]}]}]}', "q.json", "SQuAD"),
        (b'{"data": []}', "q.json", "empty"),
        (b'{"question": "x"}', "q.jsonl", "line 1"),
        (b"\xff\xfe", "q.csv", "UTF-8"),
        (b"\xff\xfe", "q.json", "UTF-8"),
        (b"x" * 11, "q.csv", "larger than"),
    ],
)
def test_what_cannot_be_used_is_said(content: bytes, name: str, reason: str):
    with pytest.raises(UnusableInput, match=reason) as raised:
        parse_question_file(content, name, Limits(file_bytes=10 if reason == "larger than" else 1000))
    assert name in str(raised.value)
