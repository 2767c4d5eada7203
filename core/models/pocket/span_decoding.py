"""An answer as the best span of the passages: every end after each of the likeliest beginnings, scored in one pass.

Greedy decoding commits itself to the first word before it knows where that leads; here all of a span counts. It does
not refuse, and says nothing where the model would rather write than copy.

What a span counts beside its probability, `span_prior` says.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.models.pocket.inputs import NOWHERE, Row, padded_length
from core.models.pocket.special_tokens import SEP
from core.models.pocket.verbatim import continues_word

if TYPE_CHECKING:
    from torch import Tensor

    from core.models.pocket.encoder import PocketEncoderOutput
    from core.models.pocket.model import PocketModel, Traced

BEGINNINGS = 8
LEAST_BEGINNING = math.log(1e-3)
"""Of the likeliest beginning's probability; what begins less likely is left out."""
LONGEST_SPAN = 20
LENGTH_POWER, BREVITY = 0.5, 2.0
"""A span's log-probability, with `BREVITY` added, is divided by its length to this power; chosen on the calibration
questions. Without the power short spans win too often, with 1, or without the other, long ones do."""
NEVER = -1e9


@dataclass(frozen=True)
class Span:
    """Token ids that stand in row `row` from position `at` on; the log-probability of each and of the end after them,
    and that of having copied each from there."""

    ids: list[int]
    row: int
    at: int
    log_probability: "Tensor"
    copied: "Tensor"


def choose_span(
    model: "PocketModel",
    source: "PocketEncoderOutput",
    rows: Sequence[Row],
    before: "Traced",
    prior: "Tensor",
) -> Span | None:
    """The best span for one question; None where the model would write its first word itself.

    `source` holds the encoder's states of `rows`, the last P·S of them. `before`: the trace of any answer to it.
    `prior` (P·S,): as `span_prior` gives it.
    """
    import torch
    import torch.nn.functional as F

    begun, length = before.begun[0], padded_length(rows)
    memory = len(begun) - len(rows) * length
    may_begin, prior = F.pad(_word_beginnings(rows), (memory, 0)), F.pad(prior, (memory, 0))
    begun = begun.masked_fill(~may_begin, NEVER)
    if float(begun.exp().sum()) < 0.5:
        return None
    likely = (begun + prior).topk(min(BEGINNINGS, int(may_begin.sum())))
    begins = likely.indices[likely.values >= likely.values[0] + LEAST_BEGINNING]
    assert source.source_ids is not None
    ahead = F.pad(source.source_ids[0], (0, LONGEST_SPAN + 1), value=SEP)
    spans = torch.stack([ahead[begin : begin + LONGEST_SPAN + 1] for begin in begins])
    traced = model.trace(source, spans[:, :-1], before)
    score = _score(traced, prior[begins]).masked_fill(~_may_end(spans), NEVER)
    best, end = divmod(int(score.argmax()), LONGEST_SPAN)
    begin, steps = int(begins[best]), torch.arange(end + 1)
    return Span(
        spans[best, : end + 1].tolist(),
        *divmod(begin - memory, length),
        torch.cat([traced.tokens[best, : end + 1], traced.ends[best, end + 1, None]]),
        traced.copied[best, steps, begin + steps],
    )


def _score(traced: "Traced", prior: "Tensor") -> "Tensor":
    """What N spans count beside their probability (N,) -> (N, T): what each counts that ends after t + 1 tokens."""
    import torch

    lengths = torch.arange(2, traced.ends.size(1) + 1)
    return (traced.tokens.cumsum(1) + traced.ends[:, 1:] + BREVITY) / lengths**LENGTH_POWER + prior[:, None]


def _word_beginnings(rows: Sequence[Row]) -> "Tensor":
    """(P·S,) of bool: passage tokens that begin a word."""
    import torch

    inside, length = continues_word(), padded_length(rows)
    begins = torch.zeros(len(rows), length, dtype=torch.bool)
    for number, row in enumerate(rows):
        for at, (token, place) in enumerate(zip(row.ids, row.offsets, strict=True)):
            begins[number, at] = place != NOWHERE and not inside[token]
    return begins.flatten()


def _may_end(spans: "Tensor") -> "Tensor":
    """(N, T + 1) tokens -> (N, T) of bool: the span is inside its passage, and the next token begins a word."""
    import torch

    inside = torch.from_numpy(continues_word())
    in_passage = (spans != SEP).cumprod(1).bool()
    return in_passage[:, :-1] & ~inside[spans[:, 1:]]
