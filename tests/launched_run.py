"""A small run on a model with random weights, as one process or as several: for the test that compares them.

`python -m tests.launched_run` or `accelerate launch --multi_gpu --num_processes 2 -m tests.launched_run`. The first one
prints one JSON line: the loss of each step, a sum over what was trained, and whether it is still connected.
"""

import json
import sys

import torch

from core.models.pocket.configuration import PocketConfig
from core.models.pocket.labels import make_labels
from core.models.pocket.model import PocketModel
from core.tuning.examples import Batches, cut
from core.tuning.lora import add_adapter
from core.tuning.optimising import Optimiser
from core.tuning.plan import TrainingSettings
from core.tuning.team import joined_team

ROWS, BATCH, STEPS, WIDTH = 22, 5, 15, 48


class Invented:
    """Random questions with answers of different lengths; the last batch of an epoch is smaller than the team."""

    def __init__(self, seed: int = 1) -> None:
        chance = torch.Generator().manual_seed(1)
        self.embeddings = torch.randn(ROWS, WIDTH, generator=chance)
        chance.manual_seed(seed)
        self.ids = [torch.randint(1000, 1400, (1 + row % 7,), generator=chance).tolist() for row in range(ROWS)]
        self.questions = self.answers = ["who"] * ROWS

    def epoch(self, number: int) -> Batches:
        return [*cut(range(ROWS - 1), BATCH), [ROWS - 1]]

    def inputs(self, rows: list[int]) -> dict[str, torch.Tensor]:
        return {"question_embedding": self.embeddings[rows], "labels": make_labels([self.ids[row] for row in rows])}


def main() -> None:
    torch.manual_seed(7)
    sizes = {"hidden_size": WIDTH, "intermediate_size": 96, "num_attention_heads": 4}
    model = PocketModel(PocketConfig(1500, encoder_layers=1, decoder_layers=2, packaged_words=False, **sizes))
    tuned = add_adapter(model.eval().requires_grad_(False), TrainingSettings(rank=4))
    examples = Invented()
    with joined_team() as team:
        optimiser = Optimiser(tuned, TrainingSettings(learning_rate=5e-3), STEPS, team)
        batches = examples.epoch(0) * STEPS
        losses = [optimiser.step(examples, batches[step]).loss for step in range(STEPS)]
    total = sum(float(weight.abs().sum()) for weight in optimiser.weights().values())
    told = {"processes": team.size, "losses": losses, "weights": total, "connected": torch.distributed.is_initialized()}
    if team.rank == 0:
        sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
