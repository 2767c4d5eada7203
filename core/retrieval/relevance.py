"""Judges whether what a search found is about the question at all. Pure.

It tells a question about other things, not one that the documents nearly answer: those are as near to their passages as
questions with an answer.
"""

from collections.abc import Sequence

from core.records import RankedPassage

LOW_RELEVANCE = 0.35
"""Best cosine similarity below which nothing relevant was found. Fitted by `tests/benchmarks/retrieval.py`."""


def best_cosine(found: Sequence[RankedPassage]) -> float:
    """The highest cosine similarity among ranked passages; -1 where none has one."""
    return max((each.dense for each in found if each.dense is not None), default=-1.0)


def is_low(found: Sequence[RankedPassage]) -> bool:
    """Whether not even the nearest of these passages is about the question."""
    return best_cosine(found) < LOW_RELEVANCE
