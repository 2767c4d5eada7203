"""Several rankings -> one, by reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009). Pure.

It looks at ranks alone, so that scores of different scales need no weighing against each other.
"""

from collections.abc import Sequence

K = 5
"""How little the first ranks stand out. The paper's 60 lets a passage that is middling in all rankings pass one that is
first in some; 5 was chosen on the sample's training questions and measured on others: `tests/benchmarks/retrieval.py`.
"""


def fuse_ranks(
    rankings: Sequence[Sequence[str]], weights: Sequence[float] | None = None, k: int = K
) -> list[tuple[str, float]]:
    """Ids with the sum of weight / (k + rank) over the rankings that hold them, best first, equals by first appearance.

    `weights`: what each ranking counts; all the same unless given.

    >>> [(name, round(score, 4)) for name, score in fuse_ranks([["a", "b"], ["b", "c"]])]
    [('b', 0.3095), ('a', 0.1667), ('c', 0.1429)]
    """
    fused: dict[str, float] = {}
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for rank, name in enumerate(ranking, start=1):
            fused[name] = fused.get(name, 0.0) + weight / (k + rank)
    return sorted(fused.items(), key=lambda item: -item[1])
