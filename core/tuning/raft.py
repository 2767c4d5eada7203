"""Rows of a RAFT adapter: passages read by the frozen encoder, and the question's meaning beside them.

Held out are passages, with every question that they answer: reading is to be learned, not what is read.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core.models.pocket.inputs import Row, collate, make_row, tokenise, tokenise_many
from core.models.pocket.labels import make_labels
from core.tuning.examples import Batches, Material, cut, order_chance
from core.tuning.plan import TrainingSettings
from core.tuning.raft_set import RaftRow
from core.tuning.splitting import spread_evenly

if TYPE_CHECKING:
    from core.models.pocket.generator import Embed

LONGEST_ROW = 224
MOST_HELD_OUT = 48


class RaftExamples:
    """Batches are of rows of about the same length, in random order."""

    def __init__(self, rows: Sequence[RaftRow], embed: "Embed", settings: TrainingSettings) -> None:
        import torch

        self.questions: Sequence[str] = [row.question for row in rows]
        self.answers: Sequence[str] = [row.answer for row in rows]
        self._settings = settings
        self._read = [_encoder_rows(row) for row in rows]
        self._ids = [tokenise(answer).ids for answer in self.answers]
        self._embeddings = torch.from_numpy(embed(self.questions))

    def epoch(self, number: int) -> Batches:
        read = self._read
        order = sorted(range(len(read)), key=lambda i: (len(read[i]), max(len(row.ids) for row in read[i])))
        batches = cut(order, self._settings.batch)
        order_chance(self._settings.seed, number).shuffle(batches)
        return batches

    def inputs(self, rows: Sequence[int]) -> dict[str, Any]:
        labels = make_labels([self._ids[row] for row in rows])
        read = collate([self._read[row] for row in rows])
        return read | {"question_embedding": self._embeddings[list(rows)], "labels": labels}


def raft_material(rows: Sequence[RaftRow], embed: "Embed", settings: TrainingSettings) -> Material:
    """The set's rows; those of held-out passages apart."""
    held_out, learned = held_out_rows(rows), [row for row in rows if not row.held_out]
    measured = RaftExamples(held_out, embed, settings) if held_out else None
    return Material(RaftExamples(learned, embed, settings), measured, len(learned))


def held_out_rows(rows: Sequence[RaftRow]) -> list[RaftRow]:
    """What a run is measured on: at most so many of the held-out rows, spread evenly over them."""
    return spread_evenly([row for row in rows if row.held_out], MOST_HELD_OUT)


def _encoder_rows(row: RaftRow) -> list[Row]:
    asked = tokenise(row.question)
    return [make_row(asked, read, LONGEST_ROW) for read in tokenise_many(row.passages)]
