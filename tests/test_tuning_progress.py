"""Reports of a run across processes, and across a kill."""

import json
from dataclasses import asdict
from pathlib import Path

from core.tuning.job import HISTORY, read_history
from core.tuning.progress import Check, Progress, SampleAnswer, progress_from_fields

CHECK = Check(2, 0.5, 0.75, (SampleAnswer("Who?", "ada", "ada"), SampleAnswer("Where?", "here", "there")))


def step(number: int, loss: float = 1.0) -> Progress:
    return Progress("training", number, 4, loss, float(number), 1e-3, 0.5, 100.0)


def write(folder: Path, *reports: Progress) -> None:
    (folder / HISTORY).write_text("".join(json.dumps(asdict(each)) + "\n" for each in reports))


def test_a_report_comes_back_from_json_as_it_was():
    for report in (step(1), Progress("training", 2, 4, check=CHECK)):
        assert progress_from_fields(json.loads(json.dumps(asdict(report)))) == report
    assert [answer.is_right for answer in CHECK.answers] == [True, False]


def test_a_history_keeps_every_report_of_an_unbroken_run(tmp_path: Path):
    reports = [
        Progress("preparing"),
        step(1),
        step(2),
        Progress("training", 2, 4, check=CHECK),
        Progress("measuring", 2, 4),
    ]
    write(tmp_path, *reports)
    assert read_history(tmp_path) == reports
    assert read_history(tmp_path / "none") == []


def test_steps_that_were_made_a_second_time_are_there_once(tmp_path: Path):
    check = Progress("training", 2, 4, check=CHECK)
    write(tmp_path, step(1), step(2), check, step(3, 9.0), Progress("preparing"), step(2, 2.0), step(3, 3.0))
    history = read_history(tmp_path)
    assert [(each.step, each.loss) for each in history if each.learning_rate] == [(1, 1.0), (2, 2.0), (3, 3.0)]


def test_a_line_that_a_kill_cut_short_is_left_out(tmp_path: Path):
    write(tmp_path, step(1))
    with (tmp_path / HISTORY).open("a") as file:
        file.write('{"stage": "trai')
    assert read_history(tmp_path) == [step(1)]
