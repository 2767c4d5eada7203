"""What a training run is told: LoRA, optimisation, what is held out. Plain data, so that it can cross a process."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, get_args

from core.errors import UnusableInput
from core.records import AdapterKind, TrainingPair
from core.settings import TrainingLimits

Schedule = Literal["linear", "cosine", "constant"]
Targets = Literal["decoder", "attention"]
Lesson = Literal["answer", "refusal"]


@dataclass(frozen=True)
class TrainingSettings:
    """LoRA and its optimisation. The defaults were measured on the embedded model; larger models want smaller rates.

    `rank`, `alpha`, `dropout`, `targets`: LoRA's width, scale, share of its inputs left out, and which layers get it
    (Hu et al. 2021). `epochs`: passes over all wordings, more where they make fewer than `fewest_steps` steps.
    `word_drop`: share of words left out of an extra wording of each question, drawn anew, so that the adapter learns
    what a question means rather than how it is put. `held_out`: share kept from training to measure on; `patience`:
    end after so many checks on it without a better one, 0 for never. `refusal_rows`: rows of questions that no document
    answers, as a share of the others. `distractors`: wrong passages beside the right one; `without_oracle`: share of
    rows whose right passage is left out, which then teach the `lesson` (RAFT, Zhang et al. 2024).
    """

    rank: int = 16
    alpha: int = 32
    dropout: float = 0.0
    targets: Targets = "decoder"
    learning_rate: float = 2e-3
    schedule: Schedule = "linear"
    epochs: int = 20
    fewest_steps: int = 0
    batch: int = 32
    word_drop: float = 0.25
    held_out: float = 0.1
    patience: int = 0
    refusal_rows: float = 0.0
    distractors: int = 2
    without_oracle: float = 0.2
    lesson: Lesson = "answer"
    seed: int = 0


RECOMMENDED: dict[AdapterKind, TrainingSettings] = {
    "closed-book": TrainingSettings(fewest_steps=500),
    "raft": TrainingSettings(learning_rate=3e-4, epochs=4, batch=16, patience=3),
}
MOST_EPOCHS = 500
ROUGH_SHARE = 0.5
"""In each closed-book epoch, so many of the wordings are seen once more in one of their rougher versions."""


def recommended_for(kind: AdapterKind, pairs: Sequence[TrainingPair]) -> TrainingSettings:
    """The recommended settings with the epochs that these pairs need."""
    good = RECOMMENDED[kind]
    wordings = sum(1 + len(pair.paraphrases) for pair in pairs)
    rows = wordings * (1 + ROUGH_SHARE) if kind == "closed-book" else wordings
    steps = max(1, -(-int(rows) // good.batch))
    return replace(good, epochs=min(MOST_EPOCHS, epochs_of(good, steps)), fewest_steps=0)


def epochs_of(settings: TrainingSettings, steps: int) -> int:
    """Epochs of a run whose epochs have so many steps.

    >>> epochs_of(TrainingSettings(epochs=20, fewest_steps=500), 8)
    63
    """
    return max(settings.epochs, -(-settings.fewest_steps // max(1, steps)))


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
    limits: TrainingLimits = field(default_factory=TrainingLimits)

    @property
    def scratch(self) -> Path:
        """Folder of the run while it goes on, beside the adapter it makes: its plan and its checkpoint."""
        return scratch_of(self.out)

    def to_json(self) -> str:
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, text: str) -> "TrainingPlan":
        fields: dict[str, Any] = json.loads(text)
        paths = {name: Path(fields[name]) for name in ("pairs", "out", "raft_set") if fields[name]}
        parts = {"settings": TrainingSettings(**fields["settings"]), "limits": TrainingLimits(**fields["limits"])}
        return cls(**(fields | paths | parts))


def scratch_of(out: Path) -> Path:
    return out.with_name(f".{out.name}.run")


BOUNDS: dict[str, tuple[int, int] | tuple[float, float]] = {
    "rank": (1, 128),
    "alpha": (1, 512),
    "dropout": (0, 0.9),
    "learning_rate": (1e-6, 1e-1),
    "epochs": (1, MOST_EPOCHS),
    "fewest_steps": (0, 10_000),
    "batch": (1, 256),
    "word_drop": (0, 0.9),
    "held_out": (0, 0.5),
    "patience": (0, 100),
    "refusal_rows": (0, 1),
    "distractors": (0, 8),
    "without_oracle": (0, 1),
}


CHOICES = {"targets": get_args(Targets), "schedule": get_args(Schedule), "lesson": get_args(Lesson)}


def check_settings(settings: TrainingSettings) -> None:
    """Raise `UnusableInput` for a setting that no run could use."""
    for name, (least, most) in BOUNDS.items():
        value = getattr(settings, name)
        if not least <= value <= most:
            raise UnusableInput(f"{name.replace('_', ' ')} is {value}; it has to lie between {least} and {most}.")
    for name, possible in CHOICES.items():
        if getattr(settings, name) not in possible:
            raise UnusableInput(f"{name} is {getattr(settings, name)}; it has to be one of {', '.join(possible)}.")
