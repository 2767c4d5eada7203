"""The pocket model as a `Generator`: reads passages, or remembers, writes, and says where each word came from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import ModelUnavailable
from core.models.confidence import calibrated
from core.models.generator import NOT_STATED, CopiedSpan, Fit, OnText, Reply
from core.models.pocket.inputs import Row, collate, make_rows, padded_length, token_text, tokenise, write_out
from core.models.pocket.provenance import find_spans, is_verbatim, span_at
from core.models.pocket.span_decoding import Span, choose_span
from core.models.pocket.span_prior import sentence_fits, span_prior
from core.models.pocket.special_tokens import SEP
from core.models.pocket.verbatim import VerbatimProcessor
from core.models.streaming import TextSoFar
from core.records import Memory, Passage, WrittenToken

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    from core.models.pocket.encoder import PocketEncoderOutput
    from core.models.pocket.model import PocketModel, Traced

    Embed = Callable[[Sequence[str]], NDArray[np.float32]]

WEIGHTS = Path(__file__).parent / "weights"
LONGEST_ANSWER = 32
MOST_PASSAGES = 10


class PocketGenerator:
    """A pocket model with or without an adapter; thread-safe, for nothing is changed by a reply.

    `embed`: texts -> MiniLM sentence embeddings (n, 384), the question's way into memory.
    `spelling`: how an adapter's training answers were spelled, by what the lower-case model writes.
    `remembers`: give the question's embedding beside passages too, as adapters are trained.
    `verbatim`: answers from passages may only be written as they stand there, word for word.
    `adapter_bytes`: what of the model's weights belongs to an adapter.
    """

    def __init__(
        self,
        model: "PocketModel",
        embed: "Embed",
        name: str = "pocket",
        spelling: dict[str, str] | None = None,
        remembers: bool = False,
        verbatim: bool = False,
        adapter_bytes: int = 0,
    ) -> None:
        self.model = model
        self.embed = embed
        self.name = name
        self.spelling = spelling or {}
        self.remembers = remembers
        self.verbatim = verbatim
        self.adapter_bytes = adapter_bytes

    def reply(
        self,
        question: str,
        passages: Sequence[Passage] = (),
        on_text: OnText | None = None,
        fits: Sequence[Fit] = (),
    ) -> Reply:
        """Refuses where "not stated" is at least as probable as the model's threshold, else writes the best answer."""
        import torch

        passages = passages[:MOST_PASSAGES]
        texts = [each.text for each in passages]
        rows = make_rows(question, texts)
        fits = fits[:MOST_PASSAGES] or (sentence_fits(question, texts, self.embed) if rows else ())
        prior = span_prior(rows, fits, texts) if rows else None
        read = sum(len(row.ids) for row in rows) or len(tokenise(question).ids)
        with torch.inference_mode():
            source, spared = self._read(question, rows)
            said, refusal = self.decide(source, rows, prior, on_text)
        if said is None:
            return Reply(NOT_STATED, True, refusal, tokens=read, memory=self.memory, seconds_spared=spared)
        text, spans = _where_it_stands(said, passages, rows)
        return Reply(
            self.spelling.get(text, text),
            not said.ids,
            self._confidence(float(said.log_probability.mean().exp()), bool(rows)),
            spans,
            tokens=read + len(said.ids),
            tokens_written=len(said.ids),
            written=_written_tokens(said.ids, said.log_probability.exp().tolist()),
            memory=self.memory,
            seconds_spared=spared,
        )

    def decide(
        self,
        source: "PocketEncoderOutput",
        rows: Sequence[Row],
        prior: "Tensor | None",
        on_text: OnText | None = None,
    ) -> "tuple[Span | Written | None, float]":
        """The answer to one question from what was read, None for a refusal; how probable that is.

        `source` holds the encoder's states of `rows`, the last P·S of them. `prior`: as `span_prior` gives it, None
        without rows. To be called without gradients.
        """
        refusal = self._refusal(source)
        if refusal.probability >= self.model.config.refusal_threshold:
            return None, refusal.probability
        span = None if prior is None else choose_span(self.model, source, rows, refusal.trace, prior)
        if span and on_text:
            on_text(write_out(span.ids))
        return span or self._write_freely(source, rows, refusal, on_text), refusal.probability

    @cached_property
    def memory(self) -> Memory:
        """What the weights take; those of an adapter beside the base, which all arms share."""
        weights = sum(each.nbytes for each in [*self.model.parameters(), *self.model.buffers()])
        return Memory(weights - self.adapter_bytes, self.adapter_bytes)

    def _confidence(self, probability: float, is_read: bool) -> float:
        """Mean token probability of a read answer -> its chance of being right; of any other it stays as it is."""
        if self.remembers or not is_read:
            return probability
        return calibrated(probability, self.model.config.confidence_slope, self.model.config.confidence_offset)

    def refusal_probability(self, question: str, passages: Sequence[Passage] = ()) -> float:
        """How probable "not stated" is as the answer."""
        import torch

        with torch.inference_mode():
            source, _ = self._read(question, make_rows(question, [each.text for each in passages[:MOST_PASSAGES]]))
            return self._refusal(source).probability

    def _refusal(self, source: "PocketEncoderOutput") -> "_Refusal":
        import torch

        traced = self.model.trace(source, torch.tensor([[*tokenise(NOT_STATED).ids, SEP]]))
        each = traced.tokens[0].exp()
        return _Refusal(float(each.prod()), float(each.min()) > 0.5, traced)

    def _write_freely(
        self, source: "PocketEncoderOutput", rows: Sequence[Row], refusal: "_Refusal", on_text: OnText | None
    ) -> "Written":
        """Decoded greedily; where that is a refusal, once more without beginning like one."""
        import torch

        how: dict[str, Any] = {"logits_processor": [VerbatimProcessor(rows)]} if self.verbatim and rows else {}
        if on_text:
            how["streamer"] = TextSoFar(on_text, write_out, hidden=NOT_STATED)
        answer = [] if refusal.is_greedy else self._decode(source, **how)
        if write_out(answer) in ("", NOT_STATED):
            answer = self._decode(source, begin_suppress_tokens=[tokenise(NOT_STATED).ids[0], SEP], **how)
        traced = self.model.trace(source, torch.tensor([[*answer, SEP]]), refusal.trace)
        return Written(answer, traced.tokens[0], traced.copied[0, :-1])

    def _decode(self, source: "PocketEncoderOutput", **how: Any) -> list[int]:
        kept = type(source)(**source)  # for generate() repeats the states of what it is given, once for each beam
        written = self.model.generate(encoder_outputs=kept, max_new_tokens=LONGEST_ANSWER, do_sample=False, **how)
        return _until_closed(written[0, 1:].tolist())

    def _read(self, question: str, rows: list[Row]) -> "tuple[PocketEncoderOutput, float]":
        """What the encoder makes of the question and the rows; the seconds spared because these were read before."""
        import torch

        encoder = self.model.get_encoder()
        inputs, spared = (collate([rows]) if rows else {}), 0.0
        if rows:
            inputs["passage_states"], spared = encoder.readings.states(encoder, inputs)
        if self.remembers or not rows:
            inputs["question_embedding"] = torch.from_numpy(self.embed([question]))
        read: PocketEncoderOutput = encoder(**inputs)
        return read, spared


@dataclass(frozen=True)
class Written:
    """Token ids of an answer decoded word by word; the log-probability of each and of the end, and that of having
    copied each from each source position (T, L)."""

    ids: list[int]
    log_probability: "Tensor"
    copied: "Tensor"


@dataclass(frozen=True)
class _Refusal:
    """How probable "not stated" is, and whether each token of it is more likely than not: greedily it is then said."""

    probability: float
    is_greedy: bool
    trace: "Traced"


def _where_it_stands(
    said: Span | Written, passages: Sequence[Passage], rows: Sequence[Row]
) -> tuple[str, tuple[CopiedSpan, ...]]:
    """The answer's text and where it was copied from; as its passage spells it, if it stands there as a whole."""
    if isinstance(said, Span):
        spans: tuple[CopiedSpan, ...] = (span_at(rows, said.row, said.at, len(said.ids), float(said.copied.sum())),)
    elif not rows:
        return write_out(said.ids), ()
    else:
        by_row = said.copied[:, -len(rows) * padded_length(rows) :].view(len(said.ids), len(rows), -1).numpy()
        spans = find_spans(said.ids, rows, by_row)
        if not is_verbatim(said.ids, rows, by_row):
            return write_out(said.ids), spans
    return passages[spans[0].passage].text[spans[0].start : spans[0].end], spans


def _written_tokens(answer: Sequence[int], probabilities: Sequence[float]) -> tuple[WrittenToken, ...]:
    """The answer's tokens and its end, each with its probability."""
    pieces = [*(token_text(each) for each in answer), ""]
    return tuple(WrittenToken(*each) for each in zip(pieces, probabilities, strict=True))


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
    model.encoder.bert.set_attn_implementation("sdpa")  # faster than "eager", with which it was trained faster
    model.eval().requires_grad_(False)
    return model
