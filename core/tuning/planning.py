"""Pairs, documents and settings of now -> the files of a run and its plan. Later edits do not reach it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from core.errors import NothingToSearch, UnusableInput
from core.records import AdapterKind, TrainingPair
from core.settings import TrainingLimits
from core.tuning.pairs import write_pairs
from core.tuning.plan import TrainingPlan, TrainingSettings, scratch_of
from core.tuning.raft_set import Search, build_raft_set, write_raft_set

PAIRS, RAFT_SET = "pairs.jsonl", "raft_set.jsonl"


def plan_run(
    kind: AdapterKind,
    out: Path,
    pairs: Sequence[TrainingPair],
    search: Search,
    documents: Mapping[str, str],
    settings: TrainingSettings,
    limits: TrainingLimits,
) -> TrainingPlan:
    """The plan of a run that leaves its adapter in `out`. Raises `UnusableInput` without pairs, `NothingToSearch`."""
    if not pairs:
        raise UnusableInput("There are no training pairs yet. Import a JSON Lines file of questions and answers.")
    if kind == "raft" and not documents:
        raise NothingToSearch("RAFT trains on passages, and there is no document yet. Add documents first.")
    file, raft_set = write_run_files(scratch_of(out), pairs, search if kind == "raft" else None, settings)
    return TrainingPlan(kind, file, out, raft_set, dict(documents), settings, limits)


def write_run_files(
    folder: Path, pairs: Sequence[TrainingPair], search: Search | None, settings: TrainingSettings
) -> tuple[Path, Path | None]:
    """Leave in `folder` what a run learns from: the pairs and, with a `search` for passages, their RAFT set."""
    folder.mkdir(parents=True, exist_ok=True)
    write_pairs(pairs, folder / PAIRS)
    if search is None:
        return folder / PAIRS, None
    write_raft_set(build_raft_set(pairs, search, settings)[0], folder / RAFT_SET)
    return folder / PAIRS, folder / RAFT_SET
