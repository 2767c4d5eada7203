"""What a run trains on, of either kind: rows with a question and an answer, their tensors, an order for each epoch.

An epoch's order depends on its number and the seed alone, so that a run that was interrupted goes on in the same order.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from torch import Tensor

Batches = list[list[int]]


class Examples(Protocol):
    """Rows to train on, or to measure on. Rows are named by their number, from 0."""

    questions: Sequence[str]
    answers: Sequence[str]

    def epoch(self, number: int) -> Batches:
        """Batches of row numbers, as many in every epoch."""
        ...

    def inputs(self, rows: Sequence[int]) -> "dict[str, Tensor]":
        """What `PocketModel.forward` is given, labels included."""
        ...


@dataclass(frozen=True)
class Material:
    """Examples to learn and examples held out; none of the latter where nothing could be.

    The first `wordings` rows to learn are the pairs' own; what follows was added to them.
    """

    training: Examples
    held_out: Examples | None
    wordings: int


def order_chance(seed: int, epoch: int) -> random.Random:
    """Chance of one epoch."""
    return random.Random(f"{seed} {epoch}")


def cut(rows: Sequence[int], size: int) -> Batches:
    """Rows -> batches of `size`, the last one smaller.

    >>> cut([3, 1, 2], 2)
    [[3, 1], [2]]
    """
    return [list(rows[start : start + size]) for start in range(0, len(rows), size)]
