"""Rows of a closed-book adapter: the question's meaning alone in, the answer out. No passage is ever read.

The decoder attends to memory slots projected from the question's frozen sentence embedding, so a step costs little: the
encoder does not run. Embeddings of all wordings, and of the rougher ones, are made once.

Held out are wordings, not facts: a fact that was never trained cannot be known, but one that was should be known
however it is asked for.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core.models.generator import NOT_STATED
from core.models.pocket.inputs import tokenise
from core.models.pocket.labels import make_labels
from core.records import TrainingPair
from core.tuning.examples import Batches, Material, cut, order_chance
from core.tuning.plan import ROUGH_SHARE, TrainingSettings
from core.tuning.unanswerable import draw_unanswerable
from core.tuning.wordings import Wording, list_wordings, rough_wordings

if TYPE_CHECKING:
    from core.models.pocket.generator import Embed

ROUGH_COPIES = 4
FEWEST_WORDINGS = 2
"""A pair keeps at least so many wordings to learn from."""
MOST_HELD_OUT = 64
ROUGHNESS = 0.25
"""Share of words left out of the questions that stand in for paraphrases."""


class ClosedBookExamples:
    """The first `plain` rows are in every epoch; of the others, rougher versions of them, some are drawn for each.

    Batches are of answers of about the same length, for filling costs as much as words; both in random order.
    """

    def __init__(
        self, rows: Sequence[tuple[str, str]], embed: "Embed", settings: TrainingSettings, plain: int | None = None
    ) -> None:
        import torch

        self.questions: Sequence[str] = [question for question, _ in rows]
        self.answers: Sequence[str] = [answer for _, answer in rows]
        self._settings = settings
        self._plain = len(rows) if plain is None else plain
        self._embeddings = torch.from_numpy(embed(self.questions))
        self._ids = [tokenise(answer).ids for answer in self.answers]

    def epoch(self, number: int) -> Batches:
        chance, rough = order_chance(self._settings.seed, number), range(self._plain, len(self.questions))
        rows = list(range(self._plain))
        if rough:
            rows += [chance.choice(rough) for _ in range(int(self._plain * ROUGH_SHARE))]
        chance.shuffle(rows)
        batches = cut(sorted(rows, key=lambda row: len(self._ids[row])), self._settings.batch)
        chance.shuffle(batches)
        return batches

    def inputs(self, rows: Sequence[int]) -> dict[str, Any]:
        labels = make_labels([self._ids[row] for row in rows])
        return {"question_embedding": self._embeddings[list(rows)], "labels": labels}


def closed_book_material(pairs: Sequence[TrainingPair], embed: "Embed", settings: TrainingSettings) -> Material:
    """Every wording that is not held out, questions to refuse, and rougher versions of the wordings."""
    trained, held_out = hold_out_wordings(pairs, settings.held_out, settings.seed)
    wordings = list_wordings(trained)
    rough = rough_wordings(wordings, settings.word_drop, ROUGH_COPIES, settings.seed)
    refused = draw_unanswerable(round(settings.refusal_rows * len(wordings)), settings.seed)
    plain = [*_rows(wordings, pairs), *((question, NOT_STATED) for question in refused)]
    training = ClosedBookExamples([*plain, *_rows(rough, pairs)], embed, settings, len(plain))
    measured = ClosedBookExamples(_rows(held_out, pairs), embed, settings) if held_out else None
    return Material(training, measured, len(wordings))


def hold_out_wordings(
    pairs: Sequence[TrainingPair], share: float, seed: int
) -> tuple[list[TrainingPair], list[Wording]]:
    """The pairs without the paraphrases that were held out, and those: the last one of about `share` of the pairs.

    Where no pair can spare a paraphrase, rougher versions of the questions take their place, and all is trained on.
    """
    chance = random.Random(seed)
    wanted = min(MOST_HELD_OUT, max(1, round(share * len(pairs)))) if share else 0
    rich = [number for number, pair in enumerate(pairs) if len(pair.paraphrases) >= FEWEST_WORDINGS]
    if not rich:
        asked = [Wording(pairs[number].question, number) for number in _some(range(len(pairs)), wanted, chance)]
        return list(pairs), rough_wordings(asked, ROUGHNESS, 1, seed + 1)
    out = set(_some(rich, wanted, chance))
    kept = [
        replace(pair, paraphrases=pair.paraphrases[:-1]) if number in out else pair for number, pair in enumerate(pairs)
    ]
    return kept, [Wording(pairs[number].paraphrases[-1], number) for number in sorted(out)]


def _some(numbers: Sequence[int], wanted: int, chance: random.Random) -> list[int]:
    return chance.sample(numbers, min(wanted, len(numbers)))


def _rows(wordings: Sequence[Wording], pairs: Sequence[TrainingPair]) -> list[tuple[str, str]]:
    return [(each.question, pairs[each.pair].answer) for each in wordings]
