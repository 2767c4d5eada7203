"""Texts -> vectors of meaning, with the packaged MiniLM on the CPU. No network: its files are local and checked.

One encoder serves the whole process; calls from several threads wait for each other: its tokenizer cannot be shared.
"""

from collections.abc import Sequence
from functools import cache
from itertools import accumulate, chain
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np

from core.processor import bfloat16_is_faster
from core.retrieval.deferring import deferred
from core.retrieval.minilm import packaged_minilm, word_table
from core.retrieval.word_vectors import Vectors, WordVectors

DIMENSIONS = 384
LONGEST_TEXT_TOKENS = 256
BATCH_TOKENS = 1200
"""Tokens encoded at once, padding included: more would need more memory and be no faster on a CPU."""
NOT_USED = ("sklearn", "sklearn.metrics")
"""What sentence-transformers imports for its measures: 100 MB and most of the time of its own import."""


_loading = Lock()


class Embedder(Protocol):
    """Gives texts vectors of length 1, so that their product is the cosine similarity."""

    def embed(self, texts: Sequence[str]) -> Vectors: ...

    def embed_words(self, words: Sequence[str]) -> Vectors:
        """For single words out of context; of length 0 for a word that it does not know."""
        ...


class SentenceEmbedder:
    """all-MiniLM-L6-v2 (Reimers and Gurevych 2019, arXiv:1908.10084). Slow to load: use `shared_embedder`."""

    def __init__(self, folder: Path | None = None, low_precision: bool | None = None) -> None:
        """Load from `folder`, else the packaged model. Raises `ModelUnavailable` when that is missing or altered.

        `low_precision`: compute in bfloat16; unless told, where this machine is faster in it.
        """
        is_packaged, folder = folder is None, folder or packaged_minilm()
        import torch
        from transformers.utils.logging import disable_progress_bar

        with deferred(*NOT_USED):
            from sentence_transformers import SentenceTransformer

        disable_progress_bar()
        low_precision = bfloat16_is_faster() if low_precision is None else low_precision
        dtype = {"dtype": torch.bfloat16 if low_precision else torch.float32}
        self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs=dtype)
        self._model.max_seq_length = LONGEST_TEXT_TOKENS
        if is_packaged:
            table = self._table()
            table.data = word_table(table.dtype)
        self._one_at_a_time = Lock()
        self._words = WordVectors(self._look_up, DIMENSIONS)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), 384), each of length 1. What is beyond 256 tokens of a text is not read."""
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        with self._one_at_a_time:
            return self._encode(list(texts))

    def embed_words(self, words: Sequence[str]) -> Vectors:
        """Vectors (len(words), 384), each the mean of those that the encoder begins with for the word's pieces."""
        return self._words(words)

    def _look_up(self, words: list[str]) -> Vectors:
        tokenizer: Any = self._model.tokenizer
        unknown = tokenizer.unk_token_id
        with self._one_at_a_time:
            tokenizer.backend_tokenizer.no_truncation()
            tokenizer.backend_tokenizer.no_padding()
            encodings = tokenizer.backend_tokenizer.encode_batch(words, add_special_tokens=False)
        pieces = [each.ids or [unknown] for each in encodings]
        table = self._table().detach()
        starts = list(accumulate(map(len, pieces[:-1]), initial=0))
        vectors = np.add.reduceat(table[list(chain.from_iterable(pieces))].float().numpy(), starts, axis=0)
        vectors[[unknown in some for some in pieces]] = 0
        unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return unit

    def _table(self) -> Any:
        model: Any = self._model[0]
        return model.auto_model.get_input_embeddings().weight

    def _encode(self, texts: list[str]) -> Vectors:
        """As `SentenceTransformer.encode`, but cut into tokens once and sorted by tokens, which pads less."""
        import torch

        tokenizer: Any = self._model.tokenizer
        ids = tokenizer(texts, truncation=True, max_length=LONGEST_TEXT_TOKENS)["input_ids"]
        longest_first = sorted(range(len(texts)), key=lambda at: -len(ids[at]))
        vectors = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        with torch.inference_mode():
            while longest_first:
                fitting = max(1, BATCH_TOKENS // len(ids[longest_first[0]]))
                some, longest_first = longest_first[:fitting], longest_first[fitting:]
                features = tokenizer.pad({"input_ids": [ids[each] for each in some]}, return_tensors="pt")
                vectors[some] = self._model(dict(features))["sentence_embedding"].float().numpy()
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


def shared_embedder() -> SentenceEmbedder:
    """The one encoder of this process, loaded at the first call."""
    with _loading:
        return _load_once()


@cache
def _load_once() -> SentenceEmbedder:
    return SentenceEmbedder()
