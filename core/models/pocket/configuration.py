"""Shape of the pocket model. Importing this imports transformers."""

from typing import Any

from transformers import PretrainedConfig

from core.models.pocket.special_tokens import CLS, PAD, SEP


class PocketConfig(PretrainedConfig):
    """MiniLM's sizes, a small decoder, and the number of slots that hold a question's meaning.

    `memory_slots`: into how many decoder inputs the sentence embedding of a question is projected.
    `refusal_threshold`: least probability of "not stated" at which the model refuses, fitted on held-out questions.
    `confidence_slope`, `confidence_offset`: from the log-odds of a read answer's mean token probability to those of its
    being right, fitted on held-out questions (Platt 1999); 1 / slope is the temperature.
    `packaged_words`: True when the word table comes from the packaged MiniLM and is not saved with the weights.
    """

    model_type = "pocket"

    def __init__(
        self,
        vocab_size: int = 30522,
        hidden_size: int = 384,
        intermediate_size: int = 1536,
        num_attention_heads: int = 12,
        encoder_layers: int = 6,
        decoder_layers: int = 3,
        max_position_embeddings: int = 512,
        memory_slots: int = 4,
        packaged_words: bool = True,
        refusal_threshold: float = 0.5,
        confidence_slope: float = 1.0,
        confidence_offset: float = 0.0,
        **kwargs: Any,
    ) -> None:
        self.vocab_size = vocab_size
        self.hidden_size = hidden_size
        self.intermediate_size = intermediate_size
        self.num_attention_heads = num_attention_heads
        self.encoder_layers = encoder_layers
        self.decoder_layers = decoder_layers
        self.num_hidden_layers = decoder_layers
        self.max_position_embeddings = max_position_embeddings
        self.memory_slots = memory_slots
        self.packaged_words = packaged_words
        self.refusal_threshold = refusal_threshold
        self.confidence_slope = confidence_slope
        self.confidence_offset = confidence_offset
        defaults = {
            "is_encoder_decoder": True,
            "tie_word_embeddings": False,
            "pad_token_id": PAD,
            "bos_token_id": CLS,
            "eos_token_id": SEP,
            "decoder_start_token_id": CLS,
        }
        super().__init__(**(defaults | kwargs))

    def bert(self, **changes: Any) -> Any:
        """A `BertConfig` of these sizes without a word table of its own: both halves are fed word vectors."""
        from transformers import BertConfig

        return BertConfig(
            vocab_size=1,
            hidden_size=self.hidden_size,
            intermediate_size=self.intermediate_size,
            num_attention_heads=self.num_attention_heads,
            max_position_embeddings=self.max_position_embeddings,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            attn_implementation="eager",
            **changes,
        )
