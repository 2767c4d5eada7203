"""One run from the command line, alone or on several processes or GPUs, with the files of a workspace.

    accelerate launch --multi_gpu --num_processes 2 -m core.tuning.launch --pairs FILE --out DIR [--raft-set FILE]

In spite of its name `--multi_gpu` starts several processes without a GPU, too; `--cpu` would start one. Each takes
a share of every batch; the first one reports, one JSON line each, and saves.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import asdict, fields, replace
from pathlib import Path

from core.errors import AppError
from core.records import AdapterKind
from core.tuning.job import report
from core.tuning.pairs import read_pairs
from core.tuning.plan import RECOMMENDED, TrainingPlan, TrainingSettings
from core.tuning.progress import Progress


def main(arguments: list[str]) -> int:
    """0 when an adapter was saved."""
    from core.retrieval.embedding import shared_embedder
    from core.tuning.team import joined_team
    from core.tuning.training import train_adapter

    try:
        plan = read_plan(arguments)
        with joined_team() as team:
            tell = _tell if team.rank == 0 else _say_nothing
            lineage = train_adapter(plan, shared_embedder().embed, tell, team=team)
    except AppError as error:
        report({"error": str(error)})
        return 1
    if team.rank == 0:
        report(asdict(lineage))
    return 0


def read_plan(arguments: list[str]) -> TrainingPlan:
    """Raises `UnusableInput` for a file of pairs that cannot be used."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True, metavar="FILE.jsonl")
    parser.add_argument("--raft-set", type=Path, metavar="FILE.jsonl", help="train RAFT on this set, from Training")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    for field in fields(TrainingSettings):
        form = type(field.default)
        parser.add_argument(f"--{field.name.replace('_', '-')}", type=form, metavar=form.__name__.upper())
    given = vars(parser.parse_args(arguments))
    kind: AdapterKind = "raft" if given["raft_set"] else "closed-book"
    chosen = {field.name: given[field.name] for field in fields(TrainingSettings) if given[field.name] is not None}
    if "epochs" in chosen:
        chosen = {"fewest_steps": 0} | chosen
    read_pairs(given["pairs"])
    settings = replace(RECOMMENDED[kind], **chosen)
    return TrainingPlan(kind, given["pairs"], given["out"], given["raft_set"], settings=settings)


def _tell(progress: Progress) -> None:
    report(asdict(progress))


_say_nothing: Callable[[Progress], None] = lambda _: None  # noqa: E731


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
