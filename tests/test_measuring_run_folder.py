"""Runs on disk: what is killed goes on where it was, with the figures of a run that was never interrupted."""

import json
from pathlib import Path

import pytest

from core.errors import AppError, UnusableInput
from core.measuring.evaluation import Watch, evaluate
from core.measuring.run_folder import create_run, list_runs, new_run_folder, read_run
from tests.test_measuring_evaluation import QUESTIONS, base, rag

ARMS = {"arms": ["rag"]}


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path):
    run = create_run(new_run_folder(tmp_path), {"arms": ["rag", "base"]}, QUESTIONS)
    kept: list[int] = []
    told: list[int] = []

    def keep(number, result):
        run.append(number, result)
        kept.append(number)

    stopping = Watch(lambda done, _: told.append(done), keep, lambda: len(told) == 5)
    assert evaluate([rag(), base()], QUESTIONS, stopping).cancelled
    with (run.folder / "answers.jsonl").open("a") as stream:
        stream.write('{"number": 2, "arm": "base", "sco')  # what a kill leaves
    assert not run.is_complete
    assert len(run.answered()) == run.count_answered() == 5
    run.drop_torn_line()
    finished = evaluate([rag(), base()], QUESTIONS, Watch(on_result=keep), earlier=run.answered())
    assert len(kept) == 10
    run.finish(finished)
    read, whole = read_run(run), evaluate([rag(), base()], QUESTIONS)
    assert read.results == finished.results == whole.results
    assert read.figures == whole.figures


def test_runs_are_listed_newest_first_and_what_is_none_is_passed_over(tmp_path: Path):
    for name in ("20250101-000000-aa", "20260101-000000-aa"):
        create_run(tmp_path / name, ARMS, QUESTIONS)
    (tmp_path / "notes").mkdir()
    (tmp_path / "file.txt").write_text("x")
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "settings.json").write_text("[]")
    assert [run.id for run in list_runs(tmp_path)] == ["20260101-000000-aa", "20250101-000000-aa"]
    assert list_runs(tmp_path / "none") == []


def test_runs_that_begin_in_the_same_second_are_listed_newest_first(tmp_path: Path):
    begun = [create_run(new_run_folder(tmp_path), {"arms": ["rag"]}, QUESTIONS).id for _ in range(12)]
    assert [run.id for run in list_runs(tmp_path)] == begun[::-1]


def test_settings_name_the_question_set(tmp_path: Path):
    one = create_run(tmp_path / "one", {"arms": ["rag"]}, QUESTIONS).settings
    other = create_run(tmp_path / "two", {"arms": ["rag"]}, QUESTIONS[1:]).settings
    assert one["arms"] == ["rag"]
    assert one["questions"]["count"] == 5
    assert one["questions"]["sha256"] != other["questions"]["sha256"]
    assert one["started"].endswith("+00:00")


def test_a_new_run_takes_the_place_of_an_old_one(tmp_path: Path):
    run = create_run(tmp_path, ARMS, QUESTIONS)
    run.append(0, evaluate([rag()], QUESTIONS[:1]).results[0])
    run.finish(evaluate([rag()], QUESTIONS))
    again = create_run(tmp_path, ARMS, QUESTIONS)
    assert not again.is_complete
    assert again.answered() == {}


def test_a_damaged_run_is_said_to_be_damaged(tmp_path: Path):
    run = create_run(tmp_path / "run", ARMS, QUESTIONS)
    run.finish(evaluate([rag()], QUESTIONS))  # its answers were never kept
    with pytest.raises(UnusableInput, match="damaged"):
        read_run(run)
    (run.folder / "settings.json").write_text("{")
    assert run.settings == {}


def test_a_folder_that_cannot_be_written_to_is_an_app_error(tmp_path: Path):
    (tmp_path / "taken").write_text("x")
    with pytest.raises(AppError, match="Choose another folder"):
        create_run(tmp_path / "taken", {}, QUESTIONS)


def test_an_answer_keeps_every_field(tmp_path: Path):
    run = create_run(tmp_path, ARMS, QUESTIONS)
    results = evaluate([rag()], QUESTIONS).results
    for number, result in enumerate(results):
        run.append(number, result)
    assert list(run.answered().values()) == list(results)
    assert all(json.loads(line)["answer"] for line in (tmp_path / "answers.jsonl").read_text().splitlines())
