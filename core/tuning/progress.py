"""What a training run reports while it goes on. Plain data, one JSON line each."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class SampleAnswer:
    """A held-out question, the answer it wants, and what the model writes now."""

    question: str
    wanted: str
    written: str

    @property
    def is_right(self) -> bool:
        return self.wanted == self.written


@dataclass(frozen=True)
class Check:
    """The model on what was held out, after so many steps; 0 is the untouched model.

    `loss`: mean over all its tokens. `exact`: share of a sample that is answered exactly. `answers`: some of them.
    """

    step: int
    loss: float
    exact: float
    answers: tuple[SampleAnswer, ...] = ()


@dataclass(frozen=True)
class Progress:
    """Where a run is: what it does, steps done and in all, seconds so far, and the figures of the latest steps.

    `loss` is their mean training loss. `check` is given once, when it was made.
    """

    stage: str
    step: int = 0
    steps: int = 0
    loss: float | None = None
    seconds: float = 0.0
    learning_rate: float | None = None
    gradient_norm: float | None = None
    examples_per_second: float | None = None
    check: Check | None = None

    @property
    def share(self) -> float:
        """Done, from 0 to 1."""
        return min(1.0, self.step / self.steps) if self.steps else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Estimate from the pace so far; None before the first step."""
        return self.seconds / self.step * (self.steps - self.step) if self.step else None


def progress_from_fields(fields: dict[str, Any]) -> Progress:
    """A `Progress` from what `dataclasses.asdict` made of one, also after JSON."""
    if check := fields.get("check"):
        answers = tuple(SampleAnswer(**each) for each in check["answers"])
        fields = fields | {"check": Check(**(check | {"answers": answers}))}
    return Progress(**fields)
