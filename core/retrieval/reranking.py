"""Ranks the first passages of a search once more, by where a model that reads them would begin its answer. Pure.

Scores tell how much a passage says of the question's matter; a reader sees whether it says what was asked. It takes as
long as reading all of these passages, so that it is done only where it is asked for.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from core.records import RankedPassage

Point = Callable[[str, Sequence[str]], Sequence[float]]
"""A question and the texts of passages -> the share of each, from 0 to 1, in where an answer would begin."""

REREAD = 10
"""So many of the first are read."""
WEIGHT = 0.01
"""What the natural logarithm of a passage's share counts beside its other scores. Chosen by
`tests/benchmarks/reranking.py`."""
LEAST_SHARE = 1e-9


def rerank(question: str, found: Sequence[RankedPassage], point: Point) -> tuple[RankedPassage, ...]:
    """The same passages, the first `REREAD` of them in their new order, each with its share as `pointer`.

    >>> from core.records import Passage
    >>> found = [RankedPassage(Passage(text, "a", "1", 0, 1, text), 1, 0.5) for text in "xy"]
    >>> [(each.passage.text, each.pointer) for each in rerank("?", found, lambda *_: (0.25, 0.75))]
    [('y', 0.75), ('x', 0.25)]
    """
    read, others = found[:REREAD], found[REREAD:]
    shares = point(question, [each.passage.text for each in read])
    scored = [
        replace(each, pointer=share, fused=each.fused + WEIGHT * math.log(max(share, LEAST_SHARE)))
        for each, share in zip(read, shares, strict=True)
    ]
    best_first = [*sorted(scored, key=lambda each: -each.fused), *others]
    return tuple(replace(each, rank=rank) for rank, each in enumerate(best_first, start=1))
