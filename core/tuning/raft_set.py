"""Training pairs + retrieval -> RAFT rows: each wording with its oracle passage, or without it, among distractors.

Source: Zhang et al. 2024, "RAFT: Adapting Language Model to Domain Specific RAG" (arXiv:2403.10131). Distractors are
the retriever's own near-misses: what it ranks high and what does not hold the answer. The set is a file of its own, so
that it can be looked at before it is trained on.
"""

import json
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from core.errors import UnusableInput
from core.models.generator import NOT_STATED
from core.records import Passage, RankedPassage, TrainingPair
from core.tuning.plan import TrainingSettings
from core.tuning.splitting import is_held_out
from core.tuning.unanswerable import draw_unanswerable
from core.tuning.wordings import list_wordings

Search = Callable[[str, int], Sequence[RankedPassage]]
SPARE_CANDIDATES = 8
"""So many more are searched than there are distractors: some hold the answer, some say the same."""


@dataclass(frozen=True)
class RaftRow:
    """`passages` in the order in which they are given; `oracle` is the place of the right one, None if left out.

    `documents`: which document each passage is of. `left_out`: the right passage where it was left out. `held_out`
    rows are measured on and not learned.
    """

    question: str
    answer: str
    passages: tuple[str, ...]
    oracle: int | None
    documents: tuple[str, ...] = ()
    left_out: str = ""
    held_out: bool = False

    @property
    def teaches_refusal(self) -> bool:
        return self.answer == NOT_STATED


def build_raft_set(
    pairs: Sequence[TrainingPair], search: Search, settings: TrainingSettings
) -> tuple[list[RaftRow], list[TrainingPair]]:
    """Rows, one for each wording, and the pairs left out because no passage, theirs or found, holds their answer.

    `search(question, k)` ranks passages as the RAG arm does. Rows of questions that no document answers come last.
    Held-out rows measure reading: their passages stand as they are ranked, and where a row without its oracle teaches
    the answer by heart, they keep theirs. The oracle of others stands anywhere.
    """
    chance = random.Random(settings.seed)
    found = [search(pair.question, settings.distractors + SPARE_CANDIDATES) for pair in pairs]
    oracles = [_oracle(pair, ranked) for pair, ranked in zip(pairs, found, strict=True)]
    rows = []
    for wording in list_wordings(pairs):
        pair, oracle = pairs[wording.pair], oracles[wording.pair]
        if oracle is None:
            continue
        ranked = found[wording.pair]
        wrong = near_misses(ranked, pair, oracle, settings.distractors)
        place = ranked_place(oracle, wrong, ranked)
        rows.append(_row(replace(pair, question=wording.question), oracle, wrong, place, settings, chance))
    if all(row.held_out for row in rows):  # of very few passages all may be drawn
        rows = [replace(row, held_out=False) for row in rows]
    rows += _refusals(round(settings.refusal_rows * len(rows)), search, settings)
    return rows, [pair for pair, oracle in zip(pairs, oracles, strict=True) if oracle is None]


def near_misses(ranked: Iterable[RankedPassage], pair: TrainingPair, oracle: Passage, most: int) -> list[Passage]:
    """The best passages that do not hold the answer, none of them twice, and none that says what the oracle says."""
    wrong: dict[str, Passage] = {}
    for each in ranked:
        if not _holds(each.passage, pair):
            wrong.setdefault(_plain(each.passage.text), each.passage)
    wrong.pop(_plain(oracle.text), None)
    return list(wrong.values())[:most]


def ranked_place(oracle: Passage, wrong: Sequence[Passage], ranked: Iterable[RankedPassage]) -> int:
    """Where the oracle stands among its near-misses by rank; behind them if it was not found."""
    rank = {_plain(each.passage.text): each.rank for each in reversed(list(ranked))}
    own = rank.get(_plain(oracle.text))
    return len(wrong) if own is None else sum(rank[_plain(each.text)] < own for each in wrong)


def _row(
    pair: TrainingPair,
    oracle: Passage,
    wrong: list[Passage],
    ranked_place: int,
    settings: TrainingSettings,
    chance: random.Random,
) -> RaftRow:
    held_out = is_held_out(pair, settings.held_out, settings.seed)
    by_heart = held_out and settings.lesson == "answer"  # nobody could know it
    if wrong and not by_heart and chance.random() < settings.without_oracle:
        chance.shuffle(wrong)
        answer = NOT_STATED if settings.lesson == "refusal" else pair.answer
        return _filled(pair.question, answer, wrong, None, oracle.text, held_out)
    place = ranked_place if held_out else chance.randint(0, len(wrong))
    return _filled(pair.question, pair.answer, [*wrong[:place], oracle, *wrong[place:]], place, "", held_out)


def _refusals(count: int, search: Search, settings: TrainingSettings) -> list[RaftRow]:
    """Rows of questions that no document answers, with what retrieval finds for them all the same."""
    asked = draw_unanswerable(count, settings.seed)
    found = {question: [each.passage for each in search(question, settings.distractors + 1)] for question in asked}
    return [_filled(question, NOT_STATED, passages, None) for question, passages in found.items() if passages]


def _filled(
    question: str,
    answer: str,
    passages: Sequence[Passage],
    oracle: int | None,
    left_out: str = "",
    held_out: bool = False,
) -> RaftRow:
    texts, documents = (tuple(each.text for each in passages), tuple(each.document for each in passages))
    return RaftRow(question, answer, texts, oracle, documents, left_out, held_out)


def _oracle(pair: TrainingPair, ranked: Iterable[RankedPassage]) -> Passage | None:
    """The pair's own passage; where it tells none with the answer, the best ranked one of its document that has it."""
    if pair.passage and _plain(pair.answer) in _plain(pair.passage):
        return Passage("", pair.source, "", 0, len(pair.passage), pair.passage)
    holding = [each.passage for each in ranked if _holds(each.passage, pair)]
    own = [passage for passage in holding if not pair.source or passage.document == pair.source]
    return own[0] if own else None


def _holds(passage: Passage, pair: TrainingPair) -> bool:
    return _plain(pair.answer) in _plain(passage.text)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def write_raft_set(rows: Iterable[RaftRow], file: Path) -> None:
    file.write_text(raft_set_lines(rows), encoding="utf8")


def raft_set_lines(rows: Iterable[RaftRow]) -> str:
    """JSON Lines, one row each."""
    return "".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows)


def read_raft_set(file: Path) -> list[RaftRow]:
    """Rows of a file that `write_raft_set` wrote. Raises `UnusableInput` when it holds none."""
    lines = file.read_text(encoding="utf8").split("\n")  # no other separator ends a row: it may stand in a passage
    rows = [_row_from_fields(json.loads(line)) for line in filter(None, lines)]
    if all(row.held_out for row in rows):
        raise UnusableInput(
            "None of the training pairs' answers was found in the documents, so there is nothing to train RAFT on. "
            "Add the documents that the pairs come from."
        )
    return rows


def _row_from_fields(fields: dict[str, Any]) -> RaftRow:
    lists = {name: tuple(fields.get(name, ())) for name in ("passages", "documents")}
    return RaftRow(**(fields | lists))
