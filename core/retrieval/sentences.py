"""A passage -> its sentences and rows, and how near the nearest of them is to a question. Pure.

One sentence of a passage often says all that was asked, and the others blur it: the best sentence ranks passages better
than the whole does, and both together best (`tests/benchmarks/retrieval.py`).
"""

import re
from collections.abc import Mapping, Sequence
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray

HEADING_WEIGHT = 0.3
"""What the heading's vector counts beside the text's in a passage's vector."""

SENTENCE_END = re.compile(r"\n+|(?<=[.!?])\s+|(?<=[。！？])")

UNPADDED = re.compile(r"\S(?:.*\S)?", re.DOTALL)


def split_sentences(text: str) -> list[str]:
    """Sentences, and lines of their own such as table rows, in order.

    >>> split_sentences("Rain. Hail!\\nPart: X200; Price: 61")
    ['Rain.', 'Hail!', 'Part: X200; Price: 61']
    """
    return [text[start:end] for start, end in sentence_spans(text)]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where each of these stands in the text.

    >>> sentence_spans("Rain. Hail!\\n\\n Part: X200")
    [(0, 5), (6, 11), (14, 24)]
    """
    ends = [0, *(each.end() for each in SENTENCE_END.finditer(text)), len(text)]
    found = (UNPADDED.search(text, start, end) for start, end in pairwise(ends))
    return [each.span() for each in found if each]


def passage_vector(
    sentences: Sequence[str], vectors: NDArray[np.float32], heading: NDArray[np.float32]
) -> NDArray[np.float32]:
    """One vector of length 1 from those of the sentences (n, dimensions), by their lengths, and of the heading."""
    lengths = np.array([len(sentence) for sentence in sentences], dtype=np.float32)
    whole = _unit(lengths @ vectors) + HEADING_WEIGHT * heading
    return _unit(whole)


def sentence_cosines(
    question: NDArray[np.float32], passages: Mapping[str, NDArray[np.floating]]
) -> dict[str, tuple[float, ...]]:
    """Cosine similarity of a question and each sentence of passages, given as (n, dimensions) by key.

    All vectors have length 1.
    """
    if not passages:
        return {}
    cosines = iter((np.concatenate(list(passages.values())).astype(np.float32) @ question).tolist())
    return {key: tuple(islice(cosines, len(sentences))) for key, sentences in passages.items()}


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return unit
