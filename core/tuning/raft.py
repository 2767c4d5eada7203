"""RAFT rows -> batches to train on: passages read by the frozen encoder, and the question's meaning beside them."""

import random
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from core.models.pocket.inputs import Row, collate, make_row, tokenise, tokenise_many
from core.models.pocket.labels import make_labels
from core.tuning.plan import TrainingSettings
from core.tuning.raft_set import RaftRow

if TYPE_CHECKING:
    from torch import Tensor

    from core.models.pocket.generator import Embed

LONGEST_ROW = 224


class RaftBatches:
    """Batches of encoder rows, question embeddings and labels for `PocketModel.forward`."""

    def __init__(self, rows: Sequence[RaftRow], embed: "Embed", settings: TrainingSettings) -> None:
        import torch

        self.settings = settings
        self.chance = random.Random(settings.seed)
        self.read = [_encoder_rows(row) for row in rows]
        self.answers = [tokenise(row.answer).ids for row in rows]
        self.embeddings = torch.from_numpy(embed([row.question for row in rows]))

    @property
    def steps(self) -> int:
        """Steps of one epoch."""
        return -(-len(self.read) // self.settings.batch)

    def epoch(self) -> Iterator[dict[str, "Tensor"]]:
        """Batches in random order, of rows of about the same length."""
        order = sorted(range(len(self.read)), key=lambda i: (len(self.read[i]), max(len(r.ids) for r in self.read[i])))
        size = self.settings.batch
        batches = [order[start : start + size] for start in range(0, len(order), size)]
        self.chance.shuffle(batches)
        for batch in batches:
            labels = make_labels([self.answers[i] for i in batch])
            read = collate([self.read[i] for i in batch])
            yield read | {"question_embedding": self.embeddings[batch], "labels": labels}


def _encoder_rows(row: RaftRow) -> list[Row]:
    asked = tokenise(row.question)
    return [make_row(asked, read, LONGEST_ROW) for read in tokenise_many(row.passages)]
