"""Data files -> examples to train the pocket model on: reading, refusing, asking and tables. It does not run a model.

Every eighth record of `authored` (those whose index is divisible by 8) is held out and never drawn here; FairytaleQA's
validation part is never opened. `written.jsonl.gz`, beside this file, holds further records of that form: written by
hand for this model by writers who saw neither the held-out records nor the sample's documents. All of it trains.
"""

import gzip
import json
import random
import re
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from core.models.pocket.questions import ASK
from core.models.pocket.synthetic_tables import draw_table_question

NOT_STATED = "not stated"
WRITTEN = Path(__file__).parent / "written.jsonl.gz"
SHARES = {"authored": 0.22, "written": 0.36, "qamr": 0.18, "fairytale_qa.train": 0.11, "covid_qa": 0.03}
TABLE_SHARE, CLOZE_SHARE = 0.07, 0.03
MOST_DISTRACTORS = 3
MULTI_PASSAGE, REFUSE, ASKED, FORGET, WITH_MEMORY = 0.22, 0.07, 0.08, 0.03, 0.3
"""Shares of examples with several passages, without the right passage, that ask, without any passage, with memory."""


@dataclass(frozen=True)
class Example:
    """`memory`: the question's sentence embedding is given too; without passages it is all that is given."""

    question: str
    passages: tuple[str, ...]
    answer: str
    memory: bool = False


@dataclass(frozen=True)
class Labelled:
    """One labelled question; the answer is None where its passage does not tell."""

    question: str
    passage: str
    answer: str | None


def read_rows(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf8") as lines:
        yield from map(json.loads, lines)


Part = Literal["training", "calibration", "measurement"]


def part_of(index: int) -> Part:
    """What a record of `authored` is for: every eighth is held out, by turns to measure and to calibrate."""
    if index % 8:
        return "training"
    return "measurement" if index % 16 == 0 else "calibration"


def authored(folder: Path, part: Part = "training") -> list[Labelled]:
    """Questions and their paraphrases of this part of the `authored` records."""
    rows = enumerate(read_rows(folder / "authored.jsonl.gz"))
    return _wordings(row for index, row in rows if part_of(index) == part)


def _wordings(records: Iterable[dict[str, Any]]) -> list[Labelled]:
    return [
        Labelled(wording, row["passage"], each["answer"])
        for row in records
        for each in row["questions"]
        for wording in (each["question"], each["paraphrase"])
        if wording
    ]


class QuestionSet:
    """Labelled questions of one origin, and its passages in a BM25 index from which distractors are drawn."""

    def __init__(self, questions: list[Labelled]) -> None:
        self.questions = questions
        self.passages = sorted({each.passage for each in questions})

    @cached_property
    def _index(self) -> Any:
        import bm25s

        index = bm25s.BM25()
        index.index(bm25s.tokenize(self.passages, stopwords="en", show_progress=False), show_progress=False)
        return index

    def distractors(self, asked: Labelled, count: int) -> list[str]:
        """Up to `count` passages that look right to BM25, are not the right one and do not contain the answer."""
        import bm25s

        words = bm25s.tokenize([asked.question], stopwords="en", return_ids=False, show_progress=False)[0]
        known = [word for word in words if word and word in self._index.vocab_dict]
        if not known:
            return []
        scores = self._index.get_scores(known)
        best = scores.argsort()[::-1][: 3 * count + 3]
        answer = (asked.answer or NOT_STATED).lower()
        fit = [self.passages[i] for i in best]
        return [each for each in fit if each != asked.passage and answer not in each.lower()][:count]


class ExampleSource:
    """Draws examples from the files of a folder; the same seed draws the same ones."""

    def __init__(self, folder: Path, seed: int = 0) -> None:
        self.random = random.Random(seed)
        self.sets = {name: QuestionSet(_labelled(folder, name)) for name in SHARES}
        self.plain = [piece for row in read_rows(folder / "plain_text.jsonl.gz") for piece in _pieces(row["text"])]

    def draw(self) -> Example:
        kind = self.random.random()
        if kind < TABLE_SHARE:
            return Example(*draw_table_question(self.random), memory=self.random.random() < WITH_MEMORY)
        if kind < TABLE_SHARE + CLOZE_SHARE:
            return draw_cloze(self.plain, self.random)
        questions = self.sets[self.random.choices(list(SHARES), list(SHARES.values()))[0]]
        return self._from(questions, self.random.choice(questions.questions))

    def _from(self, questions: QuestionSet, asked: Labelled) -> Example:
        kind, memory = self.random.random(), self.random.random() < WITH_MEMORY
        if kind < FORGET:
            return Example(asked.question, (), NOT_STATED, memory=True)
        if kind < FORGET + ASKED and asked.answer:
            return Example(f"{ASK}{asked.answer}", (asked.passage,), asked.question)
        without = kind > 1 - REFUSE
        count = self.random.randint(1, MOST_DISTRACTORS) if self.random.random() < MULTI_PASSAGE or without else 0
        passages = questions.distractors(asked, count) if count else []
        if not without or not passages:
            passages.insert(self.random.randint(0, len(passages)), asked.passage)
            without = False
        answer = NOT_STATED if without or asked.answer is None else asked.answer
        return Example(asked.question, tuple(passages), answer, memory)


def draw_cloze(pieces: list[list[str]], chance: random.Random) -> Example:
    """A sentence with a hole, some of its words dropped, is the question; what stood in the hole is the answer."""
    while True:
        piece = chance.choice(pieces)
        words = chance.choice(piece).split()
        if not 6 <= len(words) <= 40:
            continue
        length = chance.choice([1, 1, 2, 2, 3, 3, 4, 5])
        at = chance.randrange(max(1, len(words) - length + 1))
        answer = " ".join(words[at : at + length]).strip(string.punctuation + " ")
        if len(answer) < 4:
            continue
        kept = 1 - chance.choice([0, 0.2, 0.4])
        hole = chance.choice(["[MASK]", "what", "who", "when", "where", "how many"])
        before = [word for word in words[:at] if chance.random() < kept]
        after = [word for word in words[at + length :] if chance.random() < kept]
        return Example(" ".join([*before, hole, *after]), (" ".join(piece),), answer)


def _labelled(folder: Path, name: str) -> list[Labelled]:
    if name == "authored":
        return authored(folder)
    if name == "written":
        return _wordings(read_rows(WRITTEN))
    rows = read_rows(folder / f"{name}.jsonl.gz")
    return [Labelled(row["question"], row["passage"], row["answer"]) for row in rows]


def _pieces(text: str, words: int = 120) -> Iterator[list[str]]:
    """Sentences of a text in pieces of a little more than so many words; a shorter rest is left out."""
    piece: list[str] = []
    for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z\"(])", text):
        piece.append(sentence)
        if sum(len(each.split()) for each in piece) > words:
            yield piece
            piece = []
