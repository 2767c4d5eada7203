"""The pocket model's encoder: MiniLM reads question and passages, and the question's meaning becomes memory slots.

Shapes as in `model`. An adapter may change the way into memory, never how passages are read.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from transformers import BertModel
from transformers.modeling_outputs import BaseModelOutput

from core.models.pocket.configuration import PocketConfig
from core.models.pocket.shared_reading import SharedReading
from core.models.pocket.special_tokens import SEP


@dataclass
class PocketEncoderOutput(BaseModelOutput):
    """Encoder states with the token each state can be copied as (`SEP`: none) and which states are real."""

    last_hidden_state: Tensor | None = None
    source_ids: Tensor | None = None
    source_mask: Tensor | None = None


class PocketEncoder(nn.Module):
    """Passages and question embedding -> states. Reads each passage with the question, one row at a time."""

    main_input_name = "input_ids"

    def __init__(self, config: PocketConfig, words: nn.Embedding) -> None:
        super().__init__()
        self.bert = BertModel(config.bert(num_hidden_layers=config.encoder_layers), add_pooling_layer=False)
        self.memory = nn.Linear(config.hidden_size, config.memory_slots * config.hidden_size)
        self.slots = config.memory_slots
        self._words = [words]  # in a list: the table belongs to the model, not to this part
        self.readings = SharedReading()

    def forward(
        self,
        input_ids: Tensor | None = None,
        passage_mask: Tensor | None = None,
        passage_types: Tensor | None = None,
        question_embedding: Tensor | None = None,
        passage_states: Tensor | None = None,
        **_: Any,
    ) -> PocketEncoderOutput:
        parts: list[tuple[Tensor, Tensor, Tensor]] = []
        if question_embedding is not None:
            parts.append(self._remember(question_embedding))
        if input_ids is not None and input_ids.size(1) > 0:
            parts.append(self._read(input_ids, passage_mask, passage_types, passage_states))
        states, ids, mask = (torch.cat(columns, 1) for columns in zip(*parts, strict=True))
        return PocketEncoderOutput(last_hidden_state=states, source_ids=ids, source_mask=mask)

    def _remember(self, embedding: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        states = (
            self.memory(embedding.to(self.memory.weight.dtype))
            .to(self._words[0].weight.dtype)
            .view(len(embedding), self.slots, -1)
        )
        ids = torch.full(states.shape[:2], SEP, device=states.device)
        return states, ids, torch.ones_like(ids)

    def _read(
        self, ids: Tensor, mask: Tensor | None, types: Tensor | None, known: Tensor | None
    ) -> tuple[Tensor, Tensor, Tensor]:
        mask = torch.ones_like(ids) if mask is None else mask
        states = self._encode(ids, mask, types) if known is None else known
        return states, ids.flatten(1), mask.flatten(1)

    def _encode(self, ids: Tensor, mask: Tensor, types: Tensor | None) -> Tensor:
        length = ids.size(2)
        rows = ids.reshape(-1, length)
        # A passage that only fills the batch must not be all masked: attention over nothing is not a number.
        row_mask = mask.reshape(-1, length).clone()
        row_mask[:, 0] = 1
        states = self.bert(
            inputs_embeds=self._words[0](rows),
            attention_mask=row_mask,
            token_type_ids=None if types is None else types.reshape(-1, length),
        ).last_hidden_state
        return states.reshape(len(ids), -1, states.size(-1))
