"""Answers as token ids -> labels for training: closed by [SEP], filled with -100."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.models.pocket.special_tokens import CLS, SEP

if TYPE_CHECKING:
    from torch import Tensor

LONGEST_ANSWER = 32
IGNORED = -100


def make_labels(answers: Sequence[Sequence[int]], longest: int = LONGEST_ANSWER) -> "Tensor":
    """(B, T) labels; an answer is cut so that with its [SEP] it has at most `longest` tokens."""
    import torch

    closed = [[*answer[: longest - 1], SEP] for answer in answers]
    labels = torch.full((len(closed), max(map(len, closed))), IGNORED)
    for row, ids in enumerate(closed):
        labels[row, : len(ids)] = torch.tensor(ids)
    return labels


def preceding(labels: "Tensor") -> "Tensor":
    """(B, T) labels -> (B, T) ids, the token before each: what the decoder is given to learn or to judge them."""
    import torch.nn.functional as F

    return F.pad(labels, (1, 0), value=CLS)[:, :-1].clamp(min=0)
