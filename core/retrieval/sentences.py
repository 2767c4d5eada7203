"""A passage -> its sentences and rows, and how well the best of them fits a question. Pure.

One sentence of a passage often says all that was asked, and the others blur it: the best sentence ranks passages better
than the whole does, and both together best (`tests/benchmarks/retrieval.py`).
"""

import re
from collections.abc import Mapping, Sequence

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


def nearest_cosine(question: NDArray[np.float32], sentences: NDArray[np.floating]) -> float:
    """Cosine similarity of a question and the nearest of the sentences (n, dimensions); all of length 1."""
    return float((sentences.astype(np.float32) @ question).max())


def best_word_score(sentences: Sequence[Sequence[str]], worth: Mapping[str, float]) -> float:
    """BM25 of the sentence, given as words, that shares most with the words asked.

    `worth`: the words asked, with their inverse document frequencies. Lengths count against these sentences' mean.

    >>> round(best_word_score([["rain", "falls"], ["hail", "falls"]], {"rain": 2.0}), 2)
    0.8
    """
    usual = sum(map(len, sentences)) / max(len(sentences), 1)
    return max((_word_score(sentence, worth, usual) for sentence in sentences), default=0.0)


def _word_score(sentence: Sequence[str], worth: Mapping[str, float], usual: float) -> float:
    shared = worth.keys() & set(sentence)
    damping = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * len(sentence) / max(usual, 1))
    counts = ((worth[word], sentence.count(word)) for word in shared)
    return sum(value * count / (count + damping) for value, count in counts)


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return unit
