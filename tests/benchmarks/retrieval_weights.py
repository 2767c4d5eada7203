"""What should each score of a passage count? `python -m tests.benchmarks.retrieval_weights DATA`, from the root.

DATA: the folder of the embedded model's training data. All passages of its `authored` records but those kept to
measure, and of `written`, are indexed together. Prints the weights that best rank the right passages first on questions
of the training records, and for these and the weights in use the hit rate at 5 and MRR at 10 on the calibration
records; then the same of what a code counts, on questions that have one. The sample is not read. JSON lines; it takes
minutes to embed.
"""

import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from core.documents.splitting import split_into_passages
from core.measuring.text_scores import contains_answer
from core.models.pocket.training_data import WRITTEN, part_of, read_rows
from core.records import Document, Passage
from core.retrieval import keywords
from core.retrieval.embedding import shared_embedder
from core.retrieval.fusion import WEIGHTS
from core.retrieval.index import Index
from core.retrieval.keywords import is_code, words
from core.settings import RetrievalSettings
from tests.benchmarks.retrieval import CANDIDATES, HIT_AT, RANKED, say

TRAINING_QUESTIONS = 4000
CODED_QUESTIONS, CODE_WORTHS = 900, (1.0, 1.5, 2.0, 3.0)
PENALTY = 0.001
"""On the squares of the weights, scores in standard deviations."""


@dataclass(frozen=True)
class Asked:
    """A question, its answer and the record, by its number, that holds it."""

    question: str
    answer: str
    record: str


@dataclass(frozen=True)
class Found:
    """The scores of what one question found, (n, 4), and which of them answer, (n)."""

    scores: NDArray[np.float64]
    right: NDArray[np.bool_]


def main(folder: Path) -> None:
    passages, training, calibration = read(folder)
    chosen = random.Random(0).sample(training, TRAINING_QUESTIONS)
    with tempfile.TemporaryDirectory() as place:
        index = Index(Path(place), shared_embedder())
        index.add(passages)
        fitted = fit([each for each in search(index, chosen) if each.right.any()])
        held_out = search(index, calibration)
        measure_codes(index, [each for each in [*training, *calibration] if any(map(is_code, words(each.question)))])
        index.close()
    used = np.array(list(WEIGHTS.values()))
    say(names=list(WEIGHTS), fitted=(fitted / fitted[0]).round(3).tolist(), in_use=used.tolist())
    for name, weights in (("fitted", fitted), ("in use", used)):
        report([first_right(each, weights) for each in held_out], weights=name)


def measure_codes(index: Index, asked: Sequence[Asked]) -> None:
    """What a code counts, on questions that have one."""
    weights = np.array(list(WEIGHTS.values()))
    for keywords.CODE_WORTH in CODE_WORTHS:
        found = search(index, asked[:CODED_QUESTIONS])
        report([first_right(each, weights) for each in found], code_worth=keywords.CODE_WORTH)


def report(ranks: Sequence[int], **of: object) -> None:
    hits = sum(0 < rank <= HIT_AT for rank in ranks) / len(ranks)
    mrr = sum(1 / rank for rank in ranks if 0 < rank <= RANKED) / len(ranks)
    say(**of, questions=len(ranks), hit_rate_at_5=hits, mrr_at_10=mrr)


def read(folder: Path) -> tuple[list[Passage], list[Asked], list[Asked]]:
    """All passages, and the questions of the training and of the calibration records that one of them answers."""
    rows = [(row, part_of(at)) for at, row in enumerate(read_rows(folder / "authored.jsonl.gz"))]
    rows += [(row, "training") for row in read_rows(WRITTEN)]
    passages: list[Passage] = []
    asked: dict[str, list[Asked]] = {"training": [], "calibration": []}
    for at, (row, part) in enumerate(rows):
        if part not in asked:
            continue
        document = Document(f"{row['title']}.txt".replace("/", "-"), str(at), row["passage"])
        some = split_into_passages(document, RetrievalSettings())
        passages.extend(some)
        asked[part] += [
            Asked(wording, each["answer"], str(at))
            for each in row["questions"]
            for wording in (each["question"], each["paraphrase"])
            if wording and each["answer"] and any(contains_answer(one.text, (each["answer"],)) for one in some)
        ]
    return passages, asked["training"], asked["calibration"]


def search(index: Index, questions: Sequence[Asked]) -> list[Found]:
    return [_found(index, each) for each in questions]


def _found(index: Index, asked: Asked) -> Found:
    found = index.search(asked.question, CANDIDATES)
    scores = np.array([[getattr(each, name) for name in WEIGHTS] for each in found], dtype=np.float64)
    scores = np.where(np.isnan(scores), np.nanmin(scores, axis=0), scores)
    right = [
        each.passage.version == asked.record and contains_answer(each.passage.text, (asked.answer,)) for each in found
    ]
    return Found(scores, np.array(right))


def fit(found: Sequence[Found]) -> NDArray[np.float64]:
    """The weights under which the right passages are likeliest, each question's passages competing."""
    spread = np.concatenate([each.scores for each in found]).std(axis=0)
    scores = [torch.from_numpy(each.scores / spread) for each in found]
    right = [torch.from_numpy(each.right) for each in found]
    weights = torch.zeros(len(WEIGHTS), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=50, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        likely = [
            (some @ weights).log_softmax(0)[which].logsumexp(0) for some, which in zip(scores, right, strict=True)
        ]
        loss = -torch.stack(likely).mean() + PENALTY * (weights**2).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return weights.detach().numpy() / spread


def first_right(found: Found, weights: NDArray[np.float64]) -> int:
    """The rank of the first passage that answers; 0 where none was found."""
    order = np.argsort(-(found.scores @ weights), kind="stable")
    return int(found.right[order].argmax()) + 1 if found.right.any() else 0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
