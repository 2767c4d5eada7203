"""A kept experiment <-> its folder, and how one is run there: begun, gone on with, finished.

settings.json   which experiment, its options, and what of the workspace it was made on
steps.jsonl     what is done so far, see `journal`
results.json    the finding; a folder without it is not complete. Beside it results.csv and report.html
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from core.errors import AppError, UnusableInput
from core.measuring.experiments.finding import Finding, finding_to_json, read_finding
from core.measuring.experiments.finding_report import render_finding_csv, render_finding_html
from core.measuring.experiments.lab import Lab, Materials
from core.measuring.experiments.table import EXPERIMENT
from core.measuring.job import MeasuringJob
from core.measuring.kept_folder import RESULTS, SETTINGS, KeptFolder
from core.tuning.lineage import read_lineage
from core.tuning.plan import RECOMMENDED

MUST_AGREE = ("documents", "pairs", "questions", "adapters", "retrieval")


@dataclass(frozen=True)
class KeptExperiment(KeptFolder):
    """One experiment's folder, which may hold an unfinished one."""

    def _are_whole(self, settings: dict[str, Any]) -> bool:
        return settings.get("experiment") in EXPERIMENT

    def finding(self) -> Finding:
        """Raises `UnusableInput` when it is damaged."""
        return read_finding(self.folder / RESULTS)


def list_experiments(root: Path) -> list[KeptExperiment]:
    """Newest first."""
    found = [KeptExperiment(each) for each in sorted(root.glob("*"), key=lambda each: each.name, reverse=True)]
    return [each for each in found if each.settings]


def begin_experiment(folder: Path, key: str, options: Mapping[str, Any], materials: Materials) -> KeptExperiment:
    """Keep its settings in a new folder. Raises `UnusableInput` where the workspace lacks something for it."""
    if lacking := EXPERIMENT[key].missing(materials):
        raise UnusableInput(lacking)
    settings = {
        "experiment": key,
        "options": dict(options),
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        **describe_materials(materials),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / SETTINGS).write_text(json.dumps(settings, indent=1), encoding="utf8")
    except OSError as error:
        raise AppError(f"The experiment could not be kept in {folder} ({error.strerror}).") from error
    return KeptExperiment(folder)


def continue_experiment(kept: KeptExperiment, materials: Materials, job: MeasuringJob) -> Finding:
    """Do the steps that are not done yet, then write the finding. Raises `Stopped`, or why it cannot go on."""
    settings, now = kept.settings, describe_materials(materials)
    if changed := [name for name in MUST_AGREE if settings.get(name) != now[name]]:
        raise UnusableInput(
            f"This experiment cannot go on: {', '.join(changed)} changed since it began. Start it anew."
        )
    finding = EXPERIMENT[settings["experiment"]].run(Lab(kept.folder, materials, job), settings["options"])
    finding = replace(finding, notes=(*finding.notes, *_note_on_epochs(settings["options"])))
    (kept.folder / "results.csv").write_text(render_finding_csv(finding), encoding="utf8")
    (kept.folder / "report.html").write_text(render_finding_html(finding, settings), encoding="utf8")
    (kept.folder / RESULTS).write_text(finding_to_json(finding), encoding="utf8")
    _drop_scratch(kept.folder)
    return finding


def _note_on_epochs(options: Mapping[str, Any]) -> list[str]:
    given, good = int(options.get("epochs", 0)), RECOMMENDED["closed-book"].epochs
    return [f"Trained for {given} epochs; {good} are recommended."] if given not in (0, good) else []


def describe_materials(materials: Materials) -> dict[str, Any]:
    """What the workspace held, as far as an experiment depends on it."""
    return {
        "documents": {document.name: document.version for document in materials.documents},
        "pairs": _digest([asdict(pair) for pair in materials.pairs]),
        "questions": _digest([asdict(question) for question in materials.questions]),
        "adapters": {kind: read_lineage(folder).trained for kind, folder in materials.adapters.items()},
        "retrieval": asdict(materials.retrieval),
    }


def _digest(rows: list[dict[str, Any]]) -> str:
    return sha256(json.dumps(rows, sort_keys=True).encode("utf8")).hexdigest()


def _drop_scratch(folder: Path) -> None:
    """Indexes and adapters of a finished experiment are of no more use, and large."""
    for scratch in [*folder.glob("index-*"), folder / "adapters"]:
        shutil.rmtree(scratch, ignore_errors=True)
