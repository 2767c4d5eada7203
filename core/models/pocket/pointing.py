"""In which of several passages the pocket model would begin its answer: what a re-ranking of them goes by."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from core.models.pocket.generator import load_pocket
from core.models.pocket.inputs import NOWHERE, collate, make_rows, padded_length
from core.models.pocket.special_tokens import SEP

if TYPE_CHECKING:
    from core.models.pocket.model import PocketModel
    from core.retrieval.reranking import Point


def open_pointer() -> "Point":
    """`pointer_shares` of the embedded model. Raises `ModelUnavailable` when it cannot be read."""
    return partial(pointer_shares, load_pocket())


def pointer_shares(model: "PocketModel", question: str, texts: Sequence[str]) -> list[float]:
    """What share of the copy pointer, as the first word of an answer is written, lies on each text; they make up 1.

    All are read together, so that they compete.
    """
    import torch

    rows = make_rows(question, texts)
    in_text = torch.zeros(len(rows), padded_length(rows), dtype=torch.bool)
    for row, each in zip(rows, in_text, strict=True):
        each[: len(row.offsets)] = torch.tensor([place != NOWHERE for place in row.offsets])
    with torch.inference_mode():
        source = model.get_encoder()(**collate([rows]))
        begun = model.trace(source, torch.tensor([[SEP]])).begun.view(in_text.shape)
    shares: list[float] = begun.where(in_text, -torch.inf).flatten().softmax(0).view(in_text.shape).sum(1).tolist()
    return shares
