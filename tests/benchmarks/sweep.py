"""What the recommended training settings rest on: `python -m tests.benchmarks.sweep`, from the project's root.

One thing is varied at a time around the recommended settings, on the sample's documents and pairs; each run prints a
JSON line as soon as it is over. `--only rank` (or several) runs a part, `--list` shows the parts and the runs in each.

Closed book, for each run: seconds; exact match on the wordings trained, and on those held out from training. RAFT:
seconds; token F1 on held-out rows at each strength of the adapter, and plain RAG's on the same. The evaluation
questions are not asked: what is chosen by them could not be measured on them.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.records import AdapterKind
from core.retrieval.embedding import shared_embedder
from core.sample import load_sample
from core.settings import Settings
from core.tuning.plan import RECOMMENDED
from core.tuning.training import train_adapter
from core.workspace import Workspace

SWEEP: dict[AdapterKind, dict[str, tuple[dict[str, Any], ...]]] = {
    "closed-book": {
        "default": ({},),
        "rank": ({"rank": 4, "alpha": 8}, {"rank": 32, "alpha": 64}),
        "alpha": ({"alpha": 16}, {"alpha": 64}),
        "targets": ({"targets": "attention"},),
        "learning-rate": ({"learning_rate": 5e-4}, {"learning_rate": 1e-3}, {"learning_rate": 4e-3}),
        "schedule": ({"schedule": "cosine"}, {"schedule": "constant"}),
        "steps": ({"epochs": 5}, {"epochs": 10}, {"epochs": 40}),
        "word-drop": ({"word_drop": 0.0}, {"word_drop": 0.5}),
        "batch": ({"batch": 16}, {"batch": 64}),
    },
    "raft": {
        "raft-default": ({},),
        "raft-rank": ({"rank": 4, "alpha": 8},),
        "raft-learning-rate": ({"learning_rate": 1e-4}, {"learning_rate": 1e-3}),
        "raft-epochs": ({"epochs": 2},),
        "raft-without-oracle": ({"without_oracle": 0.0},),
    },
}
"""Parts of the sweep by kind: the changes of each run. Rank keeps alpha at twice itself; strength is in every RAFT
run."""


def main(arguments: Sequence[str]) -> None:
    parts = {part: (kind, runs) for kind, named in SWEEP.items() for part, runs in named.items()}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=parts, default=list(parts), metavar="PART")
    parser.add_argument("--seed", type=int, nargs="+", default=[0], help="each run once for every seed")
    parser.add_argument("--list", action="store_true", help="show the parts and train nothing")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder), Settings())
        if not given.list:
            load_sample(workspace)
        for part in given.only:
            kind, runs = parts[part]
            for changes in runs:
                for seed in given.seed:
                    told = {"part": part, **changes, "seed": seed}
                    report(told if given.list else told | train(workspace, kind, changes | {"seed": seed}))
        workspace.close()


def train(workspace: Workspace, kind: AdapterKind, changes: dict[str, Any]) -> dict[str, Any]:
    """The figures of one run."""
    if "epochs" in changes:
        changes = {"fewest_steps": 0} | changes
    plan = workspace.plan_training(kind, replace(RECOMMENDED[kind], **changes))
    lineage = train_adapter(plan, shared_embedder().embed)
    return {"ended": lineage.ended, **lineage.figures}


def report(figures: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
