"""From the best passage to one of another document that says the rest of the question. Pure.

"What is the extension of whoever keeps the lost property?" takes two: one names the keeper, the other has the extension
of a person of that name. The second shares little with the question, but a name with the first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

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

    @cached_property
    def _words(self) -> list[frozenset[str]]:
        return [frozenset(self.worth.keys() & each.words) for each in self.sentences]

    def links(self, sentence: Sentence) -> list[float]:
        """How surely the names of a sentence link it to each sentence here; nothing where none does."""
        names = [name for name in sentence.names if name in self.worth]
        links = [min(1.0, sum(self.worth[name] for name in names if name in words)) for words in self._words]
        return links if any(links) else []


def hop_scores(wording: Wording, best: Linking, passages: Mapping[str, Sequence[Sentence]]) -> dict[str, float]:
    """What share of the question's words a sentence of each passage and one of the best passage say together beyond
    what one of the best passage says alone, as far as names link the two; 0 to 1, by key.

    `passages`: the sentences of those that may be hopped to.
    """
    linked = {
        at: links
        for key, start in wording.starts.items()
        for at, sentence in enumerate(passages.get(key, ()), start)
        if (links := best.links(sentence))
    }
    hops = np.zeros(len(wording.said), dtype=np.float32)
    if linked:
        said = np.maximum(best.said, wording.said[list(linked), None]).sum(2)
        adds = np.maximum(said - best.said.sum(1).max(), 0)
        hops[list(linked)] = (adds * np.array(list(linked.values()), dtype=np.float32)).max(1)
    return wording.best(hops)
