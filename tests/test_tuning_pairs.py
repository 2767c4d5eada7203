"""Training pairs and questions from JSON Lines: what is read, and what is refused with which words."""

import doctest
import json
from pathlib import Path

import pytest

from core.errors import UnusableInput
from core.records import EvaluationQuestion, TrainingPair
from core.settings import Limits
from core.tuning import pairs
from core.tuning.pairs import parse_pairs, parse_questions, read_pairs, read_questions, write_pairs

GOOD = '{"question": "Q?", "answer": "A"}'


def test_examples_in_the_docstrings_hold():
    results = doctest.testmod(pairs)
    assert results.attempted > 0
    assert results.failed == 0


def test_a_full_pair_is_read():
    row = {"question": " Q? ", "answer": " A ", "source": "faq.md", "paraphrases": ["Q2?", " "], "tags": ["money"]}
    assert parse_pairs(json.dumps(row), "p.jsonl") == (TrainingPair("Q?", "A", "faq.md", ("Q2?",), ("money",)),)


def test_of_several_answers_a_pair_learns_the_first():
    assert parse_pairs('{"question": "Q?", "answers": ["A", "B"]}', "p.jsonl")[0].answer == "A"


def test_questions_keep_every_answer_once():
    content = '{"question": "Q?", "answer": "A", "answers": ["A", "B"]}\n{"question": "U?", "unanswerable": true}'
    assert parse_questions(content, "q.jsonl") == (
        EvaluationQuestion("Q?", ("A", "B")),
        EvaluationQuestion("U?", unanswerable=True),
    )


def test_byte_order_mark_windows_lines_blank_lines_and_line_separators_are_fine():
    content = b'\xef\xbb\xbf{"question": "Q?", "answer": "one\xe2\x80\xa8two"}\r\n\r\n' + GOOD.encode()
    assert [pair.answer for pair in parse_pairs(content, "p.jsonl")] == ["one\u2028two", "A"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("9" * 5_000, "not JSON"),
        ('["Q?", "A"]', "must be a JSON object"),
        ('{"answer": "A"}', "“question” is missing or blank"),
        ('{"question": " ", "answer": "A"}', "“question” is missing or blank"),
        ('{"question": 5, "answer": "A"}', "“question” must be text"),
        ('{"question": "Q?"}', "missing or blank"),
        ('{"question": "Q?", "answer": ""}', "missing or blank"),
        ('{"question": "Q?", "answer": 30}', "“answer” must be text"),
        ('{"question": "Q?", "answers": "A"}', "“answers” must be a list of texts"),
        ('{"question": "Q?", "answers": [1]}', "“answers” must be a list of texts"),
        ('{"question": "Q?", "answers": [" "]}', "missing or blank"),
        ('{"question": "Q?", "answer": "A", "tags": "x"}', "“tags” must be a list of texts"),
        ('{"question": "Q?", "answer": "A", "source": 1}', "“source” must be text"),
        ('{"question": "Q?", "answer": "A", "unanswerable": "no"}', "“unanswerable” must be true or false"),
        ('{"question": "Q?", "answer": "\\ud83d"}', "half a character"),
    ],
)
@pytest.mark.parametrize("parse", [parse_pairs, parse_questions])
def test_unusable_rows_are_refused_with_file_line_and_reason(parse, line: str, reason: str):
    with pytest.raises(UnusableInput, match=f"^set.jsonl, line 3: .*{reason}"):
        parse(f"{GOOD}\n\n{line}", "set.jsonl")


def test_an_unanswerable_pair_is_refused():
    with pytest.raises(UnusableInput, match="line 1: a training pair cannot be unanswerable"):
        parse_pairs('{"question": "Q?", "unanswerable": true}', "p.jsonl")


def test_an_unknown_origin_is_refused():
    with pytest.raises(UnusableInput, match="line 1: “origin” must be one of found, generated"):
        parse_pairs('{"question": "Q?", "answer": "A", "origin": "stars"}', "p.jsonl")


def test_an_unanswerable_question_with_an_answer_is_refused():
    with pytest.raises(UnusableInput, match="line 1: .*marked unanswerable but has an answer"):
        parse_questions('{"question": "Q?", "answer": "A", "unanswerable": true}', "q.jsonl")


@pytest.mark.parametrize("content", ["", "\n \n", b"", b"\xef\xbb\xbf"])
def test_empty_content_is_refused(content: str | bytes):
    with pytest.raises(UnusableInput, match="p.jsonl is empty"):
        parse_pairs(content, "p.jsonl")


def test_other_encodings_are_refused_with_the_line():
    with pytest.raises(UnusableInput, match="p.jsonl, line 2: not UTF-8"):
        parse_pairs(GOOD.encode() + b'\n{"question": "Gr\xf6\xdfe?"}', "p.jsonl")


def test_the_row_limit_counts_filled_lines():
    assert len(parse_pairs(f"{GOOD}\n\n" * 20_000, "p.jsonl")) == 20_000
    with pytest.raises(UnusableInput, match="20,001 rows; at most 20,000"):
        parse_pairs(f"{GOOD}\n" * 20_001, "p.jsonl")


def test_missing_folder_and_large_files_are_refused(tmp_path: Path):
    large = tmp_path / "large.jsonl"
    large.write_text(GOOD)
    with pytest.raises(UnusableInput, match="does not exist"):
        read_pairs(tmp_path / "none.jsonl")
    with pytest.raises(UnusableInput, match="not a file"):
        read_questions(tmp_path)
    with pytest.raises(UnusableInput, match="larger than"):
        read_pairs(large, Limits(file_bytes=10))


def test_written_pairs_are_read_back_unchanged(tmp_path: Path):
    file = tmp_path / "pairs.jsonl"
    file.write_text("old")
    written = (
        TrainingPair("Größe?", 'say "5\n€"', "a.md", ("Wie groß?",), ("size", "de"), "It is big.", "typed"),
        TrainingPair("Q?", "line\u2028separator"),
    )
    write_pairs(written, file)
    assert read_pairs(file) == written
    assert list(tmp_path.iterdir()) == [file]


def test_questions_are_read_from_a_file(tmp_path: Path):
    (tmp_path / "q.jsonl").write_text(GOOD)
    assert read_questions(tmp_path / "q.jsonl") == (EvaluationQuestion("Q?", ("A",)),)
