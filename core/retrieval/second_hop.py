"""From the best passage to one of another document that says the rest of the question. Pure.

"What is the extension of whoever keeps the lost property?" takes two: one names the keeper, the other has the extension
of a person of that name. The second shares hardly a word with the question, but the rest of the question and a name with
the first.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from core.retrieval.wording import Sentence, Wording

WEIGHT = 1.0
"""What a hop counts beside the mean of all other scores. Chosen by `tests/benchmarks/second_hop.py`."""
NAMES_TO_BE_SURE = 3
"""So many words that stand in these two passages only link them for certain."""


def hop_scores(
    wording: Wording, best: NDArray[np.float32], passages: Mapping[str, Sequence[Sentence]], links: Mapping[str, float]
) -> dict[str, float]:
    """What share of the question's words a sentence of each passage adds to the best passage, as far as it is linked
    to that; 0 to 1, by key.

    `best` (words asked): what the best passage says of each. `passages`: the sentences of those of other documents.
    `links`: the words of the best passage with how surely each links, where it stands as a name.
    """
    adds = np.maximum(wording.said, best).sum(1) - best.sum()
    linked = np.zeros(len(adds), dtype=np.float32)
    for key, start in wording.starts.items():
        for at, sentence in enumerate(passages.get(key, ()), start):
            linked[at] = min(1.0, sum(links[name] for name in sentence.names if name in links))
    return wording.best(adds * linked)
