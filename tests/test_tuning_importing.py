"""Pairs from files of all the usual forms: what is recognised, what is mapped, what is refused with which words."""

import doctest
import json

import pytest

from core.errors import UnusableInput
from core.records import TrainingPair
from core.settings import Limits
from core.tuning import importing, pair_forms
from core.tuning.importing import make_pairs, read_pair_file
from core.tuning.pair_forms import as_rows

ADA, TOM = TrainingPair("Who leads?", "Ada"), TrainingPair("Who cleans?", "Tom")
PLAIN = [{"question": "Who leads?", "answer": "Ada"}, {"question": "Who cleans?", "answer": "Tom"}]


@pytest.mark.parametrize("module", [importing, pair_forms])
def test_examples_in_the_docstrings_hold(module):
    results = doctest.testmod(module)
    assert results.attempted > 0
    assert results.failed == 0


def lines(rows: object) -> bytes:
    return "\n".join(json.dumps(row) for row in rows).encode()  # type: ignore[attr-defined]


def read(content: bytes, name: str) -> tuple[TrainingPair, ...]:
    return make_pairs(read_pair_file(content, name))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"question,answer\nWho leads?,Ada\n\nWho cleans?,Tom\n", "p.csv"),
        (b"Prompt;Response\r\nWho leads?;Ada\r\nWho cleans?;Tom\r\n", "p.csv"),
        (b"question\tanswer\nWho leads?\tAda\nWho cleans?\tTom", "p.tsv"),
        (lines(PLAIN), "p.jsonl"),
        (json.dumps(PLAIN).encode(), "p.json"),
        (json.dumps({"version": 1, "data": PLAIN}).encode(), "p.json"),
        (lines(PLAIN), "p.json"),
        (lines(as_rows([ADA, TOM], "alpaca")), "p.jsonl"),
        (lines(as_rows([ADA, TOM], "openai")), "p.jsonl"),
        (lines(as_rows([ADA, TOM], "sharegpt")), "p.jsonl"),
        (json.dumps(list(as_rows([ADA, TOM], "sharegpt"))).encode(), "p.json"),
    ],
)
def test_every_form_gives_the_same_pairs(content: bytes, name: str):
    assert read(content, name) == (ADA, TOM)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_found(encoding: str):
    text = "question,answer\nWie groß ist die Tür?,größer als üblich\nWo ist Zoë?,im Café\n"
    assert read(text.encode(encoding), "p.csv")[0] == TrainingPair("Wie groß ist die Tür?", "größer als üblich")


def test_a_conversation_gives_a_pair_for_each_answer_and_none_for_the_system():
    turns = [
        ("system", "Be kind."),
        ("user", "Who leads?"),
        ("assistant", "Ada"),
        ("user", "Who cleans?"),
        ("assistant", "Tom"),
    ]
    row = {"messages": [{"role": role, "content": text} for role, text in turns]}  # fmt: skip
    assert read(lines([row]), "p.jsonl") == (ADA, TOM)


def test_an_input_belongs_to_its_instruction():
    row = {"instruction": "Translate.", "input": "Haus", "output": "house"}
    assert read(lines([row]), "p.jsonl")[0].question == "Translate.\nHaus"


def test_lists_in_a_table_and_numbers_as_answers():
    content = b"question,answer,tags,paraphrases,source\nHow many?,12,a | b,Count?|Number?,x.md\n"
    assert read(content, "p.csv") == (TrainingPair("How many?", "12", "x.md", ("Count?", "Number?"), ("a", "b")),)
    assert read(b'[{"question": "How many?", "answer": 12}]', "p.json")[0].answer == "12"


def test_unknown_columns_are_mapped_by_the_user():
    file = read_pair_file(b"Asked,Told,Where\nWho leads?,Ada,a.md\n", "p.csv")
    assert (file.form, file.columns) == ("", ("Asked", "Told", "Where"))
    columns = {"question": "Asked", "answer": "Told", "source": "Where"}
    assert make_pairs(file, columns) == (TrainingPair("Who leads?", "Ada", "a.md"),)


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"question,answer\nWho?,Ada\nWhere?,\n", "p.csv", r"p.csv, row 3: “answer” is missing"),
        (b'{"question": "Who?", "answer": "Ada"}\n{"question": 5', "p.jsonl", r"p.jsonl, line 2: not JSON"),
        (b'[{"question": "Who?", "answer": "Ada"}, 7]', "p.json", r"p.json, entry 2: must be a JSON object"),
        (b"[1, 2", "p.json", "not JSON"),
        (b'"text"', "p.json", "must hold a list"),
        (b"", "p.csv", "is empty"),
        (b"question,answer\n", "p.csv", "is empty"),
        (b'{"messages": [{"role": "user", "content": "Who?"}]}', "p.jsonl", "line 1: no message of a user is answered"),
        (b'{"messages": [{"role": "dog", "content": "Who?"}]}', "p.jsonl", "line 1: “dog” is no role"),
        (b'{"messages": "hello"}', "p.jsonl", "line 1: a conversation must be a list"),
        (b'{"question": "Who?", "unanswerable": true}', "p.jsonl", "line 1: a training pair cannot be unanswerable"),
        (b"\x00\x01\x02\x03\x04", "p.csv", "p.csv"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_row(content: bytes, name: str, reason: str):
    with pytest.raises(UnusableInput, match=reason):
        read(content, name)


def test_the_first_of_many_bad_rows_is_named_and_the_others_counted():
    with pytest.raises(UnusableInput, match="row 2: .* 2 more rows cannot be used either. Nothing was taken"):
        read(b"question,answer\nA?,\nB?,\nC?,\nD?,yes\n", "p.csv")


def test_limits():
    with pytest.raises(UnusableInput, match="at most 3"):
        read_pair_file(b"question,answer\n" + b"Q?,A\n" * 4, "p.csv", Limits(rows=3))
    with pytest.raises(UnusableInput, match="larger than"):
        read_pair_file(b"question,answer\nQ?,A\n", "p.csv", Limits(file_bytes=5))
