"""A run in a process of its own: watched, stopped, and its errors brought back."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from core.records import TrainingPair
from core.tuning.job import TrainingJob
from core.tuning.lineage import read_lineage
from core.tuning.pairs import write_pairs
from core.tuning.plan import TrainingPlan, TrainingSettings

pytestmark = pytest.mark.slow
LONG = 120


@pytest.fixture
def plan(tmp_path: Path, club_pairs: tuple[TrainingPair, ...]) -> Callable[[int], TrainingPlan]:
    def make(epochs: int) -> TrainingPlan:
        write_pairs(club_pairs, tmp_path / "pairs.jsonl")
        settings = TrainingSettings(rank=2, epochs=epochs)
        return TrainingPlan("closed-book", tmp_path / "pairs.jsonl", tmp_path / "made" / "adapter", settings=settings)

    return make


def wait_until(met: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not met() and time.monotonic() < end:
        time.sleep(0.1)
    assert met()


def test_a_run_is_watched_to_its_end(plan: Callable[[int], TrainingPlan]):
    ended: list[str] = []
    job = TrainingJob(plan(2), on_end=lambda job: ended.append(job.state))
    assert job.state == "running"
    assert job.progress.stage == "starting"
    job.wait(LONG)
    assert (job.state, job.error, ended) == ("done", "", ["done"])
    assert job.progress.stage == "measuring"
    assert [step for step, _ in job.losses][:2] == [1, 2]
    assert read_lineage(job.plan.out).pairs == 6
    assert [each.name for each in job.plan.out.parent.iterdir()] == ["adapter"]


def test_a_stopped_run_ends_at_once_and_leaves_nothing(plan: Callable[[int], TrainingPlan]):
    job = TrainingJob(plan(200))
    process = psutil.Process(job._process.pid)
    wait_until(lambda: len(job.losses) > 1 or job.state != "running")
    assert job.state == "running"
    job.cancel()
    assert job.wait(LONG) == "cancelled"
    assert not process.is_running()
    assert not job.plan.out.exists()
    assert list(job.plan.out.parent.iterdir()) == []
    job.cancel()
    assert job.state == "cancelled"


def test_the_reason_of_a_failure_comes_back(plan: Callable[[int], TrainingPlan]):
    made = plan(2)
    made.pairs.write_text('{"question": "Q?", "answer": "A"}\n{"question": "no answer"}\n')
    job = TrainingJob(made)
    assert job.wait(LONG) == "failed"
    assert job.error.startswith("pairs.jsonl, line 2: “answer” is missing")


def test_a_run_that_dies_is_told(plan: Callable[[int], TrainingPlan]):
    job = TrainingJob(plan(200))
    os.kill(job._process.pid, 9)
    assert job.wait(LONG) == "failed"
    assert "ended with code -9" in job.error
