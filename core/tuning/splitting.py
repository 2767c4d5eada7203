"""Training pairs -> those to learn and those held out, all pairs of one passage on the same side. Pure.

Each passage is drawn by a hash of itself, so that adding or deleting a pair moves no other. It does not look at how
many are left on a side: of few passages none may be drawn.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from core.errors import UnusableInput
from core.records import TrainingPair

Item = TypeVar("Item")


@dataclass(frozen=True)
class Split:
    """Every pair is in one of both, in its order."""

    training: tuple[TrainingPair, ...]
    held_out: tuple[TrainingPair, ...]


def split_by_passage(pairs: Sequence[TrainingPair], share: float, seed: int = 0) -> Split:
    """Hold out about `share`, from 0 to less than 1, of the passages. Raises `UnusableInput` for another share.

    >>> pair = TrainingPair("Who?", "Ada", "staff.md")
    >>> split_by_passage([pair], 0.0) == Split((pair,), ())
    True
    """
    if not 0 <= share < 1:
        raise UnusableInput(f"A held-out share of {share:g}: choose one from 0 to less than 1.")
    held_out = [is_held_out(pair, share, seed) for pair in pairs]
    return Split(
        tuple(pair for pair, out in zip(pairs, held_out, strict=True) if not out),
        tuple(pair for pair, out in zip(pairs, held_out, strict=True) if out),
    )


def is_held_out(pair: TrainingPair, share: float, seed: int) -> bool:
    """Whether a pair is kept from training: what exports, RAFT sets and the page that shows the split all go by."""
    return draw(pair, seed) < share


def spread_evenly(items: Sequence[Item], most: int) -> list[Item]:
    """At most so many of the items, evenly spread over them.

    >>> spread_evenly("abcdefg", 3), spread_evenly("ab", 3)
    (['a', 'c', 'e'], ['a', 'b'])
    """
    count = min(most, len(items))
    return [items[at * len(items) // count] for at in range(count)]


def draw(pair: TrainingPair, seed: int) -> float:
    """A number from 0 to less than 1, the same for all pairs of one passage, evenly spread over passages.

    Where a pair does not tell its passage, pairs of one answer in one document are taken for the same fact.
    """
    key = pair.passage or pair.answer.casefold()
    digest = hashlib.sha256(f"{seed}\0{pair.source}\0{key}".encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48
