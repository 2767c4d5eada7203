"""The mean of several weights: `python -m core.models.pocket.averaging --out DIR DIR DIR …`, each a folder of weights.

Weights that came from one beginning read better as their mean than each alone (Wortsman et al. 2022,
arXiv:2203.05482). A folder that is named twice counts twice. It does not train, and fits no threshold.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from core.models.pocket.model import PocketModel


def average(folders: Sequence[Path], out: Path) -> None:
    """Leave the mean in `out`, in float16, with the first folder's configuration."""
    models = [PocketModel.from_pretrained(folder, dtype=torch.float32) for folder in folders]
    states = [model.state_dict() for model in models]
    mean = {name: torch.stack([state[name] for state in states]).mean(0).half() for name in states[0]}
    models[0].half().save_pretrained(out, state_dict=mean)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", metavar="DIR")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    given = parser.parse_args(arguments)
    average(given.folders, given.out)


if __name__ == "__main__":
    main(sys.argv[1:])
