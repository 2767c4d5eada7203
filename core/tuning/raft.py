"""Rows of a RAFT adapter: passages read by the frozen encoder, and the question's meaning beside them.

No adapter changes the encoder, so that a batch need be read only once in a run, which takes most of a step's time.

Held out are passages, with every question that they answer: reading is to be learned, not what is read.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core.models.pocket.inputs import Row, collate, make_rows, tokenise
from core.models.pocket.labels import make_labels
from core.tuning.examples import Batches, Material, cut, order_chance
from core.tuning.plan import TrainingSettings
from core.tuning.raft_set import RaftRow
from core.tuning.splitting import spread_evenly

if TYPE_CHECKING:
    from torch import Tensor

    from core.models.pocket.encoder import PocketEncoder
    from core.models.pocket.generator import Embed

LONGEST_ROW = 224
MOST_HELD_OUT = 48
REMEMBERED_BYTES = 256 * 2**20
"""Of what the encoder read so much is kept for the next epoch, in half precision; the sample takes nearly all of it."""


class RaftExamples:
    """Batches are of the same rows of about the same length in every epoch, in random order.

    With an `encoder` passages are read here, and what they were read as is among the inputs.
    """

    def __init__(
        self,
        rows: Sequence[RaftRow],
        embed: "Embed",
        settings: TrainingSettings,
        encoder: "PocketEncoder | None" = None,
    ) -> None:
        import torch

        self.questions: Sequence[str] = [row.question for row in rows]
        self.answers: Sequence[str] = [row.answer for row in rows]
        self._settings = settings
        self._read = [_encoder_rows(row) for row in rows]
        self._ids = [tokenise(answer).ids for answer in self.answers]
        self._embeddings = torch.from_numpy(embed(self.questions))
        self._encoder = encoder
        self._remembered: dict[tuple[int, ...], Tensor] = {}
        self._room = REMEMBERED_BYTES

    def epoch(self, number: int) -> Batches:
        read = self._read
        order = sorted(range(len(read)), key=lambda i: (len(read[i]), max(len(row.ids) for row in read[i])))
        batches = cut(order, self._settings.batch)
        order_chance(self._settings.seed, number).shuffle(batches)
        return batches

    def inputs(self, rows: Sequence[int]) -> dict[str, Any]:
        labels = make_labels([self._ids[row] for row in rows])
        read = collate([self._read[row] for row in rows])
        if self._encoder:
            read["passage_states"] = self._states(self._encoder, tuple(rows), read)
        return read | {"question_embedding": self._embeddings[list(rows)], "labels": labels}

    def _states(self, encoder: "PocketEncoder", rows: tuple[int, ...], read: dict[str, "Tensor"]) -> "Tensor":
        """What the encoder reads; rounded the first time as well as later, so that it does not matter which it is."""
        import torch

        dtype = encoder.memory.weight.dtype
        states = self._remembered.get(rows)
        if states is None:
            with torch.no_grad():
                states = encoder(**read).last_hidden_state.to(torch.bfloat16 if dtype == torch.bfloat16 else torch.half)
            if states.nbytes <= self._room:
                self._remembered[rows] = states
                self._room -= states.nbytes
        return states.to(dtype)


def raft_material(
    rows: Sequence[RaftRow], embed: "Embed", settings: TrainingSettings, encoder: "PocketEncoder | None" = None
) -> Material:
    """The set's rows; those of held-out passages apart. `encoder`: reads them, where the model is not to do so."""
    held_out, learned = held_out_rows(rows), [row for row in rows if not row.held_out]
    measured = RaftExamples(held_out, embed, settings, encoder) if held_out else None
    return Material(RaftExamples(learned, embed, settings, encoder), measured, len(learned))


def held_out_rows(rows: Sequence[RaftRow]) -> list[RaftRow]:
    """What a run is measured on: at most so many of the held-out rows, spread evenly over them."""
    return spread_evenly([row for row in rows if row.held_out], MOST_HELD_OUT)


def _encoder_rows(row: RaftRow) -> list[Row]:
    return make_rows(row.question, row.passages, LONGEST_ROW)
