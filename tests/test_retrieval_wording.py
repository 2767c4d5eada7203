"""How well a text says the words of a question, in the same words or in near ones."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from core.retrieval.embedding import SentenceEmbedder
from core.retrieval.wording import wording_scores

KNOWN = {"rain": (1.0, 0.0), "hail": (0.6, 0.8), "wind": (0.0, 1.0)}


def embed_words(words: Sequence[str]) -> NDArray[np.float32]:
    """Vectors of three words; any other is unknown."""
    return np.array([KNOWN.get(word, (0, 0)) for word in words], dtype=np.float32).reshape(-1, 2)


def test_the_words_asked_count_by_their_worth_and_near_words_in_part() -> None:
    passages = {"all": [["rain"], ["wind"]], "near": [["hail"]], "other": [["X200"]]}
    whole, best = wording_scores({"rain": 3.0, "wind": 1.0}, passages, embed_words)
    assert whole == pytest.approx({"all": 1, "near": 0.75 * 0.6 + 0.25 * 0.8, "other": 0})
    assert best == pytest.approx({"all": 0.75, "near": 0.65, "other": 0})


def test_an_unknown_word_is_near_itself_alone() -> None:
    whole, _ = wording_scores({"x200": 1.0}, {"same": [["x200"]], "other": [["x300"], ["rain"]]}, embed_words)
    assert whole == {"same": 1, "other": 0}


@pytest.mark.parametrize("passages", [{}, {"a": []}, {"a": [[]]}])
def test_what_has_no_words_says_nothing(passages: dict[str, list[list[str]]]) -> None:
    nothing = dict.fromkeys(passages, 0.0)
    assert wording_scores({"rain": 1.0}, passages, embed_words) == (nothing, nothing)
    assert wording_scores({}, {"a": [["rain"]]}, embed_words) == ({"a": 0}, {"a": 0})


def test_a_sentence_without_words_does_not_shift_those_beside_it() -> None:
    passages = {"a": [[], ["wind"], []], "b": [["rain"], []]}
    _, best = wording_scores({"rain": 1.0}, passages, embed_words)
    assert best == {"a": 0, "b": 1}


def test_the_encoder_finds_a_synonym_nearer_than_another_word(embedder: SentenceEmbedder) -> None:
    passages = {"pay": [["salary"]], "leave": [["holiday"]]}
    whole, _ = wording_scores({"pay": 1.0}, passages, embedder.embed_words)
    assert whole["pay"] > whole["leave"]
