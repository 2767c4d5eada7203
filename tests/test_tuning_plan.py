"""A plan crosses to another process and back; settings that no run could use are refused by name."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import UnusableInput
from core.tuning.plan import RECOMMENDED, TrainingPlan, TrainingSettings, check_settings
from core.tuning.progress import Progress


@pytest.mark.parametrize("raft_set", [None, Path("/tmp/raft.jsonl")])
def test_a_plan_comes_back_from_json_as_it_was(raft_set: Path | None):
    plan = TrainingPlan(
        "raft", Path("/tmp/Größe/p.jsonl"), Path("/tmp/out"), raft_set, {"ä.md": "v1"}, TrainingSettings(rank=8, seed=3)
    )
    assert TrainingPlan.from_json(plan.to_json()) == plan


@pytest.mark.parametrize("settings", RECOMMENDED.values())
def test_recommended_settings_are_allowed(settings: TrainingSettings):
    check_settings(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rank", 0),
        ("rank", 129),
        ("alpha", 0),
        ("learning_rate", 0.0),
        ("learning_rate", 1.0),
        ("learning_rate", float("nan")),
        ("epochs", 0),
        ("epochs", 501),
        ("batch", 0),
        ("word_drop", -0.1),
        ("word_drop", 1.0),
        ("distractors", 9),
        ("without_oracle", 1.1),
    ],
)
def test_an_unusable_setting_is_refused_by_its_name(name: str, value: float):
    with pytest.raises(UnusableInput, match=f"^{name.replace('_', ' ')} is {value}; it has to lie between"):
        check_settings(replace(TrainingSettings(), **{name: value}))


@pytest.mark.parametrize("name", ["targets", "schedule", "lesson"])
def test_an_unknown_choice_is_refused_with_those_that_there_are(name: str):
    with pytest.raises(UnusableInput, match=f"^{name} is best; it has to be one of "):
        check_settings(replace(TrainingSettings(), **{name: "best"}))


def test_progress_tells_what_is_done_and_what_is_left():
    half = Progress("training", step=50, steps=200, loss=1.0, seconds=10.0)
    assert (half.share, half.seconds_left) == (0.25, 30.0)
    assert (Progress("preparing").share, Progress("preparing").seconds_left) == (0.0, None)
