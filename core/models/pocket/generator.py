"""The pocket model as a `Generator`: reads passages, or remembers, writes, and says where each word came from."""

import math
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import ModelUnavailable
from core.models.generator import CopiedSpan, Reply
from core.models.pocket.inputs import Row, collate, make_row, padded_length, tokenise, tokenise_many, write_out
from core.models.pocket.provenance import find_spans, is_verbatim
from core.models.pocket.special_tokens import SEP
from core.models.pocket.verbatim import VerbatimProcessor
from core.records import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from core.models.pocket.model import PocketEncoderOutput, PocketModel

    Embed = Callable[[Sequence[str]], NDArray[np.float32]]

WEIGHTS = Path(__file__).parent / "weights"
NOT_STATED = "not stated"
LONGEST_ANSWER = 32
MOST_PASSAGES = 10


class PocketGenerator:
    """A pocket model with or without an adapter; thread-safe, for nothing is changed by a reply.

    `embed`: texts -> MiniLM sentence embeddings (n, 384), the question's way into memory.
    `spelling`: how an adapter's training answers were spelled, by what the lower-case model writes.
    `remembers`: give the question's embedding beside passages too, as adapters are trained.
    `verbatim`: answers from passages may only be written as they stand there, word for word.
    """

    def __init__(
        self,
        model: "PocketModel",
        embed: "Embed",
        name: str = "pocket",
        spelling: dict[str, str] | None = None,
        remembers: bool = False,
        verbatim: bool = False,
    ) -> None:
        self.model = model
        self.embed = embed
        self.name = name
        self.spelling = spelling or {}
        self.remembers = remembers
        self.verbatim = verbatim

    def reply(self, question: str, passages: Sequence[Passage] = ()) -> Reply:
        """Refuses where "not stated" is at least as probable as the model's threshold, else writes the best answer."""
        import torch

        passages = passages[:MOST_PASSAGES]
        rows = self._rows(question, passages)
        read = sum(len(row.ids) for row in rows)
        with torch.inference_mode():
            source = self._read(question, rows)
            refusal = self._refusal_probability(source)
            if refusal >= self.model.config.refusal_threshold:
                return Reply(NOT_STATED, True, refusal, tokens=read)
            answer = self._write(source, rows)
            log_probability, copied = self.model.trace(source, torch.tensor([[*answer, SEP]]))
        probability = float(log_probability.mean().exp())
        tokens = read + len(answer)
        if not rows:
            text = write_out(answer)
            return Reply(self.spelling.get(text, text), not answer, probability, tokens=tokens)
        by_row = copied[0, :-1, -len(rows) * padded_length(rows) :].view(len(answer), len(rows), -1).numpy()
        text, spans = _in_own_spelling(answer, passages, rows, by_row)
        return Reply(self.spelling.get(text, text), not answer, self._confidence(probability), spans, tokens)

    def _confidence(self, probability: float) -> float:
        """Mean token probability of a read answer -> its chance of being right; an adapter's stays as it is."""
        if self.remembers:
            return probability
        return calibrated(probability, self.model.config.confidence_slope, self.model.config.confidence_offset)

    def refusal_probability(self, question: str, passages: Sequence[Passage] = ()) -> float:
        """How probable "not stated" is as the answer."""
        import torch

        with torch.inference_mode():
            return self._refusal_probability(self._read(question, self._rows(question, passages[:MOST_PASSAGES])))

    def _refusal_probability(self, source: "PocketEncoderOutput") -> float:
        import torch

        log_probability, _ = self.model.trace(source, torch.tensor([[*tokenise(NOT_STATED).ids, SEP]]))
        return float(log_probability.sum().exp())

    def _write(self, source: "PocketEncoderOutput", rows: Sequence[Row]) -> list[int]:
        """Token ids of the answer, decoded greedily; where that is a refusal, once more without beginning like one."""
        how: dict[str, Any] = {"logits_processor": [VerbatimProcessor(rows)]} if self.verbatim and rows else {}
        answer = self._decode(source, **how)
        if write_out(answer) in ("", NOT_STATED):
            answer = self._decode(source, begin_suppress_tokens=[tokenise(NOT_STATED).ids[0], SEP], **how)
        return answer

    def _decode(self, source: "PocketEncoderOutput", **how: Any) -> list[int]:
        kept = type(source)(**source)  # for generate() repeats the states of what it is given, once for each beam
        written = self.model.generate(encoder_outputs=kept, max_new_tokens=LONGEST_ANSWER, do_sample=False, **how)
        return _until_closed(written[0, 1:].tolist())

    def _rows(self, question: str, passages: Sequence[Passage]) -> list[Row]:
        asked = tokenise(question)
        return [make_row(asked, read) for read in tokenise_many([each.text for each in passages])]

    def _read(self, question: str, rows: list[Row]) -> "PocketEncoderOutput":
        import torch

        inputs = collate([rows]) if rows else {}
        if self.remembers or not rows:
            inputs["question_embedding"] = torch.from_numpy(self.embed([question]))
        read: PocketEncoderOutput = self.model.get_encoder()(**inputs)
        return read


def calibrated(probability: float, slope: float, offset: float) -> float:
    """Probability of a probability: its log-odds, stretched and moved (Platt 1999).

    >>> round(calibrated(0.9, 0.5, 0.0), 3)
    0.75
    """
    return 1 / (1 + math.exp(-slope * log_odds(probability) - offset))


def log_odds(probability: float, edge: float = 1e-6) -> float:
    """Natural logarithm of p / (1 - p), finite: p is kept off 0 and 1 by `edge`."""
    kept = min(max(probability, edge), 1 - edge)
    return math.log(kept / (1 - kept))


def _in_own_spelling(
    answer: list[int], passages: Sequence[Passage], rows: Sequence[Row], copied: "NDArray[np.float32]"
) -> tuple[str, tuple[CopiedSpan, ...]]:
    """The answer's text and where it was copied from; as its passage spells it, if it stands there as a whole."""
    spans = find_spans(answer, rows, copied)
    if is_verbatim(answer, rows, copied):
        return passages[spans[0].passage].text[spans[0].start : spans[0].end], spans
    return write_out(answer), spans


def _until_closed(ids: list[int]) -> list[int]:
    return ids[: ids.index(SEP)] if SEP in ids else ids


@cache
def load_pocket(folder: Path = WEIGHTS) -> "PocketModel":
    """The model of these weights, ready to answer, in the precision that is faster here: bfloat16 or float32.

    Raises `ModelUnavailable` when the weights cannot be read.
    """
    import torch
    from safetensors import SafetensorError

    from core.models.pocket.model import PocketModel
    from core.processor import bfloat16_is_faster

    dtype = torch.bfloat16 if bfloat16_is_faster() else torch.float32
    try:
        model = PocketModel.from_pretrained(folder, dtype=dtype, local_files_only=True)
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise ModelUnavailable(f"The embedded model's weights in {folder} cannot be read: {error}") from error
    model.eval().requires_grad_(False)
    return model
