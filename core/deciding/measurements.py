"""The user's own figures as the Decide page takes them, made from the file that an evaluation run leaves.

Of its own it only adds up the seconds of an update and divides two measured times for the break-even.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from core.errors import UnusableInput
from core.models.describing import other_model_name
from core.records import ArmName

RESULTS_FILE = "results.json"
LARGEST_FILE_BYTES = 200_000_000
RUNS_REMEMBERED = 256
FIGURES = (
    "accuracy", "accuracy_unseen", "refusal_recall", "false_refusals", "latency_ms", "update_seconds", "break_even",
)  # fmt: skip
RATES = ("accuracy", "accuracy_unseen", "refusal_recall", "false_refusals")
LARGEST_FIGURE = 1e12
UNSEEN_TAGS = ("unseen fact", "held-out-fact")
"""Tags of questions on facts that were not trained: as an evaluation gives them, else as the sample's questions do."""

ARMS: tuple[ArmName, ...] = get_args(ArmName)


@dataclass(frozen=True)
class Figures:
    """One figure by arm, the run that it is from and when that was computed (ISO 8601, UTC).

    `intervals`: 95 % intervals by arm, where the run has them.
    """

    values: Mapping[ArmName, float]
    run: str
    computed: str
    intervals: Mapping[ArmName, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Measurements:
    """What was measured on the user's own documents; None where nothing was.

    accuracy         token F1 over the answerable questions, 0 to 1
    accuracy_unseen  the same over facts that no adapter was trained on, where the run tells them apart
    refusal_recall   share of the unanswerable questions that were refused, 0 to 1
    false_refusals   share of the answerable questions that were refused, 0 to 1
    latency_ms       half of the answers took at most this long, milliseconds
    update_seconds   to take in all documents anew: indexing for `rag`, training for `tuned`, both for `hybrid`
    break_even       answers from which the time that training `tuned` took is won back against `rag`; infinite: never
    documents        version of each document that the run was on, where it says so
    """

    accuracy: Figures | None = None
    accuracy_unseen: Figures | None = None
    refusal_recall: Figures | None = None
    false_refusals: Figures | None = None
    latency_ms: Figures | None = None
    update_seconds: Figures | None = None
    break_even: Figures | None = None
    documents: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raises ValueError for a figure that cannot be."""
        for name in FIGURES:
            most = 1.0 if name in RATES else LARGEST_FIGURE
            figures: Figures | None = getattr(self, name)
            for value in figures.values.values() if figures else ():
                if not 0 <= value <= most and not (name == "break_even" and value == math.inf):
                    raise ValueError(f"a figure of {name} is not between 0 and {most:g}")

    @property
    def all(self) -> tuple[Figures, ...]:
        """Those that are there."""
        found: list[Figures | None] = [getattr(self, name) for name in FIGURES]
        return tuple(figures for figures in found if figures)

    def __bool__(self) -> bool:
        return bool(self.all)

    def changed_documents(self, versions: Mapping[str, str]) -> list[str]:
        """Documents that changed, came or went since the run, given the present versions; none where it has none."""
        names = {*self.documents, *versions} if self.documents else set()
        return sorted(name for name in names if self.documents.get(name) != versions.get(name))


def measurements_from_results(content: Mapping[str, Any], run: str) -> Measurements:
    """What the JSON of `core.measuring.report.render_json` says. Raises `UnusableInput` where it is not such a file.

    `costs` (`index_seconds`, `training_seconds` by kind of adapter) and `settings` (`documents`) may be missing.
    """
    try:
        computed, arms = str(content["computed"]), content["arms"]
        accuracy, latency = _column(arms, "f1"), _column(arms, "latency_ms_p50")
        unseen = _unseen_arms(content.get("by_tag") or {})
        update = _update_seconds(content.get("costs") or {})
        break_even = _break_even(latency, update)
        columns = {
            "accuracy": accuracy,
            "accuracy_unseen": _column(unseen, "f1"),
            "refusal_recall": _column(arms, "refusal_recall"),
            "false_refusals": _column(arms, "false_refusal_rate"),
            "latency_ms": latency,
            "update_seconds": update,
            "break_even": break_even,
        }
        spans = {"accuracy": _intervals(arms, "f1"), "accuracy_unseen": _intervals(unseen, "f1")}
        found = {name: Figures(each, run, computed, spans.get(name, {})) for name, each in columns.items() if each}
        documents = (content.get("settings") or {}).get("documents") or {}
        return Measurements(**found, documents=dict(documents))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise UnusableInput(f"The results of the run {run} are damaged. Evaluate again.") from error


def _column(arms: Mapping[str, Mapping[str, Any]], key: str) -> dict[ArmName, float]:
    """A figure by arm, without the arms that it was not measured for."""
    entries = {arm: arms[arm].get(key) for arm in ARMS if arm in arms}
    return {arm: float(value) for arm, value in entries.items() if value is not None}


def _unseen_arms(by_tag: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """Figures by arm over the questions on facts that were not trained; none where no question is tagged so."""
    return next((by_tag[tag] for tag in UNSEEN_TAGS if tag in by_tag), {})


def _intervals(arms: Mapping[str, Mapping[str, Any]], key: str) -> dict[ArmName, tuple[float, float]]:
    entries = {arm: (arms[arm].get("intervals") or {}).get(key) for arm in ARMS if arm in arms}
    return {arm: (float(entry[0]), float(entry[1])) for arm, entry in entries.items() if entry}


def _update_seconds(costs: Mapping[str, Any]) -> dict[ArmName, float]:
    indexing, training = costs.get("index_seconds"), costs.get("training_seconds") or {}
    closed_book, raft = training.get("closed-book"), training.get("raft")
    seconds: dict[ArmName, float | None] = {
        "rag": indexing,
        "tuned": closed_book,
        "hybrid": None if indexing is None or raft is None else indexing + raft,
    }
    return {arm: float(value) for arm, value in seconds.items() if value is not None}


def _break_even(latency_ms: Mapping[ArmName, float], update: Mapping[ArmName, float]) -> dict[ArmName, float]:
    if not {"rag", "tuned"} <= set(latency_ms) or "tuned" not in update:
        return {}
    saved = (latency_ms["rag"] - latency_ms["tuned"]) / 1000
    questions = update["tuned"] / saved if saved > 0 else math.inf
    return {"tuned": questions if questions <= LARGEST_FIGURE else math.inf}


def newest_measurements(runs: Path) -> Measurements:
    """From the newest complete run among the folders in `runs`; nothing measured where there is none.

    A run that was cancelled, or whose file cannot be read, is passed over; so is one of another model than the embedded
    one, for it has no tuned arm to be weighed against.
    """
    files = (folder / RESULTS_FILE for folder in sorted(runs.glob("*")))
    complete = [found for file in files if file.is_file() and (found := _read_complete(file, file.stat().st_mtime_ns))]
    return max(complete, key=lambda each: each.all[0].computed, default=Measurements())


@lru_cache(maxsize=RUNS_REMEMBERED)
def _read_complete(file: Path, _written: int) -> Measurements | None:
    """Remembered until the file is written again: a page asks at every click, and the file holds every answer."""
    try:
        if file.stat().st_size > LARGEST_FILE_BYTES:
            return None
        content = json.loads(file.read_text(encoding="utf8"))
        if not isinstance(content, dict) or content.get("cancelled"):
            return None
        if other_model_name((content.get("settings") or {}).get("model")):
            return None
        return measurements_from_results(content, file.parent.name) or None
    except (OSError, ValueError, RecursionError, UnusableInput):
        return None
