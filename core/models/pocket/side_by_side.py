"""Several continuations of one reading as one row of the decoder: what was read need be attended to only once.

Each is blind to the others, so that it comes out as it would alone.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


def as_one_row(words: "Tensor") -> "dict[str, Tensor]":
    """Word vectors of N continuations (N, T, H) -> a decoder's inputs for the one row of all of them, (1, N·T, H)."""
    import torch

    count, length, width = words.shape
    places = torch.arange(length).repeat(count)
    of = torch.arange(count).repeat_interleave(length)
    sees = (of[:, None] == of) & (places[:, None] >= places)
    mask = torch.zeros_like(sees, dtype=words.dtype).masked_fill(~sees, torch.finfo(words.dtype).min)
    return {
        "inputs_embeds": words.reshape(1, count * length, width),
        "position_ids": places[None],
        "attention_mask": mask[None, None],
    }
