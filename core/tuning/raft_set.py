"""Training pairs + retrieval -> RAFT rows: each wording with its oracle passage, or without it, among distractors.

Source: Zhang et al. 2024, "RAFT: Adapting Language Model to Domain Specific RAG" (arXiv:2403.10131). The set is a file
of its own, so that it can be looked at and changed before it is trained on.
"""

import json
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from core.errors import UnusableInput
from core.records import Passage, RankedPassage, TrainingPair
from core.tuning.plan import TrainingSettings
from core.tuning.wordings import list_wordings

Search = Callable[[str, int], Sequence[RankedPassage]]
CANDIDATES = 8


@dataclass(frozen=True)
class RaftRow:
    """`passages` in the order in which they are given; `oracle` is the place of the right one, None if left out."""

    question: str
    answer: str
    passages: tuple[str, ...]
    oracle: int | None


def build_raft_set(
    pairs: Sequence[TrainingPair], search: Search, settings: TrainingSettings
) -> tuple[list[RaftRow], list[TrainingPair]]:
    """Rows, one for each wording, and the pairs left out because retrieval did not find their answer.

    `search(question, k)` ranks passages as the RAG arm does.
    """
    chance = random.Random(settings.seed)
    found = [search(pair.question, CANDIDATES) for pair in pairs]
    oracles = [_oracle(pair, ranked) for pair, ranked in zip(pairs, found, strict=True)]
    rows = []
    for wording in list_wordings(pairs):
        pair, oracle = pairs[wording.pair], oracles[wording.pair]
        if oracle is None:
            continue
        wrong = [each.passage.text for each in found[wording.pair] if not _holds(each.passage, pair)]
        rows.append(_row(wording.question, pair.answer, oracle, wrong[: settings.distractors], settings, chance))
    return rows, [pair for pair, oracle in zip(pairs, oracles, strict=True) if oracle is None]


def _row(
    question: str, answer: str, oracle: str, wrong: list[str], settings: TrainingSettings, chance: random.Random
) -> RaftRow:
    if wrong and chance.random() < settings.without_oracle:
        chance.shuffle(wrong)
        return RaftRow(question, answer, tuple(wrong), None)
    place = chance.randint(0, len(wrong))
    return RaftRow(question, answer, (*wrong[:place], oracle, *wrong[place:]), place)


def _oracle(pair: TrainingPair, ranked: Iterable[RankedPassage]) -> str | None:
    """The best ranked passage that holds the answer, of the pair's own document where it names one."""
    holding = [each.passage for each in ranked if _holds(each.passage, pair)]
    own = [passage for passage in holding if not pair.source or passage.document == pair.source]
    return own[0].text if own else None


def _holds(passage: Passage, pair: TrainingPair) -> bool:
    return " ".join(pair.answer.lower().split()) in " ".join(passage.text.lower().split())


def write_raft_set(rows: Iterable[RaftRow], file: Path) -> None:
    file.write_text("".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows), encoding="utf8")


def read_raft_set(file: Path) -> list[RaftRow]:
    """Rows of a file that `write_raft_set` wrote. Raises `UnusableInput` when it holds none."""
    lines = file.read_text(encoding="utf8").split("\n")  # no other separator ends a row: it may stand in a passage
    rows = [
        RaftRow(**(fields | {"passages": tuple(fields["passages"])})) for fields in map(json.loads, filter(None, lines))
    ]
    if not rows:
        raise UnusableInput(
            "None of the training pairs' answers was found in the documents, so there is nothing to train RAFT on. "
            "Add the documents that the pairs come from."
        )
    return rows
