"""RAG with a second look against plain RAG: `python -m tests.benchmarks.second_look`, from the project's root.

On the sample's questions that take two documents, and on all other answerable ones, where a second look may do harm;
then on those of six other collections (`two_documents/`). Prints JSON lines: exact match, F1, p50 and mean milliseconds
of both, how many questions were looked at again, and how many answers became right or wrong by it.
"""

import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean, median

from core.answering.answerer import Answerer
from core.answering.choice import make_arms
from core.measuring.text_scores import exact_match, f1
from core.records import Answer, EvaluationQuestion
from core.sample import load_sample
from core.settings import Settings
from core.workspace import Workspace
from tests.benchmarks.second_hop import TWO, collections_indexed

TWO_IN_SAMPLE = "two-documents"


@dataclass(frozen=True)
class Asked:
    question: EvaluationQuestion
    answer: Answer
    milliseconds: float


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder), Settings())
        load_sample(workspace)
        measure("sample", workspace, [each for each in workspace.questions if each.answers], TWO_IN_SAMPLE)
        workspace.close()
    with collections_indexed() as (workspace, questions):
        measure("six collections", workspace, questions, TWO)


def measure(name: str, workspace: Workspace, questions: Sequence[EvaluationQuestion], two: str) -> None:
    given = workspace.ingredients()
    (plain,), (looking,) = make_arms(["rag"], given), make_arms(["rag"], replace(given, second_look=True))
    for arm in (plain, looking):
        arm.answer(questions[0].question)
    for kind, some in (
        ("two documents", [each for each in questions if two in each.tags]),
        ("one document", [each for each in questions if two not in each.tags]),
    ):
        compare(f"{name}, {kind}", ask(plain, some), ask(looking, some))


def ask(arm: Answerer, questions: Sequence[EvaluationQuestion]) -> list[Asked]:
    asked = []
    for each in questions:
        began = time.perf_counter()
        answer = arm.answer(each.question)
        asked.append(Asked(each, answer, 1000 * (time.perf_counter() - began)))
    return asked


def compare(name: str, plain: Sequence[Asked], looking: Sequence[Asked]) -> None:
    before, after = [right(each) for each in plain], [right(each) for each in looking]
    for arm, asked in (("plain", plain), ("second look", looking)):
        report(
            questions=name,
            arm=arm,
            n=len(asked),
            exact_match=fmean(right(each) for each in asked),
            f1=fmean(f1(each.answer.text, each.question.answers) for each in asked),
            p50_milliseconds=median(each.milliseconds for each in asked),
            mean_milliseconds=fmean(each.milliseconds for each in asked),
        )
    report(
        questions=name,
        looked_again=sum(len(each.answer.looks) > 1 for each in looking),
        became_right=sum(new > old for old, new in zip(before, after, strict=True)),
        became_wrong=sum(new < old for old, new in zip(before, after, strict=True)),
    )


def right(asked: Asked) -> float:
    return exact_match(asked.answer.text, asked.question.answers)


def report(**figures: object) -> None:
    rounded = {name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()}
    sys.stdout.write(json.dumps(rounded) + "\n")


if __name__ == "__main__":
    main()
