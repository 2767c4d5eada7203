"""Does RAFT answer unseen questions worse than plain RAG? `python -m tests.benchmarks.unseen --data DIR`, from the
root.

The sample has few facts that no pair teaches. Here the calibration records of the embedded model's training data, on
which it was not trained, are 48 documents, each with some five facts that are asked in two wordings. Three times a
third of the documents, and one fact of each other document, is kept from the pairs; an adapter is trained on the rest
with the recommended settings, through a workspace as on the page, and RAG and Hybrid are asked what was kept. F1 of
each fact is the mean of its wordings; differences are paired, with 95 % intervals over facts. Of questions that their
document does not answer, the share that is refused takes the place of F1. `--lesson refusal` lets rows without the
right passage teach that instead of the answer. JSON lines; it trains three times, some five minutes each.
"""

import argparse
import random
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from core.answering.answerer import Answerer
from core.answering.choice import Ingredients, make_arms
from core.measuring.intervals import estimate_difference
from core.measuring.text_scores import f1
from core.models.pocket.training_data import part_of, read_rows
from core.records import Document, TrainingPair
from core.retrieval.embedding import shared_embedder
from core.settings import Settings
from core.tuning.plan import RECOMMENDED, Lesson, TrainingSettings
from core.tuning.training import train_adapter
from core.workspace import Workspace
from tests.benchmarks.retrieval import say

FOLDS = 3
NEW, KNOWN = "of documents without pairs", "of documents with pairs of other facts"
UNANSWERABLE = "unanswerable"


@dataclass(frozen=True)
class Fact:
    """An answer in a document, asked in some wordings; empty where the document does not tell."""

    document: str
    wordings: tuple[str, ...]
    answer: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--lesson", choices=get_args(Lesson), default=RECOMMENDED["raft"].lesson)
    given = parser.parse_args()
    documents, facts = read_records(given.data)
    settings = replace(RECOMMENDED["raft"], lesson=given.lesson)
    scores: dict[str, list[tuple[float, float]]] = {NEW: [], KNOWN: [], UNANSWERABLE: []}
    for fold in range(FOLDS):
        taught, asked = split(facts, fold)
        for kind, pairs in zip(asked, measure(documents, taught, list(asked.values()), settings), strict=True):
            scores[kind] += pairs
    for kind, some in {**scores, "all answerable": scores[NEW] + scores[KNOWN]}.items():
        rag, hybrid = zip(*some, strict=True)
        differ = estimate_difference(hybrid, rag)
        assert differ
        means = {"rag_f1": statistics.fmean(rag), "hybrid_f1": statistics.fmean(hybrid)}
        say(facts=kind, count=len(some), **means, difference=differ.value, low=differ.low, high=differ.high)


def read_records(data: Path) -> tuple[list[Document], list[list[Fact]]]:
    """The documents, and the facts of each."""
    rows = [row for at, row in enumerate(read_rows(data / "authored.jsonl.gz")) if part_of(at) == "calibration"]
    names = [f"{at} {row['title']}.txt".replace("/", "-") for at, row in enumerate(rows)]
    documents = [Document(name, name, row["passage"]) for name, row in zip(names, rows, strict=True)]
    return documents, [list(_facts(name, row)) for name, row in zip(names, rows, strict=True)]


def _facts(name: str, row: dict[str, Any]) -> Iterator[Fact]:
    for each in row["questions"]:
        yield Fact(name, tuple(filter(None, (each["question"], each["paraphrase"]))), each["answer"] or "")


def split(facts: Sequence[Sequence[Fact]], fold: int) -> tuple[list[Fact], dict[str, list[Fact]]]:
    """The facts that are taught, and those that are asked, by kind."""
    order = list(range(len(facts)))
    random.Random(0).shuffle(order)
    new = set(order[fold::FOLDS])
    taught, asked = list[Fact](), {NEW: list[Fact](), KNOWN: list[Fact](), UNANSWERABLE: list[Fact]()}
    for document, some in enumerate(facts):
        answerable = [fact for fact in some if fact.answer]
        kept = answerable[document % len(answerable)]
        asked[UNANSWERABLE] += [fact for fact in some if not fact.answer]
        asked[NEW if document in new else KNOWN] += answerable if document in new else [kept]
        taught += [] if document in new else [fact for fact in answerable if fact is not kept]
    return taught, asked


def measure(
    documents: Sequence[Document], taught: Sequence[Fact], asked: Sequence[Sequence[Fact]], settings: TrainingSettings
) -> list[list[tuple[float, float]]]:
    """F1 by RAG and by Hybrid of each fact asked, after training on those taught."""
    with tempfile.TemporaryDirectory() as folder, closing(Workspace(Path(folder), Settings())) as workspace:
        workspace.add_documents(documents)
        pairs = [TrainingPair(one.wordings[0], one.answer, one.document, one.wordings[1:]) for one in taught]
        workspace.save_pairs(pairs)
        plan = workspace.plan_training("raft", settings)
        say(**train_adapter(plan, shared_embedder().embed).figures)
        rag, hybrid = make_arms(["rag", "hybrid"], Ingredients(workspace.index(), {"raft": plan.out}))
        return [[(_f1(rag, fact), _f1(hybrid, fact)) for fact in some] for some in asked]


def _f1(arm: Answerer, fact: Fact) -> float:
    answers = [arm.answer(wording) for wording in fact.wordings]
    if not fact.answer:
        return statistics.fmean(each.refused for each in answers)
    return statistics.fmean(0.0 if each.refused else f1(each.text, [fact.answer]) for each in answers)


if __name__ == "__main__":
    main()
