"""A question -> the training pairs of an adapter that come nearest to it: the nearest of what the model has seen."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from core.tuning.lineage import PAIRS_FILE, saved_at
from core.tuning.pairs import read_pairs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHOWN = 3


@dataclass(frozen=True)
class NearPair:
    """A trained wording, its answer, and its cosine similarity to the question asked, -1 to 1."""

    question: str
    answer: str
    similarity: float


@dataclass(frozen=True)
class TrainedPairs:
    """Every wording that an adapter was trained on, with its answer. `vectors`: (n, 384), each of length 1."""

    wordings: tuple[str, ...]
    answers: tuple[str, ...]
    vectors: "NDArray[np.float32]"

    def nearest(self, question: "NDArray[np.float32]", count: int = SHOWN) -> tuple[NearPair, ...]:
        """The nearest wordings to a question's vector (384,), one for each answer, the nearest first."""
        if not self.wordings:
            return ()
        similarities = self.vectors @ question
        found: dict[str, NearPair] = {}
        for at in similarities.argsort()[::-1]:
            near = NearPair(self.wordings[at], self.answers[at], float(similarities[at]))
            found.setdefault(near.answer, near)
            if len(found) == count:
                break
        return tuple(found.values())


def nearest_pairs(adapter: Path, question: str) -> tuple[NearPair, ...]:
    """The trained pairs nearest to a question; worked out once while the adapter stays as it is."""
    return _nearest_pairs(adapter, saved_at(adapter), question)


@lru_cache(maxsize=256)
def _nearest_pairs(adapter: Path, saved: int, question: str) -> tuple[NearPair, ...]:
    from core.retrieval.embedding import shared_embedder

    return _trained_pairs(adapter, saved).nearest(shared_embedder().embed([question])[0])


def trained_pairs(adapter: Path) -> TrainedPairs:
    """What the adapter in this folder was trained on; embedded once while it stays as it is."""
    return _trained_pairs(adapter, saved_at(adapter))


@lru_cache(maxsize=8)
def _trained_pairs(adapter: Path, _saved: int) -> TrainedPairs:
    from core.retrieval.embedding import shared_embedder

    pairs = read_pairs(adapter / PAIRS_FILE)
    rows = [(wording, pair.answer) for pair in pairs for wording in (pair.question, *pair.paraphrases)]
    wordings = tuple(wording for wording, _ in rows)
    return TrainedPairs(wordings, tuple(answer for _, answer in rows), shared_embedder().embed(wordings))
