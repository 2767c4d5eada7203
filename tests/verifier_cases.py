"""The labelled cases of `verifier_cases.jsonl`: a question, an answer of one sentence, a passage, and the right state.

Written by hand before the verifier. The verifier may be changed by what the development half shows; the test half is
for measuring alone.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from core.answering.verifying import verify
from core.records import Passage, SentenceState
from core.retrieval.embedding import Embedder

FILE = Path(__file__).parent / "verifier_cases.jsonl"
STATES: tuple[SentenceState, ...] = get_args(SentenceState)
Half = Literal["development", "test"]


@dataclass(frozen=True)
class Case:
    """`about` says what makes the case hard."""

    half: Half
    state: SentenceState
    about: str
    question: str
    answer: str
    passage: Passage


def read_cases(half: Half) -> list[Case]:
    """The cases of one half, in the order of the file."""
    rows = [json.loads(line) for line in FILE.read_text(encoding="utf8").splitlines()]
    return [_case(row) for row in rows if row["half"] == half]


def _case(row: dict[str, str]) -> Case:
    text = row["passage"]
    name, heading = row.get("document", "text.txt"), row.get("heading", "")
    passage = Passage("passage", name, "v1", 0, len(text), text, heading=heading)
    return Case(row["half"], row["state"], row["about"], row["question"], row["answer"], passage)  # type: ignore[arg-type]


def found_states(cases: Sequence[Case], embedder: Embedder) -> list[SentenceState]:
    """What the verifier says of each case."""
    return [verify(case.answer, case.question, [case.passage], embedder.embed)[0].state for case in cases]


def precision_and_recall(
    right: Sequence[SentenceState], found: Sequence[SentenceState], state: SentenceState
) -> tuple[float, float]:
    """Of those called `state`, the share that are; of those that are, the share that were called so."""
    both = sum(a == b == state for a, b in zip(right, found, strict=True))
    return both / max(1, found.count(state)), both / max(1, right.count(state))
