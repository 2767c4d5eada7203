"""Background jobs: one at a time, stoppable also while they wait, and their mistakes do not vanish."""

import threading

from core.errors import UnusableInput
from core.measuring.job import JobProgress, MeasuringJob
from core.ui.job_watch import describe_progress


def test_one_job_runs_at_a_time_and_a_waiting_one_can_be_stopped():
    gate, order = threading.Event(), []
    first = MeasuringJob("first", lambda _: (order.append("first"), gate.wait(20)))
    while not order:
        first.wait(0.01)
    second = MeasuringJob("second", lambda _: order.append("second"))
    third = MeasuringJob("third", lambda _: order.append("third"))
    assert second.wait(0.5) == "running"
    assert "waiting" in second.progress.stage
    third.cancel()
    assert third.wait(20) == "cancelled"
    gate.set()
    assert (first.wait(20), second.wait(20)) == ("done", "done")
    assert order == ["first", "second"]


def test_an_app_error_is_what_the_user_is_told():
    def fail(_: MeasuringJob) -> None:
        raise UnusableInput("No questions. Add some.")

    job = MeasuringJob("failing", fail)
    assert job.wait(20) == "failed"
    assert job.error == "No questions. Add some."


def test_a_bug_is_logged_and_the_next_job_still_gets_its_turn(caplog):
    job = MeasuringJob("broken", lambda _: 1 / 0)
    assert job.wait(20) == "failed"
    assert "log" in job.error
    assert "ZeroDivisionError" in caplog.text
    assert MeasuringJob("next", lambda _: None).wait(20) == "done"


def test_time_left_counts_only_what_was_done_in_this_attempt():
    assert JobProgress("asking", 60, 100, before=50, seconds=5).seconds_left == 20
    assert JobProgress("asking", 50, 100, before=50, seconds=5).seconds_left is None
    assert JobProgress("asking").share == 0
    words = describe_progress(JobProgress("asking", 1, 100, seconds=6))
    assert words == "Asking · 1 of 100 · about 10 min left"
