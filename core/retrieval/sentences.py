"""A passage -> its sentences and rows, and how well the best of them fits a question. Pure.

One sentence of a passage often says all that was asked, and the others blur it: the best sentence ranks passages better
than the whole does, and both together best (`tests/benchmarks/retrieval.py`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

HEADING_WEIGHT = 0.3
"""What the heading's vector counts beside the text's in a passage's vector."""

SENTENCE_END = re.compile(r"\n+|(?<=[.!?])\s+|(?<=[。！？])")
SATURATION, LENGTH_SHARE = 1.5, 0.75
"""k1 and b of BM25."""


def split_sentences(text: str) -> list[str]:
    """Sentences, and lines of their own such as table rows, in order.

    >>> split_sentences("Rain. Hail!\\nPart: X200; Price: 61")
    ['Rain.', 'Hail!', 'Part: X200; Price: 61']
    """
    return [sentence for part in SENTENCE_END.split(text) if (sentence := part.strip())]


def passage_vector(
    sentences: Sequence[str], vectors: NDArray[np.float32], heading: NDArray[np.float32]
) -> NDArray[np.float32]:
    """One vector of length 1 from those of the sentences (n, dimensions), by their lengths, and of the heading."""
    lengths = np.array([len(sentence) for sentence in sentences], dtype=np.float32)
    whole = _unit(lengths @ vectors) + HEADING_WEIGHT * heading
    return _unit(whole)


def nearest_cosines(question: NDArray[np.float32], passages: Mapping[str, NDArray[np.floating]]) -> dict[str, float]:
    """Cosine similarity of a question and the nearest sentence of each passage, given as (n, dimensions) by key.

    All vectors have length 1.
    """
    if not passages:
        return {}
    cosines = np.concatenate(list(passages.values())).astype(np.float32) @ question
    starts = np.cumsum([0, *(len(sentences) for sentences in passages.values())][:-1])
    return dict(zip(passages, np.maximum.reduceat(cosines, starts).tolist(), strict=True))


@dataclass(frozen=True)
class CountedWords:
    """The words of each sentence of a passage with how often they stand there, and how many words each has."""

    counts: tuple[Mapping[str, int], ...]
    lengths: tuple[int, ...]


def count_words(sentences: Sequence[Sequence[str]]) -> CountedWords:
    """Sentences, each given as its words, ready for `best_word_score`."""
    return CountedWords(tuple(map(_counts, sentences)), tuple(map(len, sentences)))


def _counts(words: Sequence[str]) -> dict[str, int]:
    """As `Counter`, which takes thrice as long for the few words of a sentence."""
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts


def best_word_score(sentences: CountedWords, worth: Mapping[str, float]) -> float:
    """BM25 of the sentence that shares most with the words asked; 0 where none shares any.

    `worth`: the words asked, with their inverse document frequencies. Lengths count against these sentences' mean.

    >>> round(best_word_score(count_words([["rain", "falls"], ["hail", "falls"]]), {"rain": 2.0}), 2)
    0.8
    """
    usual = max(sum(sentences.lengths) / max(len(sentences.lengths), 1), 1)
    scores = map(_word_score, sentences.counts, sentences.lengths, repeat(usual), repeat(worth))
    return max(scores, default=0.0)


def _word_score(counts: Mapping[str, int], length: int, usual: float, worth: Mapping[str, float]) -> float:
    """A plain loop: it runs for some hundred sentences at every search."""
    damping = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length / usual)
    score = 0.0
    for word, value in worth.items():
        if count := counts.get(word):
            score += value * count / (count + damping)
    return score


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return unit
