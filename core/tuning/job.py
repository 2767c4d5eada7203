"""A training run in a process of its own: it waits its turn, is watched line by line, stopped, gone on with.

`python -m core.tuning.job PLAN.json` is the child; it writes one JSON line for each progress report to stdout, and
keeps the best so far when it reads "keep" from stdin. It never blocks another user.
"""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from core.errors import AppError
from core.tuning.checkpoint import FILE as CHECKPOINT
from core.tuning.exhaustion import why_killed
from core.tuning.plan import TrainingPlan
from core.tuning.progress import Check, Progress, progress_from_fields
from core.turns import MACHINE, Ticket

ROOT = Path(__file__).resolve().parents[2]
PLAN, HISTORY = "plan.json", "progress.jsonl"
KEEP = "keep"
WAITING = "waiting for its turn"
_LOOKS_EVERY_SECONDS = 0.2
State = Literal["running", "done", "failed", "cancelled"]


class TrainingJob:
    """A run that waits, goes on or has ended. Read `state`, `before`, `progress`, `history` and `error` at any time.

    With `resume` a run that was cut short goes on from its last checkpoint. `takes_turn` is False for a run that is
    part of something that already has the machine's turn.
    """

    def __init__(
        self,
        plan: TrainingPlan,
        on_end: Callable[["TrainingJob"], None] = lambda _: None,
        resume: bool = False,
        takes_turn: bool = True,
    ) -> None:
        self.plan = plan
        self.state: State = "running"
        self.progress = Progress(WAITING)
        self.history: list[Progress] = read_history(plan.scratch) if resume else []
        self.error = ""
        self._other_lines: deque[str] = deque(maxlen=3)  # what libraries say beside the reports
        self._on_end = on_end
        self._forgets = True
        self._process: subprocess.Popen[str] | None = None
        self._starting = threading.Lock()
        self._ticket: Ticket | None = MACHINE.join() if takes_turn else None
        _write_plan(plan, resume)
        self._watcher = threading.Thread(target=self._run, daemon=True, name="training-watcher")
        self._watcher.start()

    @property
    def before(self) -> int:
        """How many jobs of this machine are to be waited for."""
        return self._ticket.before if self._ticket else 0

    @property
    def losses(self) -> list[tuple[int, float]]:
        """Training loss by step."""
        return [(each.step, each.loss) for each in self.history if each.loss is not None and each.check is None]

    @property
    def checks(self) -> list[Check]:
        return [each.check for each in self.history if each.check]

    def cancel(self, forget: bool = True) -> None:
        """Stop the run; nothing that was there before is touched. Without `forget` it can be gone on with."""
        with self._starting:
            if self.state == "running":
                self.state, self._forgets = "cancelled", forget
                if self._process:
                    self._process.terminate()

    def keep_best(self) -> None:
        """End the run with the best adapter so far. Without effect before it trains."""
        process = self._process
        if self.state == "running" and process and process.stdin:
            try:
                process.stdin.write(KEEP + "\n")
                process.stdin.flush()
            except OSError:  # it has just ended
                return

    def wait(self, timeout_seconds: float | None = None) -> State:
        """Wait for the end of the run, or for so many seconds."""
        self._watcher.join(timeout_seconds)
        return self.state

    def _run(self) -> None:
        try:
            if self._take_turn():
                self._watch()
        except OSError as error:  # the process could not be started, or its history not be kept
            self._give_up(
                f"The training could not go on: {error.strerror or error}. Free memory and disk, then try again."
            )
        finally:
            if self._ticket:
                self._ticket.leave()
        over = self.state == "done" or (self.state == "cancelled" and self._forgets)
        if over or not can_go_on(self.plan.scratch):
            shutil.rmtree(self.plan.scratch, ignore_errors=True)
        self._on_end(self)

    def _take_turn(self) -> bool:
        """Start the process when its turn has come; False when it was cancelled before."""
        while self._ticket and not self._ticket.wait(_LOOKS_EVERY_SECONDS):
            if self.state == "cancelled":
                return False
        with self._starting:
            if self.state == "cancelled":
                return False
            self.progress = Progress("starting")
            self._process = _start(self.plan.scratch / PLAN)
            return True

    def _give_up(self, reason: str) -> None:
        if self._process:
            self._process.kill()
        if self.state == "running":
            self.error, self.state = reason, "failed"

    def _watch(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        with (self.plan.scratch / HISTORY).open("a", encoding="utf8") as kept:
            for line in self._process.stdout:
                if self._take(line):
                    kept.write(line)
                    kept.flush()
        code = self._process.wait()
        if self.state != "running":
            return
        if code and not self.error:
            self.error = f"{why_killed(code, can_go_on(self.plan.scratch))} {''.join(self._other_lines)}".strip()
        self.state = "failed" if code else "done"

    def _take(self, line: str) -> bool:
        """Read a line; whether it was a report of progress."""
        try:
            report = json.loads(line)
        except ValueError:
            report = None
        if not isinstance(report, dict):
            self._other_lines.append(line)
            return False
        if "error" in report:
            self.error = report["error"]
            return False
        self.progress = progress_from_fields(report)
        self.history = [*_until(self.history, self.progress), self.progress]
        return True


def _until(history: list[Progress], latest: Progress) -> list[Progress]:
    """What came before; steps that a run which went on makes a second time are forgotten, with their checks."""
    is_step = latest.learning_rate is not None
    repeated = is_step and any(each.step >= latest.step for each in history)
    return [each for each in history if each.step < latest.step] if repeated else history


def can_go_on(scratch: Path) -> bool:
    """Whether this is the folder of a run that can be gone on with."""
    return (scratch / PLAN).is_file() and (scratch / CHECKPOINT).is_file()


def read_plan(scratch: Path) -> TrainingPlan:
    return TrainingPlan.from_json((scratch / PLAN).read_text(encoding="utf8"))


def read_history(scratch: Path) -> list[Progress]:
    """What a run has reported so far, a last line that was cut short left out."""
    file = scratch / HISTORY
    lines = file.read_text(encoding="utf8").splitlines(keepends=True) if file.exists() else []
    history: list[Progress] = []
    for line in lines:
        if line.endswith("\n"):
            latest = progress_from_fields(json.loads(line))
            history = [*_until(history, latest), latest]
    return history


def _write_plan(plan: TrainingPlan, resume: bool) -> None:
    plan.scratch.mkdir(parents=True, exist_ok=True)
    if not resume:
        for name in (CHECKPOINT, HISTORY):
            (plan.scratch / name).unlink(missing_ok=True)
        (plan.scratch / PLAN).write_text(plan.to_json(), encoding="utf8")


def _start(plan: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "core.tuning.job", str(plan)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf8",
    )


def main(file: Path) -> int:
    """Run one plan, from its checkpoint if there is one; 0 when an adapter was saved."""
    from core.retrieval.embedding import shared_embedder
    from core.tuning.training import train_adapter

    if hasattr(os, "nice"):
        os.nice(5)  # answers come first
    keep = threading.Event()
    threading.Thread(target=_listen, args=(keep,), daemon=True).start()
    try:
        plan = TrainingPlan.from_json(file.read_text(encoding="utf8"))
        embed = shared_embedder().embed
        train_adapter(plan, embed, lambda each: report(asdict(each)), keep_best=keep.is_set, resume=True)
    except AppError as error:
        report({"error": str(error)})
        return 1
    return 0


def _listen(keep: threading.Event) -> None:
    for line in sys.stdin:
        if line.strip() == KEEP:
            keep.set()


def report(fields: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
