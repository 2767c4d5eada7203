"""How well a text says the words of a question, in the same words or in near ones."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from core.retrieval.embedding import SentenceEmbedder
from core.retrieval.wording import EmbedWords, Sentence, read_sentences, read_wording

KNOWN = {"rain": (1.0, 0.0), "hail": (0.6, 0.8), "wind": (0.0, 1.0)}


def embed_words(words: Sequence[str]) -> NDArray[np.float32]:
    """Vectors of three words; any other is unknown."""
    return np.array([KNOWN.get(word, (0, 0)) for word in words], dtype=np.float32).reshape(-1, 2)


def scores(
    worth: dict[str, float], passages: dict[str, list[list[str]]], embed: EmbedWords = embed_words
) -> tuple[dict[str, float], dict[str, float]]:
    """What passages say of the words asked, and what their best sentences say."""
    read = {key: [Sentence(tuple(words)) for words in some] for key, some in passages.items()}
    wording = read_wording(worth, read, embed)
    return wording.of_passages(), wording.of_sentences()


def test_the_words_asked_count_by_their_worth_and_near_words_in_part() -> None:
    passages = {"all": [["rain"], ["wind"]], "near": [["hail"]], "other": [["X200"]]}
    whole, best = scores({"rain": 3.0, "wind": 1.0}, passages)
    assert whole == pytest.approx({"all": 1, "near": 0.75 * 0.6 + 0.25 * 0.8, "other": 0})
    assert best == pytest.approx({"all": 0.75, "near": 0.65, "other": 0})


def test_an_unknown_word_is_near_itself_alone() -> None:
    whole, _ = scores({"x200": 1.0}, {"same": [["x200"]], "other": [["x300"], ["rain"]]})
    assert whole == {"same": 1, "other": 0}


def test_a_passage_without_words_has_no_score() -> None:
    assert scores({"rain": 1.0}, {}) == scores({"rain": 1.0}, {"a": []}) == ({}, {})
    assert scores({"rain": 1.0}, {"a": [], "b": [["rain"]]}) == ({"b": 1}, {"b": 1})
    assert scores({}, {"a": [["rain"]]}) == ({"a": 0}, {"a": 0})


def test_sentences_without_a_word_are_not_read() -> None:
    read = {"a": read_sentences("", "!\nWind.\n...\nIt is."), "b": read_sentences("", "Rain.\n!")}
    assert [each.words for each in read["a"]] == [("wind",)]
    assert read_wording({"rain": 1.0}, read, embed_words).of_sentences() == {"a": 0, "b": 1}


def test_names_are_what_is_written_with_a_capital_or_a_digit() -> None:
    (read,) = read_sentences("Staff", "ask Ida Ross about bench 4 and the WP-LB2")
    assert read.names == {"ida", "ross", "4", "wp-lb2", "wp", "lb2"}
    assert {"staff", "ask", "bench"} <= set(read.words)


def test_a_code_is_near_no_other_code(embedder: SentenceEmbedder) -> None:
    whole, _ = scores({"e33": 1.0}, {"other": [["e32"]], "same": [["e33"]]}, embedder.embed_words)
    assert whole == {"other": 0, "same": 1}


def test_the_encoder_finds_a_synonym_nearer_than_another_word(embedder: SentenceEmbedder) -> None:
    passages = {"pay": [["salary"]], "leave": [["holiday"]]}
    whole, _ = scores({"pay": 1.0}, passages, embedder.embed_words)
    assert whole["pay"] > whole["leave"]
