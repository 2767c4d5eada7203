"""The command line: results on stdout, one line and exit code 2 for what cannot be used."""

import json
from pathlib import Path

import pytest

from core.__main__ import main
from core.records import TrainingPair
from core.retrieval.embedding import SentenceEmbedder
from core.tuning.pairs import write_pairs

CLUB = "# The club\n\nMembers pay 42 euros a year. The key of the boat house is kept in the Blue Cabinet.\n"
QUESTION = "Where is the key of the boat house kept?"


@pytest.fixture
def documents(tmp_path: Path, embedder: SentenceEmbedder) -> Path:
    """A folder with one readable document."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "club.md").write_text(CLUB)
    return folder


def run(*arguments: object) -> int:
    return main([str(each) for each in arguments])


def assert_refused(capsys: pytest.CaptureFixture[str], reason: str) -> None:
    """One line on stderr that gives the reason, and nothing on stdout."""
    out, err = capsys.readouterr()
    assert out == ""
    lines = [line for line in err.splitlines() if not line.startswith(("Indexed", "Left out"))]
    assert len(lines) == 1
    assert reason in lines[0]


def test_ask_prints_one_json_object_and_nothing_else(documents: Path, capsys: pytest.CaptureFixture[str]):
    assert run("ask", QUESTION, "--documents", documents, "--json") == 0
    out, err = capsys.readouterr()
    assert out.count("\n") == 1
    told = json.loads(out)
    assert set(told) == {"question", "answers"}
    assert told["question"] == QUESTION
    base, rag = told["answers"]
    assert (base["arm"], rag["arm"]) == ("base", "rag")
    assert "Blue Cabinet" in rag["text"]
    (evidence,) = rag["evidence"]
    assert CLUB[evidence["start"] : evidence["end"]] == evidence["text"]
    assert rag["sources"][0]["passage"]["document"] == "club.md"
    assert set(rag["seconds"]) == {"embed", "retrieve", "generate"}
    assert "Indexed" in err


def test_ask_reranks_by_reading_where_it_is_told_to(documents: Path, capsys: pytest.CaptureFixture[str]):
    assert run("ask", QUESTION, "--documents", documents, "--arms", "rag", "--rerank", "--json") == 0
    (rag,) = json.loads(capsys.readouterr().out)["answers"]
    assert rag["sources"][0]["pointer"] == pytest.approx(1)
    assert list(rag["seconds"]) == ["embed", "retrieve", "rerank", "generate"]


def test_ask_in_words_names_arm_answer_and_place(documents: Path, capsys: pytest.CaptureFixture[str]):
    (documents / "empty.txt").write_text("")
    assert run("ask", QUESTION, "--documents", documents, "--arms", "rag") == 0
    out, err = capsys.readouterr()
    assert out.startswith("RAG: ")
    assert "Blue Cabinet” in club.md" in out
    assert "confidence 0." in out
    assert "Left out empty.txt: " in err


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--arms", "ragg"], "Unknown arm ragg. The arms are: base, rag"),
        (["--arms", ","], "Unknown arm"),
        (["--arms", "tuned"], "There is no closed-book adapter yet"),
        (["--arms", "hybrid"], "There is no raft adapter yet"),
        (["--arms", "tuned", "--adapter", "/nowhere"], "holds no adapter"),
        (["--pairs", "/nowhere/pairs.jsonl"], "cannot be read: No such file"),
    ],
)
def test_what_is_missing_is_told(
    documents: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], reason: str
):
    assert run("ask", QUESTION, "--documents", documents, *arguments) == 2
    assert_refused(capsys, reason)


@pytest.mark.parametrize("question", ["", "  ", "\n"])
def test_a_blank_question_is_refused(documents: Path, capsys: pytest.CaptureFixture[str], question: str):
    assert run("ask", question, "--documents", documents, "--arms", "base") == 2
    assert_refused(capsys, "The question is empty")


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run("ask", QUESTION, "--documents", tmp_path / "none") == 2
    assert_refused(capsys, "none is no folder")
    (tmp_path / "empty").mkdir()
    assert run("ask", QUESTION, "--documents", tmp_path / "empty") == 2
    assert_refused(capsys, "no document that can be read. It is empty.")
    (tmp_path / "empty" / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    assert run("ask", QUESTION, "--documents", tmp_path / "empty") == 2
    assert_refused(capsys, "Left out: broken.pdf")
    assert run("ask", QUESTION, "--documents", tmp_path / "empty" / "broken.pdf") == 2
    assert_refused(capsys, "is no folder")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('{"question": "Q?"}', "pairs.jsonl, line 2: “answer” is missing"),
        ('{"answer": "A"}', "pairs.jsonl, line 2: “question” is missing"),
        ("{", "pairs.jsonl, line 2: not JSON"),
    ],
)
def test_a_pair_that_cannot_be_used_is_told_with_its_line(
    documents: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], row: str, reason: str
):
    (tmp_path / "pairs.jsonl").write_text('{"question": "Q?", "answer": "A"}\n' + row)
    given = ("--documents", documents, "--pairs", tmp_path / "pairs.jsonl")
    assert run("train", *given, "--out", tmp_path / "adapter") == 2
    assert_refused(capsys, reason)
    assert run("ask", QUESTION, *given) == 2
    assert_refused(capsys, reason)
    assert not (tmp_path / "adapter").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["answer"],
        ["ask", QUESTION],
        ["ask", "--documents", "."],
        ["ask", QUESTION, "--documents", ".", "--pairs", "a", "--adapter", "b"],
        ["train", "--documents", ".", "--pairs", "a", "--out", "b", "--kind", "other"],
        ["evaluate", "--documents", "."],
    ],
)
def test_arguments_that_cannot_be_understood_exit_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""


def test_evaluate_writes_three_files(documents: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    questions = tmp_path / "questions.jsonl"
    questions.write_text(
        json.dumps({"question": QUESTION, "answers": ["in the Blue Cabinet", "the Blue Cabinet"], "source": "club.md"})
        + '\n{"question": "How much do members pay a year?", "answer": "42 euros", "source": "club.md"}'
        + '\n{"question": "Who is the mayor of Oslo?", "unanswerable": true}\n'
    )
    out = tmp_path / "report"
    assert run("evaluate", "--documents", documents, "--questions", questions, "--arms", "rag,base", "--out", out) == 0
    assert capsys.readouterr().out == ""
    reports, kept = (
        {"results.json", "results.csv", "report.html"},
        {"settings.json", "questions.jsonl", "answers.jsonl"},
    )
    assert {each.name for each in out.iterdir()} == reports | kept
    results = json.loads((out / "results.json").read_text())
    assert list(results["arms"]) == ["base", "rag"]
    assert len(results["questions"]) == 6
    assert "Blue Cabinet" in (out / "results.csv").read_text()
    assert results["arms"]["rag"]["supported_rate"] is not None
    given = ("--documents", documents, "--questions", questions, "--arms", "rag", "--out", out)
    assert run("evaluate", *given, "--no-sentence-checks") == 0
    again = json.loads((out / "results.json").read_text())
    assert again["arms"]["rag"]["supported_rate"] is None
    assert again["arms"]["rag"]["f1"] == results["arms"]["rag"]["f1"]


def test_evaluate_refuses_bad_questions_before_it_reads_documents(
    documents: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "questions.jsonl").write_text('{"question": "Q?"}')
    given = ("--documents", documents, "--out", tmp_path / "report")
    assert run("evaluate", *given, "--questions", tmp_path / "questions.jsonl") == 2
    assert_refused(capsys, "questions.jsonl, line 1")
    assert run("evaluate", *given, "--questions", tmp_path / "none.jsonl") == 2
    assert_refused(capsys, "cannot be read")
    (tmp_path / "questions.jsonl").write_text('{"question": "Q?", "answer": "A"}')
    (tmp_path / "report").write_text("a file in the way")
    assert run("evaluate", *given, "--questions", tmp_path / "questions.jsonl", "--arms", "base") == 2
    assert "could not be written" in capsys.readouterr().err


@pytest.mark.slow
def test_a_trained_adapter_is_asked(
    documents: Path, tmp_path: Path, club_pairs: tuple[TrainingPair, ...], capsys: pytest.CaptureFixture[str]
):
    write_pairs(club_pairs, tmp_path / "pairs.jsonl")
    adapter = tmp_path / "adapters" / "mine"
    assert run("train", "--documents", documents, "--pairs", tmp_path / "pairs.jsonl", "--out", adapter) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "Trained the closed-book adapter on 6 pairs" in err
    given = ("--documents", documents, "--adapter", adapter.parent, "--json")
    assert run("ask", "Who founded the club?", *given) == 0
    answers = json.loads(capsys.readouterr().out)["answers"]
    assert [each["arm"] for each in answers] == ["base", "rag", "tuned"]
    assert answers[2]["model"] == "pocket + adapter"


@pytest.mark.slow
def test_adapters_are_trained_on_the_spot_where_pairs_are_given(
    documents: Path, tmp_path: Path, club_pairs: tuple[TrainingPair, ...], capsys: pytest.CaptureFixture[str]
):
    write_pairs(club_pairs, tmp_path / "pairs.jsonl")
    given = ("--documents", documents, "--pairs", tmp_path / "pairs.jsonl", "--arms", "hybrid,auto", "--json")
    assert run("ask", QUESTION, *given) == 0
    answers = json.loads(capsys.readouterr().out)["answers"]
    assert [each["arm"] for each in answers] == ["hybrid", "auto"]
    assert answers[1]["note"].startswith("Auto chose ")
