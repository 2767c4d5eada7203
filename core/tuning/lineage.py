"""Where an adapter comes from, kept beside its weights. Reads and writes it without loading a model."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.errors import ModelUnavailable
from core.records import AdapterKind, TrainingPair

LINEAGE_FILE, SPELLING_FILE, PAIRS_FILE = "lineage.json", "spelling.json", "pairs.jsonl"


@dataclass(frozen=True)
class Lineage:
    """Where an adapter comes from: its kind, the document versions and pairs it was made from, settings and figures.

    `weights` is the start of the base checkpoint's SHA-256: an adapter fits no other. `trained` is ISO 8601, UTC.
    """

    kind: AdapterKind
    weights: str
    documents: dict[str, str]
    pairs: int
    settings: dict[str, Any]
    figures: dict[str, float]
    trained: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    def stale_documents(self, current: Mapping[str, str]) -> list[str]:
        """Names of the documents that changed or went since this adapter was trained."""
        return sorted(name for name, version in self.documents.items() if current.get(name) != version)


def write_lineage(folder: Path, lineage: Lineage, spelling: dict[str, str]) -> None:
    (folder / SPELLING_FILE).write_text(json.dumps(spelling, ensure_ascii=False, indent=0), encoding="utf8")
    (folder / LINEAGE_FILE).write_text(json.dumps(asdict(lineage), indent=1), encoding="utf8")


def read_lineage(folder: Path) -> Lineage:
    """Lineage of the adapter in this folder. Raises `ModelUnavailable` when there is none."""
    try:
        return Lineage(**json.loads((folder / LINEAGE_FILE).read_text(encoding="utf8")))
    except (OSError, ValueError, TypeError) as error:
        raise ModelUnavailable(
            f"{folder} holds no adapter of this program ({LINEAGE_FILE} is missing or damaged). "
            "Make one with: python -m core train --documents DIR --pairs FILE.jsonl --out DIR"
        ) from error


def saved_at(folder: Path) -> int:
    """When the adapter in this folder was saved, in nanoseconds: another number for every other adapter."""
    return (folder / LINEAGE_FILE).stat().st_mtime_ns


def find_adapters(folder: Path) -> dict[AdapterKind, Path]:
    """Adapters in a folder, or in its subfolders, the newest of each kind. Raises `ModelUnavailable` when none."""
    places = [folder] if (folder / LINEAGE_FILE).exists() else sorted(folder.glob(f"*/{LINEAGE_FILE}"))
    folders = [place if place.is_dir() else place.parent for place in places] or [folder]
    found = sorted(((read_lineage(each), each) for each in folders), key=lambda pair: pair[0].trained)
    return {lineage.kind: each for lineage, each in found}


def trained_wordings(pairs: Sequence[TrainingPair]) -> list[str]:
    """Every wording that an adapter of these pairs has seen."""
    return [question for pair in pairs for question in (pair.question, *pair.paraphrases)]
