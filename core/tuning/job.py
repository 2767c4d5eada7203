"""A training run in a process of its own: started, watched line by line, stopped. Never blocks another user.

`python -m core.tuning.job PLAN.json` is the child; it writes one JSON line for each progress report to stdout.
"""

import json
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from core.errors import AppError
from core.tuning.plan import Progress, TrainingPlan

ROOT = Path(__file__).resolve().parents[2]
State = Literal["running", "done", "failed", "cancelled"]


class TrainingJob:
    """A running or finished child process. Read `state`, `progress`, `losses` and `error` at any time."""

    def __init__(self, plan: TrainingPlan, on_end: Callable[["TrainingJob"], None] = lambda _: None) -> None:
        self.plan = plan
        self.state: State = "running"
        self.progress = Progress("starting")
        self.losses: list[tuple[int, float]] = []
        self.error = ""
        self._other_lines: deque[str] = deque(maxlen=3)  # what libraries say beside the reports
        self._on_end = on_end
        self._file = plan.out.with_name(f".{plan.out.name}.plan.json")
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(plan.to_json(), encoding="utf8")
        self._process = _start(self._file)
        self._watcher = threading.Thread(target=self._watch, daemon=True, name="training-watcher")
        self._watcher.start()

    def cancel(self) -> None:
        """Stop the run; nothing that was there before is touched."""
        if self.state == "running":
            self.state = "cancelled"
            self._process.terminate()

    def wait(self, timeout_seconds: float | None = None) -> State:
        """Wait for the end of the run, or for so many seconds."""
        self._watcher.join(timeout_seconds)
        return self.state

    def _watch(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._take(line)
        code = self._process.wait()
        self._file.unlink(missing_ok=True)
        if self.state == "running":
            self.state = "done" if code == 0 else "failed"
            if code and not self.error:
                self.error = f"The training process ended with code {code}. {''.join(self._other_lines).strip()}"
        self._on_end(self)

    def _take(self, line: str) -> None:
        try:
            report = json.loads(line)
        except ValueError:
            report = None
        if not isinstance(report, dict):
            self._other_lines.append(line)
            return
        if "error" in report:
            self.error = report["error"]
            return
        self.progress = Progress(**report)
        if self.progress.loss is not None:
            self.losses.append((self.progress.step, self.progress.loss))


def _start(plan: Path) -> subprocess.Popen[str]:
    environment = os.environ | {"OMP_WAIT_POLICY": "PASSIVE", "TOKENIZERS_PARALLELISM": "false"}
    return subprocess.Popen(
        [sys.executable, "-m", "core.tuning.job", str(plan)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf8",
    )


def main(file: Path) -> int:
    """Run one plan; 0 when an adapter was saved."""
    from core.retrieval.embedding import shared_embedder
    from core.tuning.training import train_adapter

    if hasattr(os, "nice"):
        os.nice(5)  # answers come first
    try:
        plan = TrainingPlan.from_json(file.read_text(encoding="utf8"))
        train_adapter(plan, shared_embedder().embed, on_progress=lambda progress: _report(asdict(progress)))
    except AppError as error:
        _report({"error": str(error)})
        return 1
    return 0


def _report(fields: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
