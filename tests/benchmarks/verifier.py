"""Precision and recall of the verifier by state, on its labelled cases: `python -m tests.benchmarks.verifier`.

Prints JSON lines: each state in each half, then each half's accuracy, then milliseconds a case. With `--wrong` the
mistakes of the development half too; those of the test half are not to be looked at.
"""

import json
import sys
import time
from typing import get_args

from core.answering.verifying import verify
from core.retrieval.embedding import shared_embedder
from tests.verifier_cases import STATES, Half, found_states, precision_and_recall, read_cases


def main() -> None:
    shared_embedder().embed(["warm"])
    for half in get_args(Half):
        measure(half)
    if "--wrong" in sys.argv:
        print_mistakes()


def measure(half: Half) -> None:
    cases = read_cases(half)
    right = [case.state for case in cases]
    began = time.perf_counter()
    found = found_states(cases, shared_embedder())
    milliseconds = 1000 * (time.perf_counter() - began) / len(cases)
    for state in STATES:
        precision, recall = precision_and_recall(right, found, state)
        report(half=half, state=state, cases=right.count(state), precision=precision, recall=recall)
    accuracy = sum(a == b for a, b in zip(right, found, strict=True)) / len(cases)
    report(half=half, cases=len(cases), accuracy=accuracy, milliseconds_a_case=milliseconds)


def print_mistakes() -> None:
    for case in read_cases("development"):
        (sentence,) = verify(case.answer, case.question, [case.passage], shared_embedder().embed)
        if sentence.state != case.state:
            report(right=case.state, found=sentence.state, why=sentence.reason, asked=case.question, said=case.answer)


def report(**figures: object) -> None:
    rounded = {name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()}
    sys.stdout.write(json.dumps(rounded, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
