"""Several scores of each passage -> one, their weighted mean. Pure.

All are cosine similarities or shares, so that they can be added as they are. By how much a passage is better counts,
which ranks do not tell.
"""

from collections.abc import Mapping

WEIGHTS = {"dense": 1.0, "sentence": 2.0, "words": 1.0, "sentence_words": 1.0}
"""What each score counts: fitted by `tests/benchmarks/retrieval_weights.py`, and rounded."""


def fuse_scores(scores: Mapping[str, Mapping[str, float]]) -> list[tuple[str, float]]:
    """Keys of all passages with their fused score, best first, equals by first appearance.

    `scores`: of passages by key, for each name in `WEIGHTS`. A passage that lacks a score has the lowest of the others.

    >>> same = {"a": 0.5, "b": 0.5}
    >>> scores = {"dense": {"a": 0.25}, "sentence": {"a": 0.5, "b": 0.75}, "words": same, "sentence_words": same}
    >>> [(key, round(score, 2)) for key, score in fuse_scores(scores)]
    [('b', 0.55), ('a', 0.45)]
    """
    fused = dict.fromkeys((key for given in scores.values() for key in given), 0.0)
    for name, given in scores.items():
        share, lowest = WEIGHTS[name] / sum(WEIGHTS.values()), min(given.values(), default=0.0)
        for key in fused:
            fused[key] += share * given.get(key, lowest)
    return sorted(fused.items(), key=lambda item: -item[1])
