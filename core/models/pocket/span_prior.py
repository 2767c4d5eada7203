"""What a span counts beside its probability, by how well its passage and its sentence fit the question.

The model reads each passage without knowing how well it was found, and does not always see which sentence is meant.
What fits less well has to be more probable. The weights were chosen on the calibration questions.
"""

import math
from collections.abc import Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

import numpy as np

from core.models.generator import Fit
from core.models.pocket.inputs import Row, padded_length
from core.retrieval.sentences import sentence_spans, split_sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch import Tensor

    from core.models.pocket.generator import Embed

SCORE_WEIGHT = 25.0
"""A span counts e to the power of this much of its passage's score."""
RANK_POWER = 1.0
"""Where no scores are known, a span of the passage ranked r counts 1 / r to this power."""
SENTENCE_WEIGHT = 5.0
"""A span counts e to the power of this much of the cosine similarity of its first word's sentence and the question."""


def span_prior(rows: Sequence[Row], fits: Sequence[Fit] = (), texts: Sequence[str] = ()) -> "Tensor":
    """(P·S,): logarithm of what a span counts that begins at each position of the rows; 0 is what fits best.

    `fits`, `texts`: of the rows' passages, the one that was found best first.
    """
    import torch

    counts = np.repeat(_of_passages(rows, fits)[:, None], padded_length(rows), axis=1)
    best = max((max(fit.sentences) for fit in fits if fit.sentences), default=0.0)
    for count, row, fit, text in zip(counts, rows, fits, texts, strict=bool(fits)):
        if fit.sentences:
            ends = [end for _, end in sentence_spans(text)]
            places = np.searchsorted(ends[:-1], [start for start, _ in row.offsets], side="right")
            count[: len(places)] += SENTENCE_WEIGHT * (np.array(fit.sentences)[places] - best)
    return torch.from_numpy(counts.astype(np.float32).ravel())


def sentence_fits(question: str, texts: Sequence[str], embed: "Embed") -> list[Fit]:
    """How well the sentences of passages fit the question, where no search has told."""
    sentences = [split_sentences(text) for text in texts]
    asked, *vectors = embed([question, *chain.from_iterable(sentences)])
    cosines = iter([float(asked @ each) for each in vectors])
    return [Fit(None, tuple(islice(cosines, len(some)))) for some in sentences]


def _of_passages(rows: Sequence[Row], fits: Sequence[Fit]) -> "NDArray[np.float64]":
    scores = [fit.score for fit in fits if fit.score is not None]
    if len(scores) == len(rows):
        return SCORE_WEIGHT * (np.array(scores) - max(scores))
    return np.array([-RANK_POWER * math.log(rank) for rank in range(1, len(rows) + 1)])
