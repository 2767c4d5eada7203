"""The measurement of the embedded model, on invented records: every part runs, and the held-out halves stay apart."""

import json
from pathlib import Path

import pytest
from invented_data import write_pretraining_files

from core.measuring import embedded_model
from core.models.pocket.training_data import authored


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_pretraining_files(tmp_path)


def run(data: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, float]:
    embedded_model.main(["--data", str(data), "--limit", "3", *more])
    found: dict[str, float] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.slow
def test_each_figure_lies_where_it_may(data: Path, capsys: pytest.CaptureFixture[str]):
    figures = run(data, capsys)
    counted = {"unanswerable", "questions_written"}
    for name, value in figures.items():
        assert value >= 0
        assert name in counted or name.endswith("_questions") or value <= 1
    assert {"authored_f1", "authored_3_retrieved_verbatim_f1", "refusal_recall", "round_trip_exact"} <= set(figures)


@pytest.mark.slow
def test_what_is_fitted_serves_the_configuration(data: Path, capsys: pytest.CaptureFixture[str]):
    fitted = run(data, capsys, "--fit")
    assert 0 <= fitted["refusal_threshold"] <= 1
    assert fitted["false_refusals"] <= 0.5
    assert set(fitted) >= {"confidence_slope", "confidence_offset"}


@pytest.mark.slow
def test_the_first_questions_that_it_writes_are_rows_of_a_table(data: Path, capsys: pytest.CaptureFixture[str]):
    embedded_model.main(["--data", str(data), "--limit", "2", "--written"])
    rows = [line.split(" | ") for line in capsys.readouterr().out.splitlines()]
    spans = dict.fromkeys(each.answer for each in authored(data, "measurement") if each.answer)
    assert [row[0].removeprefix("| ") for row in rows] == list(spans)[:2]
    assert all(len(row) == 3 and row[1] for row in rows)


def test_a_question_serves_one_purpose_only(data: Path):
    parts = [{each.passage for each in authored(data, part)} for part in ("training", "calibration", "measurement")]
    assert all(parts)
    assert not parts[0] & parts[1] and not parts[0] & parts[2] and not parts[1] & parts[2]
