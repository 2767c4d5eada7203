"""Trains a closed-book adapter: the question's meaning alone in, the answer out. No passage is ever read.

The decoder attends to memory slots projected from the question's frozen sentence embedding, so a step costs little: the
encoder does not run. Embeddings of all wordings, and of the rougher ones, are made once.
"""

import random
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from core.models.pocket.inputs import tokenise
from core.models.pocket.labels import make_labels
from core.records import TrainingPair
from core.tuning.plan import TrainingSettings
from core.tuning.wordings import list_wordings, rough_wordings

if TYPE_CHECKING:
    from torch import Tensor

    from core.models.pocket.generator import Embed

ROUGH_COPIES = 4
ROUGH_SHARE = 0.5
"""In each epoch, so many of the wordings are seen once more in one of their rougher versions."""


class ClosedBookRows:
    """Batches of (question embedding, labels) for `PocketModel.forward`."""

    def __init__(self, pairs: Sequence[TrainingPair], embed: "Embed", settings: TrainingSettings) -> None:
        import torch

        self.settings = settings
        self.plain = list_wordings(pairs)
        self.rough = rough_wordings(self.plain, settings.word_drop, ROUGH_COPIES, settings.seed)
        every = [*self.plain, *self.rough]
        self.embeddings = torch.from_numpy(embed([each.question for each in every]))
        self.answers = [tokenise(pairs[each.pair].answer).ids for each in every]
        self.chance = random.Random(settings.seed)

    @property
    def steps(self) -> int:
        """Steps of one epoch."""
        return -(-len(self._count()) // self.settings.batch)

    def _count(self) -> range:
        return range(len(self.plain) + (int(len(self.plain) * ROUGH_SHARE) if self.rough else 0))

    def epoch(self) -> Iterator[dict[str, "Tensor"]]:
        rows = list(range(len(self.plain)))
        if self.rough:
            offset = len(self.plain)
            rows += [offset + self.chance.randrange(len(self.rough)) for _ in range(len(self._count()) - offset)]
        self.chance.shuffle(rows)
        for start in range(0, len(rows), self.settings.batch):
            yield self._batch(rows[start : start + self.settings.batch])

    def _batch(self, rows: list[int]) -> dict[str, Any]:
        labels = make_labels([self.answers[row] for row in rows])
        return {"question_embedding": self.embeddings[rows], "labels": labels}
