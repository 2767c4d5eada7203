"""Known texts get the vectors that the encoder would give them; others are embedded."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.retrieval.precomputed import embed_with, write_vectors


class CountingEmbedder:
    """Embeds a text as its length, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32).reshape(-1, 2)


def test_only_unknown_texts_are_embedded_and_the_order_is_kept(tmp_path: Path):
    write_vectors(tmp_path / "vectors.npz", ["b", "aaa", "b"], CountingEmbedder())
    embedder = CountingEmbedder()
    vectors = embed_with(tmp_path / "vectors.npz", embedder)(["aaa", "cc", "b", "aaa"])
    assert vectors[:, 0].tolist() == [3, 2, 1, 3]
    assert embedder.asked == ["cc"]


def test_a_changed_text_is_not_taken_for_the_known_one(tmp_path: Path):
    write_vectors(tmp_path / "vectors.npz", ["Five months."], CountingEmbedder())
    embedder = CountingEmbedder()
    embed_with(tmp_path / "vectors.npz", embedder)(["Three months."])
    assert embedder.asked == ["Three months."]


def test_without_a_file_or_texts_it_is_the_embedder(tmp_path: Path):
    embedder = CountingEmbedder()
    assert embed_with(tmp_path / "none.npz", embedder)(["a"]).tolist() == [[1.0, 1.0]]
    write_vectors(tmp_path / "vectors.npz", ["a"], embedder)
    assert embed_with(tmp_path / "vectors.npz", embedder)([]).shape == (0, 2)
