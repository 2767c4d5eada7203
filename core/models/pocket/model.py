"""The pocket model: MiniLM reads question and passages, a small decoder writes, a pointer copies.

Shapes, for B questions with P passages of S tokens, answers of T tokens, H = 384, V = 30,522, K memory slots:

    input_ids            (B, P, S)   [CLS] question [SEP] passage [SEP], one row for each passage
    passage_mask         (B, P, S)   1 where a token is real; a filling passage is 0 throughout
    question_embedding   (B, H)      MiniLM's sentence embedding of the question; becomes K memory slots
    passage_states       (B, P·S, H)  what the encoder read before of these passages, so that it need not run again
    encoder states       (B, K + P·S, H)   either part may be absent: memory alone is closed book
    logits               (B, T, V)   log-probabilities of the mixture  gate · write + (1 - gate) · copy

Sources: fusion of passages in the decoder, Izacard and Grave 2020 (arXiv:2007.01282); pointer, See et al. 2017
(arXiv:1704.04368). It does not tokenise, search or decide what to show.
"""

from dataclasses import dataclass
from typing import Any, cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from transformers import AutoConfig, AutoModelForSeq2SeqLM, BertModel, GenerationMixin, PreTrainedModel
from transformers.cache_utils import Cache, DynamicCache, EncoderDecoderCache
from transformers.modeling_outputs import Seq2SeqLMOutput
from transformers.models.bert.modeling_bert import BertPredictionHeadTransform

from core.models.pocket.configuration import PocketConfig
from core.models.pocket.encoder import PocketEncoder, PocketEncoderOutput
from core.models.pocket.labels import preceding
from core.models.pocket.side_by_side import as_one_row
from core.models.pocket.special_tokens import CLS, SEP
from core.retrieval.minilm import word_table

WORDS_AT_ONCE = 4096
NEVER = -1e9
"""Score of what must not be chosen; finite, so that a row in which nothing may be chosen stays a number."""


@dataclass
class Traced:
    """Log-probabilities along N answers of T tokens that are given.

    `tokens` (N, T): of each after those before it. `ends` (N, T + 1): of the end in its place, or after the last.
    `copied` (N, T, L): of copying the token from each source position. `begun` (N, L): of copying what stands at each
    source position as an answer's first token. `attended`: what the decoder made of the source, for a further trace.
    """

    tokens: Tensor
    ends: Tensor
    copied: Tensor
    begun: Tensor
    attended: Cache


class PocketModel(PreTrainedModel, GenerationMixin):
    """Question, passages and question embedding -> answer tokens; works with `generate()` and under PEFT."""

    config_class = PocketConfig
    base_model_prefix = "pocket"
    main_input_name = "input_ids"
    _keys_to_ignore_on_save = {"words.weight"}
    _keys_to_ignore_on_load_missing = {"words.weight"}

    def __init__(self, config: PocketConfig) -> None:
        super().__init__(config)
        width = config.hidden_size
        self.words = nn.Embedding(config.vocab_size, width)
        self.words.weight.requires_grad_(False)
        self.encoder = PocketEncoder(config, self.words)
        decoder = config.bert(num_hidden_layers=config.decoder_layers, is_decoder=True, add_cross_attention=True)
        self.decoder = BertModel(decoder, add_pooling_layer=False)
        self.transform = BertPredictionHeadTransform(decoder)
        self.word_bias = nn.Parameter(torch.zeros(config.vocab_size))
        self.pointer_query, self.pointer_key = nn.Linear(width, width), nn.Linear(width, width)
        self.gate = nn.Linear(width, 1)
        self.follow = nn.Linear(width, 2)
        self.post_init()

    @classmethod
    def from_pretrained(cls, *args: Any, **kwargs: Any) -> "PocketModel":
        """As in transformers; the word table is taken from the packaged MiniLM, after its hash was checked."""
        model = cast("PocketModel", super().from_pretrained(*args, **kwargs))
        if model.config.packaged_words:
            model.words.weight.data = word_table(model.words.weight.dtype)
            model.words.weight.requires_grad_(False)
        return model

    def get_encoder(self, *_: Any, **__: Any) -> PocketEncoder:
        return self.encoder

    def get_input_embeddings(self) -> nn.Embedding:
        return self.words

    def forward(
        self,
        input_ids: Tensor | None = None,
        passage_mask: Tensor | None = None,
        passage_types: Tensor | None = None,
        question_embedding: Tensor | None = None,
        passage_states: Tensor | None = None,
        encoder_outputs: PocketEncoderOutput | None = None,
        decoder_input_ids: Tensor | None = None,
        preceding_ids: Tensor | None = None,
        past_key_values: Any = None,
        use_cache: bool | None = None,
        labels: Tensor | None = None,
        **_: Any,
    ) -> Seq2SeqLMOutput:
        """Loss where `labels` (B, T; -100 is filling) are given, else logits for `decoder_input_ids` (B, T).

        `preceding_ids` (B, 1): the token before the first decoder input, 0 if there is none.
        """
        source = encoder_outputs or self.encoder(
            input_ids, passage_mask, passage_types, question_embedding, passage_states
        )
        if labels is not None:
            return Seq2SeqLMOutput(loss=self._loss(source, labels))
        assert decoder_input_ids is not None
        out, copy, write_gate = self._step(source, decoder_input_ids, preceding_ids, past_key_values, use_cache)
        written = self._written(out.last_hidden_state) + F.logsigmoid(write_gate)[..., None]
        copied = self._as_words(copy, source, written)
        logits = torch.logaddexp(written, copied + F.logsigmoid(-write_gate)[..., None])
        return Seq2SeqLMOutput(
            logits=logits,
            past_key_values=out.past_key_values,
            encoder_last_hidden_state=source.last_hidden_state,
        )

    def prepare_inputs_for_generation(self, input_ids: Tensor, *args: Any, **kwargs: Any) -> dict[str, Any]:
        inputs = cast(dict[str, Any], super().prepare_inputs_for_generation(input_ids, *args, **kwargs))
        length = inputs["decoder_input_ids"].size(1)
        before = input_ids[:, -length - 1 : -length]
        inputs["preceding_ids"] = before if before.size(1) else input_ids.new_zeros(len(input_ids), 1)
        return inputs

    def trace(self, source: PocketEncoderOutput, ids: Tensor, before: Traced | None = None) -> Traced:
        """What the model thinks along given answers (N, T) to the questions of `source`, or all to its only one.

        `before`: another trace of the same source, which spares a part of the work.
        """
        assert source.source_ids is not None
        attended = before.attended if before else DynamicCache()
        cache = EncoderDecoderCache(DynamicCache(), attended)
        out, copy, write_gate = self._step(source, F.pad(ids, (1, 0), value=CLS), cache=cache, use_cache=True)
        hidden = self.transform(out.last_hidden_state)
        level = F.logsigmoid(write_gate) - self._all_words(hidden)
        written = self._score_words(hidden[:, :-1], ids) + level[:, :-1]
        ends = self._score_words(hidden, torch.full_like(hidden[..., 0], SEP, dtype=torch.long)) + level
        copy = copy + F.logsigmoid(-write_gate)[..., None]
        copied = copy[:, :-1].masked_fill(source.source_ids[:, None, :] != ids[:, :, None], NEVER)
        tokens = torch.logaddexp(written, torch.logsumexp(copied, -1))
        return Traced(tokens, ends, copied, copy[:, 0], attended)

    def _step(
        self,
        source: PocketEncoderOutput,
        ids: Tensor,
        preceding: Tensor | None = None,
        cache: Any = None,
        use_cache: bool | None = False,
    ) -> tuple[Any, Tensor, Tensor]:
        """Decoder output, log-probabilities of copying each source position (B, T, L), gate logits (B, T)."""
        states, source_ids, mask = source.last_hidden_state, source.source_ids, source.source_mask
        assert states is not None
        assert source_ids is not None
        assert mask is not None
        words = self.words(ids)
        out = self.decoder(
            **(as_one_row(words) if len(words) > len(states) == 1 else {"inputs_embeds": words}),
            encoder_hidden_states=states,
            encoder_attention_mask=mask,
            past_key_values=cache,
            use_cache=use_cache,
        )
        out.last_hidden_state = hidden = out.last_hidden_state.view(words.shape)
        score = self.pointer_query(hidden).float() @ self.pointer_key(states).float().transpose(1, 2)
        score = score / hidden.size(-1) ** 0.5 + self._following(hidden, ids, preceding, source_ids)
        copyable = (mask == 1) & (source_ids != CLS) & (source_ids != SEP)
        score = score.masked_fill(~copyable[:, None, :], NEVER)
        nothing = ~copyable.any(-1)[:, None]  # closed book: all has to be written
        gate = self.gate(hidden).float().squeeze(-1).masked_fill(nothing, -NEVER)
        return out, F.log_softmax(score, -1), gate

    def _following(self, hidden: Tensor, ids: Tensor, preceding: Tensor | None, source_ids: Tensor) -> Tensor:
        """Bonus (B, T, L) for source positions that follow the one or two tokens just written."""
        if preceding is None:
            preceding = torch.zeros_like(ids[:, :1])
        last_two = torch.cat([preceding, ids], 1)
        before, before_that = F.pad(source_ids, (1, 0))[:, :-1], F.pad(source_ids, (2, 0))[:, :-2]
        one = last_two[:, 1:, None] == before[:, None, :]
        two = one & (last_two[:, :-1, None] == before_that[:, None, :])
        bonus = self.follow(hidden).float()
        return cast(Tensor, bonus[..., :1] * one + bonus[..., 1:] * two)

    def _score_words(self, hidden: Tensor, ids: Tensor) -> Tensor:
        """Score of writing one word in each place, not yet levelled: (…, H) and (…) -> (…)."""
        return (hidden.float() * self.words(ids).float()).sum(-1) + self.word_bias[ids].float()

    def _all_words(self, hidden: Tensor) -> Tensor:
        """What levels these scores (…): of all words, but of not too many at once, for they would take much memory."""
        parts = zip(self.words.weight.split(WORDS_AT_ONCE), self.word_bias.split(WORDS_AT_ONCE), strict=True)
        levels = [torch.logsumexp(F.linear(hidden, *part).float(), -1) for part in parts]
        return torch.logsumexp(torch.stack(levels), 0)

    def _written(self, hidden: Tensor) -> Tensor:
        """Log-probabilities of writing each word (…, V)."""
        scores = F.linear(self.transform(hidden), self.words.weight, self.word_bias)
        return F.log_softmax(scores.float(), -1)

    def _as_words(self, copy: Tensor, source: PocketEncoderOutput, like: Tensor) -> Tensor:
        """Copy log-probabilities of positions (B, T, L) -> of words (B, T, V)."""
        assert source.source_ids is not None
        ids = source.source_ids[:, None, :].expand(-1, copy.size(1), -1)
        return (torch.zeros_like(like).scatter_add_(2, ids, copy.exp()) + 1e-30).log()

    def _loss(self, source: PocketEncoderOutput, labels: Tensor) -> Tensor:
        """Mean negative log-likelihood of the labels. Words are scored at label positions only, to save memory."""
        keep = labels != -100
        out, copy, write_gate = self._step(source, preceding(labels))
        assert source.source_ids is not None
        right = copied_from(source.source_ids, labels)
        copied = torch.logsumexp(copy.masked_fill(~right, NEVER), -1)[keep]
        scores = F.linear(self.transform(out.last_hidden_state[keep]), self.words.weight, self.word_bias)
        written = -F.cross_entropy(scores.float(), labels[keep], reduction="none")
        gate = write_gate[keep]
        return -torch.logaddexp(F.logsigmoid(gate) + written, F.logsigmoid(-gate) + copied).mean()


def copied_from(source_ids: Tensor, labels: Tensor) -> Tensor:
    """Where each label may be copied from: (B, L) and (B, T) ids -> (B, T, L) of bool.

    Where the whole answer stands somewhere, only there: a "the" elsewhere in the passage says nothing about the place.
    """
    length, filling = source_ids.size(1), (labels == -100) | (labels == SEP)
    ahead = F.pad(source_ids, (0, labels.size(1)))
    begins = torch.ones_like(source_ids, dtype=torch.bool)
    for t in range(labels.size(1)):
        begins &= (ahead[:, t : t + length] == labels[:, t, None]) | filling[:, t, None]
    whole = torch.stack([F.pad(begins, (t, 0))[:, :length] for t in range(labels.size(1))], 1)
    anywhere = ~begins.any(-1)[:, None, None]
    return (source_ids[:, None, :] == labels[:, :, None]) & (whole | anywhere)


AutoConfig.register("pocket", PocketConfig, exist_ok=True)
AutoModelForSeq2SeqLM.register(PocketConfig, PocketModel, exist_ok=True)
