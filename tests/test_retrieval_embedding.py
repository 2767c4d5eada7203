"""The real encoder: vectors of length 1 whose products mean something."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from core.models.pocket.model import PocketModel
from core.retrieval.embedding import SentenceEmbedder, shared_embedder
from core.retrieval.minilm import word_table


def test_vectors_have_length_one(embedder: SentenceEmbedder) -> None:
    vectors = embedder.embed(["rain", "The rain gauge is heated. " * 200, ""])
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_vectors(embedder: SentenceEmbedder) -> None:
    assert embedder.embed([]).shape == (0, 384)


def test_like_meanings_are_near(embedder: SentenceEmbedder) -> None:
    question, right, wrong = embedder.embed(
        ["How long is the holiday?", "Employees get 28 days of vacation.", "The gauge measures rain."]
    )
    assert question @ right > question @ wrong + 0.2


def test_a_text_gets_the_same_vector_alone_and_among_others(embedder: SentenceEmbedder) -> None:
    texts = [f"Station number {at} reports " + "wind " * at for at in range(40)]
    together = embedder.embed(texts)
    assert together[7] @ embedder.embed([texts[7]])[0] > 0.999


def test_low_precision_changes_next_to_nothing() -> None:
    texts = ["How long is the holiday?", "Employees get 28 days of vacation.", "Part: X200; Price: 61 €", "ü" * 300]
    exact = SentenceEmbedder(low_precision=False).embed(texts)
    low = SentenceEmbedder(low_precision=True).embed(texts)
    assert low.dtype == np.float32
    assert np.allclose(np.linalg.norm(low, axis=1), 1, atol=1e-5)
    assert ((exact * low).sum(axis=1) > 0.999).all()


def test_the_encoder_is_loaded_once_and_serves_many_threads(embedder: SentenceEmbedder) -> None:
    texts = [f"question {at}" for at in range(8)]
    expected = embedder.embed(texts)
    with ThreadPoolExecutor(8) as pool:
        assert all(loaded is embedder for loaded in pool.map(lambda _: shared_embedder(), range(8)))
        found = list(pool.map(lambda text: embedder.embed([text])[0], texts))
    assert np.allclose(found, expected, atol=1e-5)


def test_words_have_vectors_of_their_own_and_unknown_ones_have_none(embedder: SentenceEmbedder) -> None:
    vectors = embedder.embed_words(["salary", "reimbursements", "salary", "\U000130a0"])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1, 0], abs=1e-5)
    assert (vectors[0] == vectors[2]).all()
    assert embedder.embed_words([]).shape == (0, 384)


def test_the_encoder_and_the_embedded_model_share_their_word_table(
    embedder: SentenceEmbedder, pocket: PocketModel
) -> None:
    """It is the largest part of both."""
    table = word_table(pocket.words.weight.dtype)
    assert pocket.words.weight.data_ptr() == table.data_ptr()
    assert embedder._table().data_ptr() == word_table(embedder._table().dtype).data_ptr()
