"""The user's own figures: what an evaluation writes is what the Decide page reads."""

import json
import math
import os
from pathlib import Path
from typing import Any

import pytest

from core.deciding.measured import MEASURED, points_from
from core.deciding.measurements import Figures, Measurements, measurements_from_results, newest_measurements
from core.deciding.options import Strengths
from core.errors import UnusableInput
from core.measuring.evaluation import evaluate
from core.measuring.report import render_json
from core.records import Answer, ArmName, EvaluationQuestion

QUESTIONS = (
    EvaluationQuestion("What is the fee?", ("12 euros",)),
    EvaluationQuestion("Which colour?", ("blue",)),
    EvaluationQuestion("Who lives on the moon?", unanswerable=True),
)


class Known:
    """An arm with known answers; None stands for a refusal."""

    def __init__(self, name: ArmName, seconds: float, *texts: str | None) -> None:
        self.name: ArmName = name
        self.seconds = seconds
        self.texts = dict(zip((each.question for each in QUESTIONS), texts, strict=True))

    def answer(self, question: str) -> Answer:
        text = self.texts[question]
        seconds = {"generate": self.seconds}
        return Answer(self.name, question, text or "not stated", text is None, 0.5, "known", seconds=seconds)


@pytest.fixture(scope="module")
def results() -> dict[str, Any]:
    """What `render_json` makes of a real evaluation of two arms."""
    arms = [Known("rag", 0.3, "12 euros", "blue", None), Known("tuned", 0.1, "12 euros", None, "Bob")]
    content: dict[str, Any] = json.loads(render_json(evaluate(arms, QUESTIONS)))
    return content


def test_the_figures_of_a_real_evaluation_arrive(results: dict[str, Any]):
    found = measurements_from_results(results, "run 7")
    assert found.accuracy.values == {"rag": 1.0, "tuned": 0.5}
    assert found.refusal_recall.values == {"rag": 1.0, "tuned": 0.0}
    assert found.false_refusals.values == {"rag": 0.0, "tuned": 0.5}
    assert found.latency_ms.values == pytest.approx({"rag": 300, "tuned": 100})
    assert (found.accuracy.run, found.accuracy.computed) == ("run 7", results["computed"])
    assert found.update_seconds is found.break_even is None, "Nothing is made up where no cost is known."


def test_costs_give_update_time_and_break_even(results: dict[str, Any]):
    costs = {"index_seconds": 12, "training_seconds": {"closed-book": 200, "raft": 300}}
    found = measurements_from_results(results | {"costs": costs}, "run")
    assert found.update_seconds.values == {"rag": 12, "tuned": 200, "hybrid": 312}
    assert found.break_even.values["tuned"] == pytest.approx(1000), "200 s of training, 0.2 s saved an answer"


def test_training_that_saves_no_time_never_pays(results: dict[str, Any]):
    slow = json.loads(json.dumps(results))
    slow["arms"]["tuned"]["latency_ms_p50"] = 400
    found = measurements_from_results(slow | {"costs": {"training_seconds": {"closed-book": 200}}}, "run")
    assert found.break_even.values["tuned"] == math.inf
    assert MEASURED["measured break-even"].answer(found) == "Fine-tuned never"
    assert MEASURED["measured break-even"].speaks(found) == Strengths(2, -2, 0, 0)


def test_intervals_are_taken_where_a_run_has_them(results: dict[str, Any]):
    with_intervals = json.loads(json.dumps(results))
    with_intervals["arms"]["rag"]["intervals"] = {"f1": [0.8, 1.0]}
    with_intervals["arms"]["tuned"]["intervals"] = {}
    found = measurements_from_results(with_intervals, "run")
    assert found.accuracy.intervals == {"rag": (0.8, 1.0)}
    assert MEASURED["measured accuracy"].answer(found) == "RAG 100 % (80 to 100), Fine-tuned 50 %"


@pytest.mark.parametrize("tag", ["unseen fact", "held-out-fact"])
def test_facts_that_were_not_trained_are_a_figure_of_their_own(results: dict[str, Any], tag: str):
    by_tag = {tag: {"rag": {"f1": 0.6}, "tuned": {"f1": 0.1}}, "seen wording": {"rag": {"f1": 0.3}}}
    found = measurements_from_results(results | {"by_tag": by_tag}, "run")
    assert found.accuracy_unseen.values == {"rag": 0.6, "tuned": 0.1}
    assert MEASURED["measured unseen"].speaks(found) == Strengths(2, -2, 0, 0)
    assert measurements_from_results(results, "run").accuracy_unseen is None


def test_documents_that_changed_since_the_run_are_told(results: dict[str, Any]):
    found = measurements_from_results(results | {"settings": {"documents": {"a": "1", "b": "1", "c": "1"}}}, "run")
    assert found.changed_documents({"a": "1", "b": "2", "d": "1"}) == ["b", "c", "d"]
    assert found.changed_documents({"a": "1", "b": "1", "c": "1"}) == []
    assert measurements_from_results(results, "run").changed_documents({"a": "1"}) == [], "The run does not say."


def test_a_saving_next_to_nothing_never_pays(results: dict[str, Any]):
    close = json.loads(json.dumps(results))
    close["arms"]["rag"]["latency_ms_p50"], close["arms"]["tuned"]["latency_ms_p50"] = 100 + 1e-11, 100
    found = measurements_from_results(close | {"costs": {"training_seconds": {"closed-book": 200}}}, "run")
    assert found.break_even.values["tuned"] == math.inf


@pytest.mark.parametrize(
    "damage",
    [
        {"arms": None},
        {"arms": {"rag": {"f1": "many"}}},
        {"arms": {"rag": {"f1": 7}}},
        {"arms": {"rag": {"latency_ms_p50": -1}}},
        {"arms": ["rag"]},
    ],
    ids=str,
)
def test_damaged_results_are_refused(results: dict[str, Any], damage: dict[str, Any]):
    with pytest.raises(UnusableInput, match="run 7 are damaged"):
        measurements_from_results(results | damage, "run 7")


def write_run(folder: Path, name: str, content: Any) -> None:
    (folder / name).mkdir(parents=True)
    text = content if isinstance(content, str) else json.dumps(content)
    (folder / name / "results.json").write_text(text, encoding="utf8")


def test_the_newest_complete_run_counts(tmp_path: Path, results: dict[str, Any]):
    write_run(tmp_path, "b-old", results | {"computed": "2026-01-01T00:00:00+00:00"})
    write_run(tmp_path, "a-new", results | {"computed": "2026-03-01T00:00:00+00:00"})
    write_run(tmp_path, "cancelled", results | {"computed": "2026-04-01T00:00:00+00:00", "cancelled": True})
    write_run(tmp_path, "damaged", "{")
    write_run(tmp_path, "other", "[1, 2]")
    write_run(tmp_path, "empty", results | {"computed": "2026-05-01T00:00:00+00:00", "arms": {}})
    (tmp_path / "unfinished").mkdir()
    assert newest_measurements(tmp_path).accuracy.run == "a-new"


def test_a_run_that_is_written_again_is_read_again(tmp_path: Path, results: dict[str, Any]):
    write_run(tmp_path, "run", "{")
    assert not newest_measurements(tmp_path)
    file = tmp_path / "run" / "results.json"
    file.write_text(json.dumps(results), encoding="utf8")
    os.utime(file, ns=(1, 1))
    assert newest_measurements(tmp_path).accuracy.run == "run"


def test_without_a_run_nothing_was_measured(tmp_path: Path):
    assert not newest_measurements(tmp_path / "runs")


@pytest.mark.parametrize(
    ("name", "value"),
    [("accuracy", 1.1), ("false_refusals", -0.1), ("latency_ms", math.inf), ("update_seconds", math.nan)],
)
def test_a_figure_that_cannot_be_is_refused(name: str, value: float):
    with pytest.raises(ValueError, match=name):
        Measurements(**{name: Figures({"rag": value}, "run", "")})


def test_points_by_hand():
    # Mean 0.5, distance 0.6: 4 x 0.3 / 0.6 = 2 and so on.
    assert points_from({"rag": 0.8, "tuned": 0.5, "hybrid": 0.2}, 0.2) == Strengths(2, 0, -2, 0)
    assert points_from({"rag": 0.52, "tuned": 0.48}, 0.2) == Strengths(0.4, -0.4, 0, 0), "Close figures weigh little."
    assert points_from({"rag": 1.0, "tuned": 1, "hybrid": 1, "neither": 0.0}, 0.2).neither == -3, "The lowest there is."
    assert points_from({"rag": 0.5}, 0.2) is None


def test_speed_counts_by_doublings_and_leaves_the_base_out():
    found = Measurements(latency_ms=Figures({"base": 1, "rag": 400, "tuned": 200}, "run", ""))
    # One doubling apart, of two that make the full distance: 4 x 0.5 / 2.
    assert MEASURED["measured speed"].speaks(found) == Strengths(-1, 1, 0, 0)


def test_refusals_count_only_where_both_sides_were_measured():
    due = Figures({"rag": 0.9, "tuned": 0.9}, "run", "")
    undue = Figures({"rag": 0.0, "tuned": 0.9}, "run", "")
    both = Measurements(refusal_recall=due, false_refusals=undue)
    assert MEASURED["measured refusals"].speaks(both) == Strengths(2, -2, 0, 0), "Refusing everything is no merit."
    assert MEASURED["measured refusals"].answer(both) == "RAG 90 % (wrongly 0 %), Fine-tuned 90 % (wrongly 90 %)"
    assert MEASURED["measured refusals"].speaks(Measurements(refusal_recall=due)) is None
