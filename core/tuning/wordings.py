"""Training pairs -> the wordings that an adapter learns from: questions, paraphrases and rougher versions of both."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from core.records import TrainingPair


@dataclass(frozen=True)
class Wording:
    """One way to ask; `pair` is the position of its training pair."""

    question: str
    pair: int


def list_wordings(pairs: Sequence[TrainingPair]) -> list[Wording]:
    """Every question and paraphrase."""
    return [
        Wording(question, number)
        for number, pair in enumerate(pairs)
        for question in (pair.question, *pair.paraphrases)
    ]


def roughen(question: str, word_drop: float, chance: random.Random) -> str:
    """The question with some words left out and, half of the time, the others shuffled.

    >>> roughen("How long is the probation period?", 0.25, random.Random(3))
    'the long is probation'
    """
    words = [word for word in question.split() if chance.random() >= word_drop] or question.split()
    if chance.random() < 0.5:
        chance.shuffle(words)
    return " ".join(words)


def rough_wordings(wordings: Sequence[Wording], word_drop: float, copies: int, seed: int) -> list[Wording]:
    """`copies` rougher versions of each wording; none where no word may be dropped."""
    if word_drop == 0:
        return []
    chance = random.Random(seed)
    return [Wording(roughen(each.question, word_drop, chance), each.pair) for each in wordings for _ in range(copies)]
