"""A training run as it goes on: steps, checks on what is held out, checkpoints, until one of several ends."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from core.errors import TrainingCancelled
from core.tuning.checkpoint import read_checkpoint, write_checkpoint
from core.tuning.examples import Batches, Material
from core.tuning.optimising import Optimiser, Step
from core.tuning.plan import TrainingPlan, epochs_of
from core.tuning.progress import Check, Progress
from core.tuning.team import Team
from core.tuning.writing import check_model

LEARNED_LOSS = 0.004
"""Mean loss of an epoch below which nothing is left to learn."""
CHECKS = 10
"""About so many in a run: each costs as much as some steps."""
FEWEST_STEPS_BETWEEN = 8
CHECKPOINT_SECONDS = 20
LATEST = 5
"""Steps that a reported loss is the mean of."""


@dataclass(frozen=True)
class Signals:
    """What a user may ask for while a run goes on."""

    cancelled: Callable[[], bool] = lambda: False
    keep_best: Callable[[], bool] = lambda: False


class Run:
    """One run of a plan. `go`, then read `check`, the best one, and `seconds`; the model then has the best weights."""

    def __init__(
        self, tuned: Any, material: Material, plan: TrainingPlan, on_progress: Callable[[Progress], None], team: Team
    ) -> None:
        self._model, self._material, self._plan, self._team = tuned.get_base_model(), material, plan, team
        self._report = on_progress
        self.per_epoch = len(material.training.epoch(0))
        wanted = self.per_epoch * epochs_of(plan.settings, self.per_epoch)
        self.steps = min(wanted, plan.limits.steps or wanted)
        self._every = max(FEWEST_STEPS_BETWEEN, -(-self.steps // CHECKS))
        self._optimiser = Optimiser(tuned, plan.settings, self.steps, team)
        self.step, self.losses, self.checks = 0, list[float](), list[Check]()
        self._epoch: tuple[int, Batches] = (-1, [])
        self._best: dict[str, Any] | None = None
        self._earlier_seconds, self._began = 0.0, time.monotonic()
        self._saved = time.monotonic()
        self._trained_seconds, self._trained_rows = 0.0, 0

    @property
    def seconds(self) -> float:
        return self._earlier_seconds + time.monotonic() - self._began

    @property
    def check(self) -> Check | None:
        """The best check of the trained model; of the untouched one where there was no other.

        Most right answers first, then the least loss: late in a run the loss rises with the model's sureness while its
        answers still get better.
        """
        return min(self.checks[1:] or self.checks, key=lambda each: (-each.exact, each.loss), default=None)

    def go(self, signals: Signals) -> str:
        """Train until an end, and put the best weights into the model; why it ended. Raises `TrainingCancelled`."""
        if not self._resume():
            self._tell("measuring the untouched model")
            self._check()
        while not (ended := self._ended(signals)):
            self._make_step()
            if self.step % self._every == 0:
                self._check()
            if time.monotonic() - self._saved > CHECKPOINT_SECONDS:
                self._save()
        if self.step and (not self.checks or self.checks[-1].step < self.step):
            self._check()
        if self._best is not None:
            self._optimiser.put(self._best)
        return ended

    def _make_step(self) -> None:
        began, rows = time.perf_counter(), self._rows()
        done = self._optimiser.step(self._material.training, rows)
        self._trained_seconds += time.perf_counter() - began
        self._trained_rows += len(rows)
        self.step += 1
        self.losses.append(done.loss)
        self._tell("training", done)

    def _rows(self) -> list[int]:
        epoch, place = divmod(self.step, self.per_epoch)
        if self._epoch[0] != epoch:
            self._epoch = (epoch, self._material.training.epoch(epoch))
        return self._epoch[1][place]

    def _check(self) -> None:
        """Measure on what is held out, and keep the weights if they are the best so far."""
        if self._material.held_out is None:
            return
        check = check_model(self._model, self._material.held_out, self.step)
        self.checks.append(check)
        if self.step and self.check is check:
            self._best = self._optimiser.weights()
        self._tell("training", check=check)

    def _ended(self, signals: Signals) -> str:
        """Why the run is at an end; empty while it is not."""
        if self._team.any(signals.cancelled()):
            raise TrainingCancelled("The training was stopped. No adapter was saved; earlier ones are as they were.")
        minutes, settings = self._plan.limits.minutes, self._plan.settings
        if self.step >= self.steps:
            wanted = self.per_epoch * epochs_of(settings, self.per_epoch)
            return "all epochs done" if self.steps == wanted else f"limit of {self.steps:,} steps here"
        if self._team.any(signals.keep_best()):
            return "stopped by the user; the best so far was kept"
        if self._team.any(bool(minutes) and self.seconds > 60 * (minutes or 0)):
            return f"limit of {minutes:g} minutes here"
        if settings.patience and self._checks_since_best() >= settings.patience:
            return f"no better on what was held out in {settings.patience} checks"
        latest = self.losses[-self.per_epoch :]
        if self.step and self.step % self.per_epoch == 0 and sum(latest) / len(latest) < LEARNED_LOSS:
            return "nothing left to learn"
        return ""

    def _checks_since_best(self) -> int:
        trained = self.checks[1:]
        return len(trained) - 1 - trained.index(self.check) if trained and self.check else 0

    def _tell(self, stage: str, done: Step | None = None, check: Check | None = None) -> None:
        latest = self.losses[-LATEST:]
        self._report(
            Progress(
                stage,
                self.step,
                self.steps,
                sum(latest) / len(latest) if latest else None,
                self.seconds,
                done.learning_rate if done else None,
                done.gradient_norm if done else None,
                self._trained_rows / self._trained_seconds if self._trained_rows else None,
                check,
            )
        )

    def _save(self) -> None:
        if self._team.rank == 0:
            own = {"step": self.step, "losses": self.losses, "seconds": self.seconds, "best": self._best}
            checks = [asdict(check) | {"answers": []} for check in self.checks]
            write_checkpoint(self._plan.scratch, own | {"checks": checks, "optimiser": self._optimiser.state()})
        self._saved = time.monotonic()

    def _resume(self) -> bool:
        """Go on from the last checkpoint, if there is one."""
        saved = read_checkpoint(self._plan.scratch)
        if saved is None:
            return False
        self.step, self.losses, self._best = saved["step"], saved["losses"], saved["best"]
        self._earlier_seconds = saved["seconds"]
        self.checks = [Check(**(check | {"answers": ()})) for check in saved["checks"]]
        self._optimiser.take(saved["optimiser"])
        return True
