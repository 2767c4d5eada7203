"""A passage -> its sentences and rows, and how near the nearest of them is to a question. Pure.

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


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return unit
