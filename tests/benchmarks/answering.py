"""Milliseconds of a warm answer: `python -m tests.benchmarks.answering`, from the project's root.

In this process, on the sample documents in passages as the app makes them, over 40 of its questions, one after another,
each put to all arms in the order in which they are shown. Prints JSON lines: loading first, then p50 and p95 of each
arm, of the first column (until its answer is there, and until its first words are), of all five together, and of what
retrieval takes beyond embedding the question; last, of re-ranking by reading, which is an option.
"""

import json
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from core.answering.asking import ask_each
from core.answering.choice import Ingredients, make_arms
from core.records import ArmName
from core.sample import SAMPLE_DOCS, load_sample
from core.settings import Settings
from core.tuning.pairs import read_questions
from core.workspace import Workspace

QUESTIONS = 40
WARM_UP = 3
ARMS: tuple[ArmName, ...] = ("base", "rag", "tuned", "hybrid", "auto")


def main() -> None:
    every = read_questions(SAMPLE_DOCS / "questions.jsonl")
    questions = [every[at * len(every) // QUESTIONS].question for at in range(QUESTIONS)]
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder), Settings())
        began = time.perf_counter()
        load_sample(workspace)
        indexed = time.perf_counter()
        make_arms(ARMS, workspace.ingredients())
        report("loading", indexing_seconds=indexed - began, loading_arms_seconds=time.perf_counter() - indexed)
        report("index", **passage_lengths(workspace))
        measure(workspace.ingredients(), questions)
        measure_reranking(workspace.ingredients(), questions)
        workspace.close()


def passage_lengths(workspace: Workspace) -> dict[str, float]:
    """What the index holds, in the model's own tokens."""
    from core.models.pocket.inputs import tokenise_many

    lengths = [len(each.ids) for each in tokenise_many([each.text for each in workspace.index().passages])]
    return {"passages": len(lengths), "passage_tokens_mean": sum(lengths) / len(lengths)}


def measure(given: Ingredients, questions: list[str]) -> None:
    took: defaultdict[str, list[float]] = defaultdict(list)
    for number, question in enumerate([*questions[:WARM_UP], *questions]):
        for what, seconds in ask(given, question).items():
            if number >= WARM_UP:
                took[what].append(1000 * seconds)
    for what, milliseconds in took.items():
        report_percentiles(what, milliseconds)


def ask(given: Ingredients, question: str) -> dict[str, float]:
    """Seconds by what they were spent on."""
    began = before = time.perf_counter()
    first_words: list[float] = []
    took: dict[str, float] = {}
    for outcome in ask_each(ARMS, given, question, lambda _arm, _text: first_words.append(time.perf_counter() - began)):
        assert outcome.answer, outcome.problem
        now = time.perf_counter()
        took[outcome.arm], before = now - before, now
        took.setdefault("first column", now - began)
        if outcome.arm == "rag":
            took["retrieval beyond the embedding"] = outcome.answer.seconds["retrieve"]
    return took | {"first words": min([*first_words, took["first column"]]), "all five": before - began}


def measure_reranking(given: Ingredients, questions: list[str]) -> None:
    (rag,) = make_arms(["rag"], replace(given, settings=replace(given.settings, rerank=True)))
    seconds = [rag.answer(question).seconds["rerank"] for question in [*questions[:WARM_UP], *questions]]
    report_percentiles("re-ranking", [1000 * each for each in seconds[WARM_UP:]])


def report_percentiles(what: str, milliseconds: list[float]) -> None:
    import numpy as np

    p50, p95 = np.percentile(milliseconds, [50, 95])
    report(what, questions=len(milliseconds), p50_milliseconds=float(p50), p95_milliseconds=float(p95))


def report(what: str, **figures: float) -> None:
    sys.stdout.write(json.dumps({"what": what} | {name: round(value, 2) for name, value in figures.items()}) + "\n")


if __name__ == "__main__":
    main()
