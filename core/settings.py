"""What can be set, with its default. Passed on as an argument; read from the environment in one place only."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

HOME_VARIABLE = "RETRIEVE_OR_TUNE_HOME"
JUDGE_VARIABLES = "RETRIEVE_OR_TUNE_JUDGE"
ENDPOINT_VARIABLES = "RETRIEVE_OR_TUNE_ENDPOINT"
MODEL_VARIABLE = "RETRIEVE_OR_TUNE_MODEL"
MEGABYTE = 1_000_000
EMBEDDED = "embedded"
"""How the embedded model is called where a kind of model is to be named."""


@dataclass(frozen=True)
class Limits:
    """What one document or workspace may hold; above it, reading stops with a clear error.

    `nesting`: archives within archives; `archive_files`: files in an archive and in those within it.
    """

    file_bytes: int = 25 * MEGABYTE
    unpacked_bytes: int = 100 * MEGABYTE
    pages: int = 500
    rows: int = 20_000
    characters: int = 2_000_000
    nesting: int = 2
    archive_files: int = 200
    documents: int = 100
    reading_seconds: int = 30
    reading_memory_bytes: int = 1_000 * MEGABYTE


@dataclass(frozen=True)
class RetrievalSettings:
    """Passage length and overlap in characters; passages given to the model; candidates of each search.

    `rerank`: rank the first of these once more by reading them.
    """

    passage_characters: int = 600
    overlap_characters: int = 100
    passages: int = 3
    candidates: int = 30
    rerank: bool = False


@dataclass(frozen=True)
class TrainingLimits:
    """What one training run may take; None for as much as it wants. At either end the best so far is kept."""

    steps: int | None = None
    minutes: float | None = None


PUBLIC_TRAINING = TrainingLimits(steps=3_000, minutes=15)
"""Where visitors share a machine."""


@dataclass(frozen=True)
class Endpoint:
    """A model behind an OpenAI-compatible address, such as `http://localhost:11434/v1`; `key` where it wants one."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    kind: ClassVar[str] = "endpoint"

    @property
    def name(self) -> str:
        return self.model


@dataclass(frozen=True)
class HuggingFaceModel:
    """A causal or sequence-to-sequence model: its folder, or the name by which it is fetched from the hub."""

    place: str
    kind: ClassVar[str] = "hugging-face"

    @property
    def name(self) -> str:
        return Path(self.place).name if self.is_folder else self.place

    @property
    def is_folder(self) -> bool:
        """Whether it is on this machine, so that nothing is fetched."""
        return Path(self.place).is_dir()


OtherModel = HuggingFaceModel | Endpoint
"""A model to ask in the place of the embedded one."""


@dataclass(frozen=True)
class Settings:
    """`home` is None where each visitor has a workspace of their own that expires when idle.

    `judge`: the language model that an evaluation may ask, where one is configured. `models`: those that can be chosen
    beside the embedded one, at most one of a kind.
    """

    home: Path | None = None
    idle_seconds: int = 3600
    limits: Limits = field(default_factory=Limits)
    retrieval: RetrievalSettings = field(default_factory=RetrievalSettings)
    training: TrainingLimits = field(default_factory=TrainingLimits)
    judge: Endpoint | None = None
    models: tuple[OtherModel, ...] = ()

    def model(self, kind: str) -> OtherModel | None:
        """The configured model of this kind, such as `endpoint`; None for the embedded one, or without such a model."""
        return next((each for each in self.models if each.kind == kind), None)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings of this process: the defaults, and what the environment names: workspace folder, judge, models.

    Without such a folder visitors share the machine, and a training run is limited.
    """
    home, judge = environment.get(HOME_VARIABLE, "").strip(), _read_endpoint(environment, JUDGE_VARIABLES)
    models = _read_models(environment)
    if not home:
        return Settings(training=PUBLIC_TRAINING, judge=judge, models=models)
    return Settings(home=Path(home).expanduser().resolve(), judge=judge, models=models)


def _read_models(environment: Mapping[str, str]) -> tuple[OtherModel, ...]:
    place, endpoint = environment.get(MODEL_VARIABLE, "").strip(), _read_endpoint(environment, ENDPOINT_VARIABLES)
    local = HuggingFaceModel(str(Path(place).expanduser()) if place.startswith("~") else place) if place else None
    return tuple(each for each in (local, endpoint) if each)


def _read_endpoint(environment: Mapping[str, str], variables: str) -> Endpoint | None:
    """From the variables `<variables>_URL`, `_MODEL` and `_KEY`; None unless both address and model are given."""
    url, model, key = (environment.get(f"{variables}_{name}", "").strip() for name in ("URL", "MODEL", "KEY"))
    return Endpoint(url, model, key) if url.startswith(("http://", "https://")) and model else None
