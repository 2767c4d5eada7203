"""Vectors of texts that were embedded before, kept in a file by the text's hash; any other text is embedded now.

A file is bound to nothing but the texts and the encoder: a changed passage is simply not in it.
"""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.retrieval.embedding import Embedder

Embed = Callable[[Sequence[str]], NDArray[np.float32]]


def write_vectors(file: Path, texts: Sequence[str], embedder: Embedder) -> None:
    """Embed texts and keep the vectors (n, 384), in half precision, with 8 bytes of each text's SHA-256 (n, 8)."""
    unique = sorted(set(texts))
    with file.open("wb") as stream:
        np.savez(stream, keys=_keys(unique), vectors=embedder.embed(unique).astype(np.float16))


def embed_with(file: Path, embedder: Embedder) -> Embed:
    """An embedding function that takes what it can from the file; from the embedder alone where there is no file."""
    if not file.is_file():
        return embedder.embed
    with np.load(file, allow_pickle=False) as stored:
        vectors = stored["vectors"].astype(np.float32)
        known = {key.tobytes(): vector for key, vector in zip(stored["keys"], vectors, strict=True)}

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        keys = [key.tobytes() for key in _keys(texts)]
        missing = [at for at, key in enumerate(keys) if key not in known]
        computed = dict(zip(missing, embedder.embed([texts[at] for at in missing]), strict=True))
        rows = [computed[at] if at in computed else known[key] for at, key in enumerate(keys)]
        return np.stack(rows) if rows else embedder.embed([])

    return embed


def _keys(texts: Sequence[str]) -> NDArray[np.uint8]:
    digests = [hashlib.sha256(text.encode()).digest()[:8] for text in texts]
    return np.frombuffer(b"".join(digests), dtype=np.uint8).reshape(-1, 8)
