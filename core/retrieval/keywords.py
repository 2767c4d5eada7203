"""Texts + question -> the texts that share its rarer words: BM25, by bm25s, in memory.

Words are lower-cased, lose English stop words and a plural s. Codes such as `E-17` count whole and in parts; a Chinese
or Japanese character counts as a word. It knows no synonyms and no other endings.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray

CJK = "\u3040-\u30ff\u3400-\u9fff"
WORD = re.compile(rf"[{CJK}]|[^\W{CJK}]+(?:[-./:][^\W{CJK}]+)*")

JOINTS = re.compile(r"[-./:]")

LUCENE_STOP_WORDS = (
    "a an and are as at be but by for if in into is it no not of on or such that the their then there these they this "
    "to was will with"
)
QUESTION_WORDS = (
    "am can could did do does had has have how i me my should us we were what when where which who whom whose why "
    "would you your"
)
STOP_WORDS = frozenset(f"{LUCENE_STOP_WORDS} {QUESTION_WORDS}".split())

WORDS_REMEMBERED = 50_000
CODE_WORTH = 1.5
"""What a word with a digit is worth beside another of its rarity: it means that very thing. Chosen by
`tests/benchmarks/retrieval_weights.py`."""


def words(text: str) -> list[str]:
    """The words that count, in order.

    >>> words("What does error E-17 mean for the batteries?")
    ['error', 'e-17', 'e', '17', 'mean', 'battery']
    """
    return [form for word in WORD.findall(text.lower()) for form in word_forms(word)]


def is_code(word: str) -> bool:
    """Whether a word has a digit: a number, a model, an error code. No other word is near it in meaning."""
    return any(map(str.isdigit, word))


@lru_cache(maxsize=WORDS_REMEMBERED)
def word_forms(word: str) -> tuple[str, ...]:
    """What counts of a lower-case word: nothing, itself in the singular, or a code and its parts."""
    parts = [] if word.isalnum() else [part for part in JOINTS.split(word) if part != word]
    return tuple(_singular(each) for each in (word, *parts) if each not in STOP_WORDS)


def _singular(word: str) -> str:
    """The S-stemmer (Harman 1991): -ies -> -y, -es -> -e, -s off, with its exceptions."""
    if word.endswith("ies") and not word.endswith(("eies", "aies")) and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("es") and not word.endswith(("aes", "ees", "oes")) and len(word) > 3:
        return word[:-1]
    if word.endswith("s") and not word.endswith(("us", "ss")) and len(word) > 3:
        return word[:-1]
    return word


class KeywordIndex:
    """BM25 (k1 1.5, b 0.75, Lucene's variant) over texts that do not change."""

    def __init__(self, ids: Sequence[str], texts: Sequence[str]) -> None:
        import bm25s

        self._ids = tuple(ids)
        self._bm25 = bm25s.BM25(k1=1.5, b=0.75, method="lucene")
        tokens = [words(text) for text in texts]
        self._holding = Counter(word for text in tokens for word in set(text))
        if self._holding:
            self._bm25.index(tokens, show_progress=False)

    def worth(self, words_: Iterable[str]) -> dict[str, float]:
        """Inverse document frequency of words (Lucene's: above 0), the highest for one that no text holds; of codes
        `CODE_WORTH` times that."""
        count = len(self._ids)
        held = {word: self._holding[word] for word in words_}
        rarity = {word: _worth(holding, count) for word, holding in held.items()}
        return {word: CODE_WORTH * each if is_code(word) else each for word, each in rarity.items()}

    def worth_of_a_link(self) -> float:
        """What a word is worth that stands in two of the texts only."""
        return _worth(2, max(2, len(self._ids)))

    def search(self, question: str, k: int, allowed: Collection[str] | None = None) -> list[tuple[str, float]]:
        """The k texts of the highest score as (id, score above 0), highest first; of equals the earlier.

        `allowed` limits the search to these ids; what a word is worth still comes from all texts.
        """
        return self.search_words(words(question), k, allowed)

    def search_words(
        self, asked: Iterable[str], k: int, allowed: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """As `search`, for words as `words` gives them."""
        known = [word for word in dict.fromkeys(asked) if word in self._holding]
        if not known:
            return []
        scores = self._bm25.get_scores(known)
        if allowed is not None:
            scores = np.where([id_ in allowed for id_ in self._ids], scores, 0)
        return [(self._ids[at], float(scores[at])) for at in _highest(scores, k)]


def _worth(holding: int, count: int) -> float:
    return log(1 + (count - holding + 0.5) / (holding + 0.5))


def _highest(scores: NDArray[np.floating], k: int) -> NDArray[np.intp]:
    """Where the k highest scores above 0 are, highest first; of equals the earlier. Only these are sorted."""
    least = np.partition(scores, -k)[-k] if k < len(scores) else 0
    found = np.flatnonzero((scores > 0) & (scores >= least))
    order: NDArray[np.intp] = found[np.argsort(-scores[found], kind="stable")][:k]
    return order
