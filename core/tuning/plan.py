"""What a training run is told, and what it reports while it runs. Plain data, so that both can cross a process."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from core.errors import UnusableInput
from core.records import AdapterKind


@dataclass(frozen=True)
class TrainingSettings:
    """LoRA and its optimisation. The defaults were measured on the embedded model; larger models want smaller rates.

    `rank`, `alpha`: LoRA's width and scale (Hu et al. 2021). `epochs`: passes over all wordings.
    `word_drop`: share of words left out of an extra wording of each question, drawn anew, so that the adapter learns
    what a question means rather than how it is put. `distractors`: wrong passages beside the right one, and
    `without_oracle`: share of rows whose right passage is left out (RAFT, Zhang et al. 2024).
    """

    rank: int = 16
    alpha: int = 32
    learning_rate: float = 2e-3
    epochs: int = 20
    batch: int = 32
    word_drop: float = 0.25
    distractors: int = 2
    without_oracle: float = 0.2
    seed: int = 0


RECOMMENDED: dict[AdapterKind, TrainingSettings] = {
    "closed-book": TrainingSettings(),
    "raft": TrainingSettings(learning_rate=1e-3, epochs=4, batch=16),
}


@dataclass(frozen=True)
class TrainingPlan:
    """One run. `pairs` is a JSON Lines file; `raft_set` too, from `raft_set.write_raft_set`, and only RAFT needs it.

    `documents` (name -> version) goes into the adapter's lineage.
    """

    kind: AdapterKind
    pairs: Path
    out: Path
    raft_set: Path | None = None
    documents: dict[str, str] = field(default_factory=dict)
    settings: TrainingSettings = field(default_factory=TrainingSettings)

    def to_json(self) -> str:
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, text: str) -> "TrainingPlan":
        fields: dict[str, Any] = json.loads(text)
        paths = {name: Path(fields[name]) for name in ("pairs", "out", "raft_set") if fields[name]}
        return cls(**(fields | paths | {"settings": TrainingSettings(**fields["settings"])}))


@dataclass(frozen=True)
class Progress:
    """Where a run is: what it does, steps done and in all, the mean loss of the latest steps, seconds so far."""

    stage: str
    step: int = 0
    steps: int = 0
    loss: float | None = None
    seconds: float = 0.0

    @property
    def share(self) -> float:
        """Done, from 0 to 1."""
        return min(1.0, self.step / self.steps) if self.steps else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Estimate from the pace so far; None before the first step."""
        return self.seconds / self.step * (self.steps - self.step) if self.step else None


def check_settings(settings: TrainingSettings) -> None:
    """Raise `UnusableInput` for a setting that no run could use."""
    bounds: dict[str, tuple[float, float]] = {
        "rank": (1, 128),
        "alpha": (1, 512),
        "learning_rate": (1e-6, 1e-1),
        "epochs": (1, 200),
        "batch": (1, 256),
        "word_drop": (0, 0.9),
        "distractors": (0, 8),
        "without_oracle": (0, 1),
    }
    for name, (least, most) in bounds.items():
        value = getattr(settings, name)
        if not least <= value <= most:
            raise UnusableInput(f"{name.replace('_', ' ')} is {value}; it has to lie between {least} and {most}.")
