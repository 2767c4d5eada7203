"""BM25 against its formula by hand, and questions that share no word with anything."""

import doctest
from collections import Counter
from math import log

import pytest

from core.retrieval import keywords
from core.retrieval.keywords import CODE_WORTH, KeywordIndex, words

TEXTS = [
    "The red light means error E-17. Call the workshop.",
    "The green light means that the station works.",
    "Batteries: change every battery at once.",
    "Error E-71 has nothing to do with E17. Errors, errors.",
]
INDEX = KeywordIndex(list("abcd"), TEXTS)


def bm25_by_hand(question: str, k1: float = 1.5, b: float = 0.75) -> list[float]:
    """Robertson's BM25 with Lucene's idf, without bm25s: sum of idf * tf / (tf + k1 (1 - b + b length / mean))."""
    texts = [words(text) for text in TEXTS]
    mean = sum(map(len, texts)) / len(texts)
    scores = [0.0] * len(texts)
    for word in set(words(question)):
        holding = sum(word in text for text in texts)
        idf = log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
        for at, text in enumerate(texts):
            count = Counter(text)[word]
            scores[at] += idf * count / (count + k1 * (1 - b + b * len(text) / mean))
    return scores


def test_the_example_in_the_docstring_holds() -> None:
    assert doctest.testmod(keywords).failed == 0


@pytest.mark.parametrize("question", ["light", "What does error E-17 mean?", "green error light", "change batteries"])
def test_scores_are_those_of_the_formula(question: str) -> None:
    by_hand = dict(zip("abcd", bm25_by_hand(question), strict=True))
    expected = sorted((item for item in by_hand.items() if item[1] > 0), key=lambda item: -item[1])
    assert INDEX.search(question, 10) == [(name, pytest.approx(score, rel=1e-4)) for name, score in expected]


def test_a_code_finds_the_passage_that_has_it() -> None:
    assert INDEX.search("E-17", 1)[0][0] == "a"
    assert INDEX.search("e-71?", 1)[0][0] == "d"
    assert INDEX.search("E17", 1)[0][0] == "d"


def test_a_code_is_worth_more_than_another_word_of_its_rarity() -> None:
    worth = KeywordIndex(["1", "2"], ["Error E33 comes of frost.", "The display shows it."]).worth(["e33", "frost"])
    assert worth["e33"] == pytest.approx(CODE_WORTH * worth["frost"])
    assert CODE_WORTH > 1


def test_singular_and_plural_meet() -> None:
    assert [name for name, _ in INDEX.search("BATTERY", 5)] == ["c"]


def test_only_k_and_only_texts_that_share_a_word_come_back() -> None:
    assert len(INDEX.search("light error", 2)) == 2
    assert {name for name, _ in INDEX.search("light", 10)} == {"a", "b"}


@pytest.mark.parametrize("question", ["what is the", "", "?!", "电池", "Ωmega", "zebra"])
def test_questions_that_share_no_word_find_nothing(question: str) -> None:
    assert INDEX.search(question, 5) == []


@pytest.mark.parametrize("texts", [[], ["the and of"], ["", "…"]])
def test_texts_without_words_can_be_indexed(texts: list[str]) -> None:
    assert KeywordIndex([str(at) for at in range(len(texts))], texts).search("the light", 5) == []


def test_chinese_questions_find_chinese_texts() -> None:
    index = KeywordIndex(["a", "b"], ["更换电池。", "清洁雨量计。"])
    assert [name for name, _ in index.search("怎么换电池?", 5)] == ["a"]
