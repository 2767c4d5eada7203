"""Long measuring in the background: a thread with its progress, time left, and a way to stop it.

Of these jobs and of trainings one runs at a time on a machine; another waits for its turn, so that neither spoils the
other's times and visitors who only ask are still served. It draws nothing: pages read `state`, `progress` and `error`
at any time.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from core.errors import AppError, Stopped
from core.turns import MACHINE

State = Literal["running", "done", "failed", "cancelled"]
_LOOKS_EVERY_SECONDS = 0.2


@dataclass(frozen=True)
class JobProgress:
    """What is going on, how much of it is done, and for how many seconds. `before`: done in an earlier attempt."""

    stage: str
    done: int = 0
    total: int = 0
    before: int = 0
    seconds: float = 0.0

    @property
    def share(self) -> float:
        """Done, from 0 to 1."""
        return min(1.0, self.done / self.total) if self.total else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Estimate from this attempt's pace; None before anything is done in it."""
        own = self.done - self.before
        return self.seconds / own * (self.total - self.done) if own > 0 else None


class MeasuringJob:
    """`work(job)` in a thread. It calls `report` and asks `cancelled`; an `AppError` is kept as `error`."""

    def __init__(self, title: str, work: Callable[["MeasuringJob"], object]) -> None:
        self.title = title
        self.state: State = "running"
        self.progress = JobProgress("waiting for another job on this machine")
        self.error = ""
        self._work = work
        self._stop = threading.Event()
        self._began = 0.0
        self._ticket = MACHINE.join()
        self._thread = threading.Thread(target=self._run, daemon=True, name="measuring")
        self._thread.start()

    def cancel(self) -> None:
        self._stop.set()

    def cancelled(self) -> bool:
        return self._stop.is_set()

    def stop_if_cancelled(self) -> None:
        """Raise `Stopped` once somebody has called `cancel`."""
        if self.cancelled():
            raise Stopped("Stopped. What was done so far is kept.")

    def report(self, stage: str, done: int = 0, total: int = 0, before: int = 0) -> None:
        self.progress = JobProgress(stage, done, total, before, time.monotonic() - self._began)

    def wait(self, timeout_seconds: float | None = None) -> State:
        """Wait for the end, or for so many seconds."""
        self._thread.join(timeout_seconds)
        return self.state

    def _run(self) -> None:
        try:
            self._take_turn()
            self._work(self)
            self.state = "done"
        except Stopped:
            self.state = "cancelled"
        except AppError as error:
            self.error, self.state = str(error), "failed"
        except Exception:
            logging.getLogger(__name__).exception("A measuring job broke off")
            self.error = "The program made a mistake, which is in its log. What was done so far is kept: go on with it."
            self.state = "failed"
        finally:
            self._ticket.leave()

    def _take_turn(self) -> None:
        while not self._ticket.wait(_LOOKS_EVERY_SECONDS):
            self.stop_if_cancelled()
        self._began = time.monotonic()
