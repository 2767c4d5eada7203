"""Token ids of an answer -> the characters in the passages that they were copied from. Pure arithmetic on arrays.

The pointer gives, for each answer token and each source position, the log-probability of having copied one from the
other. An answer that stands somewhere as a whole is returned as that one span, the most probable one where there are
several; any other answer as the longest runs that stand somewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.models.generator import CopiedSpan
from core.models.pocket.inputs import NOWHERE, Row

LEAST_RUN = 2
"""Tokens that a run within a longer answer must have to count as copied; single words stand everywhere."""


@dataclass(frozen=True)
class Run:
    """Answer tokens `first` to `first + length`, copied from row `row` from position `at` on."""

    first: int
    length: int
    row: int
    at: int
    log_probability: float


def find_spans(answer: Sequence[int], rows: Sequence[Row], copied: NDArray[np.float32]) -> tuple[CopiedSpan, ...]:
    """`copied` (T, P, S): log-probability of copying answer token t from position s of row p."""
    spans = []
    first = 0
    while first < len(answer):
        run = _longest_run(answer, first, rows, copied)
        if run and (run.length >= LEAST_RUN or run.length == len(answer)):
            spans.append(span_at(rows, run.row, run.at, run.length, run.log_probability))
            first += run.length
        else:
            first += 1
    return tuple(spans)


def is_verbatim(answer: Sequence[int], rows: Sequence[Row], copied: NDArray[np.float32]) -> bool:
    """Whether the whole answer stands in one passage."""
    run = _longest_run(answer, 0, rows, copied)
    return run is not None and run.length == len(answer)


def _longest_run(answer: Sequence[int], first: int, rows: Sequence[Row], copied: NDArray[np.float32]) -> Run | None:
    """The longest run of answer tokens from `first` on that stands in a passage; the most probable of equals."""
    best: Run | None = None
    for number, row in enumerate(rows):
        for at in (i for i, token in enumerate(row.ids) if token == answer[first] and row.offsets[i] != NOWHERE):
            length = _same(answer[first:], row, at)
            steps = range(length)
            score = float(sum(copied[first + i, number, at + i] for i in steps))
            if best is None or (length, score) > (best.length, best.log_probability):
                best = Run(first, length, number, at, score)
    return best


def _same(answer: Sequence[int], row: Row, at: int) -> int:
    length = 0
    while (
        length < len(answer)
        and at + length < len(row.ids)
        and row.ids[at + length] == answer[length]
        and row.offsets[at + length] != NOWHERE
    ):
        length += 1
    return length


def span_at(rows: Sequence[Row], row: int, at: int, length: int, log_probability: float) -> CopiedSpan:
    """The characters of so many tokens of a row, copied with this probability in all."""
    offsets = rows[row].offsets
    return CopiedSpan(row, offsets[at][0], offsets[at + length - 1][1], float(np.exp(log_probability / length)))
