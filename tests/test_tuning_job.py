"""A run in a process of its own: watched, stopped, and its errors brought back."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from core.records import TrainingPair
from core.tuning.job import TrainingJob, can_go_on
from core.tuning.lineage import read_lineage
from core.tuning.pairs import write_pairs
from core.tuning.plan import TrainingPlan, TrainingSettings
from core.turns import MACHINE

pytestmark = pytest.mark.slow
LONG = 500


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
    assert job.progress.stage in ("waiting for its turn", "starting")
    job.wait(LONG)
    assert (job.state, job.error, ended) == ("done", "", ["done"])
    assert job.progress.stage == "measuring"
    assert [step for step, _ in job.losses] == [1, 2]
    assert [check.step for check in job.checks] == [0, 2]
    assert read_lineage(job.plan.out).pairs == 6
    assert [each.name for each in job.plan.out.parent.iterdir()] == ["adapter"]


def test_a_stopped_run_ends_at_once_and_leaves_nothing(plan: Callable[[int], TrainingPlan]):
    job = TrainingJob(plan(200))
    wait_until(lambda: len(job.losses) > 1 or job.state != "running")
    assert job.state == "running"
    process = psutil.Process(job._process.pid)
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
    wait_until(lambda: job._process is not None)
    os.kill(job._process.pid, 9)
    assert job.wait(LONG) == "failed"
    assert "killed (code -9)" in job.error
    assert "train again" in job.error
    assert not job.plan.scratch.exists()


def test_a_run_that_was_killed_after_a_checkpoint_goes_on_with_its_curve(plan: Callable[[int], TrainingPlan]):
    made = plan(500)
    first = TrainingJob(made)
    wait_until(lambda: can_go_on(made.scratch) or first.state != "running")
    os.kill(first._process.pid, 9)
    assert first.wait(LONG) == "failed"
    assert "go on with it" in first.error
    second = TrainingJob(made, resume=True)
    before = len(second.losses)
    assert before > 0
    wait_until(lambda: len(second.losses) > before or second.state != "running")
    steps = [step for step, _ in second.losses]
    assert steps == list(range(1, len(steps) + 1)), "No step is missing or there twice."
    second.keep_best()
    assert (second.wait(LONG), second.error) == ("done", "")
    assert read_lineage(made.out).ended in ("stopped by the user; the best so far was kept", "nothing left to learn")
    assert not made.scratch.exists()


def test_a_run_waits_for_the_one_before_it(plan: Callable[[int], TrainingPlan]):
    ticket = MACHINE.join()
    one, two = TrainingJob(plan(1)), TrainingJob(replace(plan(1), out=plan(1).out.with_name("second")))
    assert (one.before, two.before) == (1, 2)
    assert one.wait(0.5) == "running"
    assert one._process is None
    two.cancel()
    assert two.wait(LONG) == "cancelled"
    ticket.leave()
    assert one.wait(LONG) == "done"
    assert not two.plan.out.exists()
