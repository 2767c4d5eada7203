"""The adapters of one workspace on disk: listed, named, chosen, deleted, and runs that were cut short.

<id>/             an adapter, see `training`; its lineage tells where it comes from
<id>/name.txt     what the user calls it
<id>/precomputed  marks one that was shipped with the program
.<id>.run/        a run that goes on or was cut short, see `job`
answering.json    which adapter of each kind answers; the newest where none was chosen
"""

import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from core.errors import ModelUnavailable, UnusableInput
from core.records import AdapterKind
from core.tuning.job import can_go_on, read_plan
from core.tuning.lineage import LINEAGE_FILE, Lineage, read_lineage
from core.tuning.plan import TrainingPlan, scratch_of

KINDS: tuple[AdapterKind, ...] = ("closed-book", "raft")
KIND_NAMES: dict[AdapterKind, str] = {"closed-book": "Closed book", "raft": "RAFT"}
NAME, PRECOMPUTED, ANSWERING = "name.txt", "precomputed", "answering.json"
LONGEST_NAME = 60


@dataclass(frozen=True)
class Adapter:
    """One adapter. `answers`: whether it is the one of its kind that does."""

    id: str
    name: str
    folder: Path
    lineage: Lineage
    is_precomputed: bool
    answers: bool


class AdapterShelf:
    """Adapters are asked for by their ids; `UnusableInput` is raised for one that is not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def all(self) -> list[Adapter]:
        """Newest first; a folder without a readable lineage is none."""
        found = [
            (file.parent, lineage) for file in self.folder.glob(f"[!.]*/{LINEAGE_FILE}") if (lineage := _read(file))
        ]
        found.sort(key=lambda each: (each[1].trained, each[0].name), reverse=True)
        answering = self._answering(found)
        return [
            Adapter(
                folder.name,
                _read_name(folder) or default_name(folder.name, lineage.kind),
                folder,
                lineage,
                (folder / PRECOMPUTED).exists(),
                answering.get(lineage.kind) == folder.name,
            )
            for folder, lineage in found
        ]

    def answering(self) -> dict[AdapterKind, Adapter]:
        """The adapter of each kind that answers, in the order of the kinds."""
        chosen = {each.lineage.kind: each for each in self.all() if each.answers}
        return {kind: chosen[kind] for kind in KINDS if kind in chosen}

    def get(self, id_: str) -> Adapter:
        for each in self.all():
            if each.id == id_:
                return each
        raise UnusableInput("This adapter is no longer there. Choose another one.")

    def choose(self, id_: str) -> None:
        """Let this adapter answer for its kind."""
        choice = self._choice() | {self.get(id_).lineage.kind: id_}
        partial = self.folder / f".{ANSWERING}"
        partial.write_text(json.dumps(choice), encoding="utf8")
        os.replace(partial, self.folder / ANSWERING)

    def rename(self, id_: str, name: str) -> None:
        """Raises `UnusableInput` for an empty name or one that is too long."""
        name = " ".join(name.split())
        if not 0 < len(name) <= LONGEST_NAME:
            raise UnusableInput(f"A name has 1 to {LONGEST_NAME} characters. Choose another one.")
        (self.get(id_).folder / NAME).write_text(name, encoding="utf8")

    def delete(self, id_: str) -> None:
        shutil.rmtree(self.get(id_).folder)

    def new_place(self, kind: AdapterKind) -> Path:
        """Folder of the next adapter of this kind; also a run that was cut short keeps its number."""
        taken = [each.name.strip(".").removesuffix(".run") for each in self.folder.iterdir()]
        numbers = [int(match[1]) for name in taken if (match := re.fullmatch(rf"{kind}-(\d+)", name))]
        return self.folder / f"{kind}-{max(numbers, default=0) + 1}"

    def take(self, folder: Path) -> None:
        """Copy the shipped adapters from the subfolders of `folder`, named after their kinds, and let them answer."""
        for kind in KINDS:
            if (folder / kind / LINEAGE_FILE).exists():
                target = self.folder / f"sample-{kind}"
                shutil.rmtree(target, ignore_errors=True)
                shutil.copytree(folder / kind, target)
                (target / PRECOMPUTED).touch()
                self.rename(target.name, f"Sample, {KIND_NAMES[kind]}")
                self.choose(target.name)

    def unfinished(self) -> list[TrainingPlan]:
        """Runs that were cut short and can go on; one that is running now is among them."""
        return [read_plan(each) for each in sorted(self.folder.glob(".*.run")) if can_go_on(each)]

    def discard(self, id_: str) -> None:
        """Forget a run that was cut short."""
        for plan in self.unfinished():
            if plan.out.name == id_:
                shutil.rmtree(scratch_of(plan.out), ignore_errors=True)

    def _answering(self, found: list[tuple[Path, Lineage]]) -> dict[AdapterKind, str]:
        """The newest of each kind, or the one that was chosen, if it is still there."""
        answering = {lineage.kind: folder.name for folder, lineage in reversed(found)}
        for folder, lineage in found:
            if self._choice().get(lineage.kind) == folder.name:
                answering[lineage.kind] = folder.name
        return answering

    def _choice(self) -> dict[str, str]:
        try:
            choice: dict[str, str] = json.loads((self.folder / ANSWERING).read_text(encoding="utf8"))
        except (OSError, ValueError):
            return {}
        return choice


def default_name(id_: str, kind: AdapterKind) -> str:
    """What an adapter is called until the user names it.

    >>> default_name("closed-book-2", "closed-book")
    'Closed book 2'
    """
    number = id_.removeprefix(kind).strip("-")
    return f"{KIND_NAMES[kind]} {number}".strip()


def _read(file: Path) -> Lineage | None:
    try:
        return read_lineage(file.parent)
    except ModelUnavailable:
        return None


def _read_name(folder: Path) -> str:
    file = folder / NAME
    return file.read_text(encoding="utf8") if file.exists() else ""
