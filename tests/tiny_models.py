"""Hugging Face models so small that a test makes them: two layers, trained for a second on two prompts.

Given the passage of `CLUB` they say how high its fee is, without it that they do not know.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import ByteLevelBPETokenizer
from transformers import (
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedTokenizerFast,
    T5Config,
    T5ForConditionalGeneration,
)

from core.models.hugging_face import HuggingFaceGenerator
from core.models.prompt import write_prompt
from core.records import Passage

CLUB = "The club was founded in 1987. Members pay 42 euros a year. Bus 17 stops at the pier."
FEE = "How much do members pay a year?"
PASSAGE = Passage("1", "club.md", "v1", 0, len(CLUB), CLUB)
CHATML = (
    "{% for turn in messages %}<|im_start|>{{ turn.role }}\n{{ turn.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
USER_ONLY = "{% if messages[0].role == 'system' %}{{ raise_exception('no system role') }}{% endif %}" + CHATML
SAYS: tuple[tuple[Sequence[Passage], str], ...] = (((PASSAGE,), "42 euros a year"), ((), "not stated"))
STEPS = 60


def make_chat_model(folder: Path) -> None:
    """A causal model with a chat template, as its maker would publish it."""
    tokenizer = _make_tokenizer(chat_template=CHATML)
    torch.manual_seed(1)
    sizes = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4}
    config = LlamaConfig(vocab_size=len(tokenizer), max_position_embeddings=2048, **_marks(tokenizer), **sizes)
    _teach_and_save(LlamaForCausalLM(config), tokenizer, folder)


def make_plain_model(folder: Path) -> None:
    """A sequence-to-sequence model without a chat template."""
    tokenizer = _make_tokenizer()
    torch.manual_seed(1)
    sizes = {"d_model": 32, "d_kv": 8, "d_ff": 64, "num_layers": 2, "num_heads": 4, "dropout_rate": 0.0}
    config = T5Config(vocab_size=len(tokenizer), decoder_start_token_id=0, **_marks(tokenizer), **sizes)
    _teach_and_save(T5ForConditionalGeneration(config), tokenizer, folder)


def _make_tokenizer(**how: Any) -> PreTrainedTokenizerFast:
    marks = ["<pad>", "<|im_end|>", "<|im_start|>", "[TURN]"]
    trained = ByteLevelBPETokenizer()
    texts = [text for given, _ in SAYS for text in vars(write_prompt(FEE, given)).values()]
    trained.train_from_iterator([*texts, CHATML] * 3, vocab_size=700, special_tokens=marks)
    special = {"pad_token": marks[0], "eos_token": marks[1], "additional_special_tokens": marks[2:]}
    return PreTrainedTokenizerFast(tokenizer_object=trained._tokenizer, **special, **how)


def _marks(tokenizer: PreTrainedTokenizerFast) -> dict[str, int]:
    return {"pad_token_id": tokenizer.pad_token_id, "eos_token_id": tokenizer.eos_token_id, "bos_token_id": None}


def _teach_and_save(model: Any, tokenizer: PreTrainedTokenizerFast, folder: Path) -> None:
    asked = HuggingFaceGenerator(model, tokenizer, "tiny")
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-3 if asked.chats else 1e-2)
    for _ in range(STEPS):
        for given, answer in SAYS:
            read = asked._tokenise(FEE, given)
            said = torch.tensor([[*tokenizer(answer)["input_ids"], tokenizer.eos_token_id]])
            _loss(model, read, said).backward()
        optimizer.step()
        optimizer.zero_grad()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def _loss(model: Any, read: torch.Tensor, said: torch.Tensor) -> torch.Tensor:
    if model.config.is_encoder_decoder:
        return model(input_ids=read, labels=said).loss
    labels = torch.cat([torch.full_like(read, -100), said], dim=1)
    return model(input_ids=torch.cat([read, said], dim=1), labels=labels).loss
