"""What should the reader's pointer count in a re-ranking? `python -m tests.benchmarks.reranking`, from the root.

Asked are the questions of the six collections of `second_hop` and the wordings of the sample's training pairs, every
third: none of them is a question of the sample. For each depth and weight tried: how often a passage of the right
document that holds an accepted answer is among the first 5 and the first 3, and MRR at 10; a weight of 0 is no
re-ranking. Then the seconds of a re-ranking. JSON lines; it takes some ten minutes.
"""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

from core.models.pocket.pointing import open_pointer
from core.records import EvaluationQuestion, RankedPassage
from core.retrieval import reranking
from core.retrieval.index import Index
from tests.benchmarks.retrieval import CANDIDATES, HIT_AT, first_hit, hit_rate, mean_reciprocal, say
from tests.benchmarks.second_hop import ONE, READ_AT, TWO, collections_indexed, sample_indexed

TRIED = ((10, 0.0), (10, 0.005), (10, 0.01), (10, 0.02), (10, 0.04), (5, 0.01))
EVERY = 3


@dataclass(frozen=True)
class Reread:
    """What was found for a question, the share of each passage that was read, and the seconds of reading them."""

    question: EvaluationQuestion
    found: tuple[RankedPassage, ...]
    shares: dict[str, float]
    seconds: float


def main() -> None:
    with collections_indexed() as (six, questions), sample_indexed() as (sample, trained):
        sets = {kind: reread(six.index(), [each for each in questions if kind in each.tags]) for kind in (ONE, TWO)}
        sets["training pairs"] = reread(sample.index(), trained[::EVERY])
    for reranking.REREAD, reranking.WEIGHT in TRIED:
        for name, some in sets.items():
            measure(name, some)
    say(seconds=statistics.median(each.seconds for some in sets.values() for each in some))


def reread(index: Index, questions: Sequence[EvaluationQuestion]) -> list[Reread]:
    return [_reread(index, each) for each in questions]


def _reread(index: Index, question: EvaluationQuestion) -> Reread:
    found = index.search(question.question, CANDIDATES, CANDIDATES)
    texts, began = [each.passage.text for each in found[: reranking.REREAD]], time.perf_counter()
    shares = open_pointer()(question.question, texts)
    return Reread(question, found, dict(zip(texts, shares, strict=True)), time.perf_counter() - began)


def measure(name: str, some: Sequence[Reread]) -> None:
    ranks = [first_hit(_again(each), each.question) for each in some]
    shares = {f"hit_rate_at_{n}": hit_rate(ranks, n) for n in (HIT_AT, READ_AT)}
    tried = {"read": reranking.REREAD, "weight": reranking.WEIGHT}
    say(questions=name, count=len(ranks), **tried, **shares, mrr_at_10=mean_reciprocal(ranks))


def _again(each: Reread) -> Sequence[RankedPassage]:
    def point(_: str, texts: Sequence[str]) -> list[float]:
        """Of fewer texts the shares are those that they would have had alone, all but for a constant."""
        return [each.shares[text] for text in texts]

    return reranking.rerank(each.question.question, each.found, point)


if __name__ == "__main__":
    main()
