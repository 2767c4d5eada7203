"""From the best passage to one of another document that says the rest of the question. Pure.

"What is the extension of whoever keeps the lost property?" takes two: one names the keeper, the other has the extension
of a person of that name. The second shares little with the question, but a name with the first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.retrieval.wording import Sentence, Wording

WEIGHT = 1.0
"""What a hop counts beside the mean of all other scores. Chosen by `tests/benchmarks/second_hop.py`."""
NAMES_TO_BE_SURE = 2
"""So many words that stand in these two passages only link them for certain."""


@dataclass(frozen=True)
class Linking:
    """The best passage. `said` (sentences, words asked): as in `Wording`. `worth`: its words that were not asked, with
    how surely each links it to a sentence where it is a name."""

    sentences: Sequence[Sentence]
    said: NDArray[np.float32]
    worth: Mapping[str, float]

    def hop(self, sentence: Sentence, said: NDArray[np.float32]) -> float:
        """What a sentence that says `said` of the words asked adds, with the sentence here that shares its names."""
        names = sentence.names & self.worth.keys()
        if not names:
            return 0.0
        links = [min(1.0, sum(self.worth[name] for name in names.intersection(each.words))) for each in self.sentences]
        adds = np.maximum(self.said, said).sum(1) - self.said.sum(1).max()
        return max(0.0, float((adds * links).max()))


def hop_scores(wording: Wording, best: Linking, passages: Mapping[str, Sequence[Sentence]]) -> dict[str, float]:
    """What share of the question's words a sentence of each passage and one of the best passage say together beyond
    what one of the best passage says alone, as far as names link the two; 0 to 1, by key.

    `passages`: the sentences of those that may be hopped to.
    """
    hops = np.zeros(len(wording.said), dtype=np.float32)
    for key, start in wording.starts.items():
        for at, sentence in enumerate(passages.get(key, ()), start):
            hops[at] = best.hop(sentence, wording.said[at])
    return wording.best(hops)
