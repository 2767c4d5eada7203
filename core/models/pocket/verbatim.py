"""Decoding that can only write what stands in the passages, word for word. It does not choose between continuations."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from core.models.pocket.inputs import NOWHERE, Row, tokenizer
from core.models.pocket.special_tokens import SEP

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch import Tensor

FORBIDDEN = float("-inf")


class VerbatimProcessor:
    """A logits processor for `generate()`: after what is written, only what follows it in a passage, or the end.

    An answer starts where a word starts and ends where one ends. For one question; its beams may be many.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._text = np.array([token for row in rows for token in (SEP, *_passage_ids(row), SEP)])
        self._inside = continues_word()[self._text]

    def __call__(self, written: "Tensor", scores: "Tensor") -> "Tensor":
        """`written` (B, T), the start token first; `scores` (B, V) -> scores with what is not allowed at -inf."""
        import torch

        allowed = torch.full_like(scores, FORBIDDEN)
        for row, ids in enumerate(written.tolist()):
            choice = torch.from_numpy(self._next(ids[1:]))
            allowed[row, choice] = scores[row, choice]
        return allowed

    def _next(self, answer: list[int]) -> "NDArray[np.int64]":
        """Ids that may follow."""
        if not answer:
            first = self._text[(~self._inside) & (self._text != SEP)]
            return np.unique(first) if len(first) else np.array([SEP])
        if answer[-1] == SEP:
            return np.array([SEP])
        after = self._ends_of(answer)
        following = np.unique(self._text[after][self._text[after] != SEP])
        ends = bool((~self._inside[after]).any())
        return np.append(following, SEP) if ends or not len(following) else following

    def _ends_of(self, answer: list[int]) -> "NDArray[np.int64]":
        """The position after each place where the answer stands."""
        starts = np.flatnonzero(~self._inside[: len(self._text) - len(answer)])
        for offset, token in enumerate(answer):
            starts = starts[self._text[starts + offset] == token]
        return starts + len(answer)


def _passage_ids(row: Row) -> list[int]:
    return [token for token, place in zip(row.ids, row.offsets, strict=True) if place != NOWHERE]


@cache
def continues_word() -> "NDArray[np.bool_]":
    """For each id of the vocabulary, whether it is a piece within a word (`##ing`)."""
    vocabulary: dict[str, Any] = tokenizer().get_vocab()
    inside = np.zeros(max(vocabulary.values()) + 1, dtype=bool)
    inside[[number for piece, number in vocabulary.items() if piece.startswith("##")]] = True
    return inside
