"""Milliseconds of a warm answer by arm: `python -m tests.benchmarks.answering`, from the project's root.

In this process, on the sample documents in passages as the app makes them, over 40 of its questions, one after another.
Prints JSON lines: loading first, then p50 and p95 of each arm.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from core.answering.answerer import Answerer
from core.answering.choice import make_arms
from core.sample import SAMPLE_DOCS, load_sample
from core.settings import Settings
from core.tuning.pairs import read_questions
from core.workspace import Workspace

QUESTIONS = 40
WARM_UP = 3


def main() -> None:
    every = read_questions(SAMPLE_DOCS / "questions.jsonl")
    questions = [every[at * len(every) // QUESTIONS].question for at in range(QUESTIONS)]
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder), Settings())
        began = time.perf_counter()
        load_sample(workspace)
        indexed = time.perf_counter()
        arms = make_arms(["base", "rag", "tuned"], workspace.ingredients())
        report(indexing_seconds=indexed - began, loading_arms_seconds=time.perf_counter() - indexed)
        report(**passage_lengths(workspace))
        for arm in arms:
            measure(arm, questions)
        workspace.close()


def passage_lengths(workspace: Workspace) -> dict[str, float]:
    """What the index holds, in the model's own tokens."""
    from core.models.pocket.inputs import tokenise_many

    lengths = [len(each.ids) for each in tokenise_many([each.text for each in workspace.index().passages])]
    return {"passages": len(lengths), "passage_tokens_mean": sum(lengths) / len(lengths)}


def measure(arm: Answerer, questions: list[str]) -> None:
    import numpy as np

    for question in questions[:WARM_UP]:
        arm.answer(question)
    milliseconds = []
    for question in questions:
        began = time.perf_counter()
        arm.answer(question)
        milliseconds.append(1000 * (time.perf_counter() - began))
    p50, p95 = np.percentile(milliseconds, [50, 95])
    report(arm.name, questions=len(questions), p50_milliseconds=float(p50), p95_milliseconds=float(p95))


def report(arm: str = "", **figures: float) -> None:
    named = {"arm": arm} if arm else {}
    sys.stdout.write(json.dumps(named | {name: round(value, 2) for name, value in figures.items()}) + "\n")


if __name__ == "__main__":
    main()
