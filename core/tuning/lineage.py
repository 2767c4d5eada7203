"""Where an adapter comes from, kept beside its weights. Reads and writes it without loading a model."""

import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from core.errors import AdapterUnavailable
from core.records import AdapterKind, TrainingPair

BASE_NAME = "pocket"
"""What an adapter's files say that it belongs to: not where this machine keeps it."""
LIBRARIES = ("torch", "transformers", "peft")
LINEAGE_FILE, SPELLING_FILE, PAIRS_FILE = "lineage.json", "spelling.json", "pairs.jsonl"


@dataclass(frozen=True)
class Lineage:
    """Where an adapter comes from: its kind, the document versions and pairs it was made from, settings and figures.

    `base` and `weights`: the base model and the start of its checkpoint's SHA-256; an adapter fits no other. `trained`
    is ISO 8601, UTC. `versions` of the libraries; `pairs_hash`, see `hash_pairs`; `ended` says why the run was over.
    """

    kind: AdapterKind
    weights: str
    documents: dict[str, str]
    pairs: int
    settings: dict[str, Any]
    figures: dict[str, float]
    trained: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    base: str = BASE_NAME
    versions: dict[str, str] = field(default_factory=dict)
    pairs_hash: str = ""
    ended: str = ""

    def stale_documents(self, current: Mapping[str, str]) -> list[str]:
        """Names of the documents that changed or went since this adapter was trained."""
        return sorted(name for name, version in self.documents.items() if current.get(name) != version)


def hash_pairs(pairs: Iterable[TrainingPair]) -> str:
    """Start of the SHA-256 of pairs in their order, with all that is learned of them.

    >>> hash_pairs([TrainingPair("Who?", "Ada")]) == hash_pairs([TrainingPair("Who?", "Ada", tags=("new",))])
    True
    """
    learned = [(pair.question, pair.answer, pair.paraphrases) for pair in pairs]
    return sha256(json.dumps(learned).encode()).hexdigest()[:12]


def installed_versions() -> dict[str, str]:
    """Versions of Python and of the libraries that train."""
    return {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}}


def changed_pairs(lineage: Lineage, trained: Sequence[TrainingPair], current: Sequence[TrainingPair]) -> str:
    """In a few words what became of the pairs since; empty where they are as they were.

    >>> one, other = TrainingPair("Who?", "Ada"), TrainingPair("Who?", "Grace")
    >>> lineage = Lineage("closed-book", "", {}, 1, {}, {}, pairs_hash=hash_pairs([one]))
    >>> changed_pairs(lineage, [one], [one]), changed_pairs(lineage, [one], [other])
    ('', '1 of its pairs changed or deleted')
    """
    if lineage.pairs_hash == hash_pairs(current):
        return ""
    now = {(pair.question, pair.answer) for pair in current}
    gone = sum((pair.question, pair.answer) not in now for pair in trained)
    if gone:
        return f"{gone:,} of its pairs changed or deleted"
    return "pairs or wordings added" if lineage.pairs_hash or len(current) > lineage.pairs else ""


def write_lineage(folder: Path, lineage: Lineage, spelling: dict[str, str]) -> None:
    (folder / SPELLING_FILE).write_text(json.dumps(spelling, ensure_ascii=False, indent=0), encoding="utf8")
    (folder / LINEAGE_FILE).write_text(json.dumps(asdict(lineage), indent=1), encoding="utf8")


def read_lineage(folder: Path) -> Lineage:
    """Lineage of the adapter in this folder. Raises `AdapterUnavailable` when there is none."""
    try:
        return Lineage(**json.loads((folder / LINEAGE_FILE).read_text(encoding="utf8")))
    except (OSError, ValueError, TypeError) as error:
        raise AdapterUnavailable(
            f"{folder} holds no adapter of this program ({LINEAGE_FILE} is missing or damaged). "
            "Make one with: python -m core train --documents DIR --pairs FILE.jsonl --out DIR"
        ) from error


def saved_at(folder: Path) -> int:
    """When the adapter in this folder was saved, in nanoseconds: another number for every other adapter."""
    return (folder / LINEAGE_FILE).stat().st_mtime_ns


def find_adapters(folder: Path) -> dict[AdapterKind, Path]:
    """Adapters in a folder, or in its subfolders, the newest of each kind. Raises `AdapterUnavailable` when none."""
    places = [folder] if (folder / LINEAGE_FILE).exists() else sorted(folder.glob(f"*/{LINEAGE_FILE}"))
    folders = [place if place.is_dir() else place.parent for place in places] or [folder]
    found = sorted(((read_lineage(each), each) for each in folders), key=lambda pair: pair[0].trained)
    return {lineage.kind: each for lineage, each in found}


def trained_wordings(pairs: Sequence[TrainingPair]) -> list[str]:
    """Every wording that an adapter of these pairs has seen."""
    return [question for pair in pairs for question in (pair.question, *pair.paraphrases)]
