"""Lost skills: general questions with their passage, before and after tuning. What did the adapters forget?

The passages are invented, on everyday matters, and have nothing to do with any workspace's documents. Each is given
with its question, so that only reading is measured: no retrieval, no memory of the pairs.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.answering.choice import base_generator
from core.measuring.charts import Chart, estimate_point
from core.measuring.experiments.finding import Cell, Finding
from core.measuring.experiments.lab import Lab, Materials
from core.measuring.intervals import Estimate, estimate_difference, estimate_mean
from core.measuring.text_scores import exact_match, f1
from core.models.generator import Generator
from core.records import Passage

KEY, TITLE = "lost-skills", "Lost skills"
GENERAL = Path(__file__).with_name("general_questions.jsonl")
BASE = "Base model"
NAMES = {"closed-book": "Closed-book adapter", "raft": "RAFT adapter"}


@dataclass(frozen=True)
class General:
    """A question with its passage; no answers where the passage does not tell."""

    question: str
    passage: str
    answers: tuple[str, ...]


def general_questions() -> list[General]:
    """The shipped set."""
    rows = map(json.loads, GENERAL.read_text(encoding="utf8").splitlines())
    return [
        General(asked["question"], row["passage"], tuple(asked["answers"])) for row in rows for asked in row["asked"]
    ]


def missing(materials: Materials) -> str:
    return "" if materials.adapters else "Train an adapter first: the experiment compares it with the base model."


def run(lab: Lab, options: Mapping[str, Any]) -> Finding:
    """Takes no options."""
    from core.retrieval.embedding import shared_embedder
    from core.tuning.adapters import open_adapter

    adapters = lab.materials.adapters
    lab.plan_steps(1 + len(adapters))
    scores = {BASE: lab.once("asking the base model", lambda: _scores(base_generator()))}
    for kind, folder in adapters.items():
        asked = lambda folder=folder: _scores(open_adapter(folder, shared_embedder().embed))  # noqa: E731
        scores[NAMES[kind]] = lab.once(f"asking with the {kind} adapter", asked)
    return conclude(scores)


def _scores(generator: Generator) -> list[list[float]]:
    """[right, f1] of each question; a due refusal is right."""
    rows = []
    for each in general_questions():
        reply = generator.reply(each.question, [Passage("general", "general", "", 0, len(each.passage), each.passage)])
        text = "" if reply.refused else reply.text
        rows.append([exact_match(text, each.answers), f1(text, each.answers)])
    return rows


def conclude(scores: Mapping[str, Sequence[Sequence[float]]]) -> Finding:
    """From [right, f1] of each question by model."""
    columns = {"Exact match": 0, "Token F1": 1}
    points = [
        estimate_point(estimate, name, label)
        for label, column in columns.items()
        for name, rows in scores.items()
        if (estimate := estimate_mean([row[column] for row in rows]))
    ]
    chart = Chart(
        "General questions answered right, before and after tuning",
        "intervals",
        tuple(points),
        "Share of general questions, each given with its passage, that the base model and each adapter answer right.",
    )
    lost = {name: _loss(rows, scores[BASE]) for name, rows in scores.items() if name != BASE}
    table: tuple[dict[str, Cell], ...] = tuple(
        {
            "Model": name,
            "Token F1 minus the base model's": f"{100 * loss.value:+.1f}",
            "95 % interval": f"{100 * loss.low:+.1f} to {100 * loss.high:+.1f}",
            "Reading": _reading(loss),
        }
        for name, loss in lost.items()
    )
    parts = [f"{name.lower()} {100 * loss.value:+.0f} points, {_reading(loss)}" for name, loss in lost.items()]
    base = estimate_mean([row[1] for row in scores[BASE]])
    sentence = (
        f"On {len(scores[BASE])} general questions that have nothing to do with your documents, each read with its "
        f"passage, the base model has a token F1 of {100 * (base.value if base else 0):.0f} %; the adapters change it: "
        f"{'; '.join(parts)}."
    )
    notes = ("The passage is given with each question: what is measured is reading, not knowing.",)
    return Finding(KEY, TITLE, sentence, chart, table, notes)


def _loss(rows: Sequence[Sequence[float]], base: Sequence[Sequence[float]]) -> Estimate:
    found = estimate_difference([row[1] for row in rows], [row[1] for row in base])
    assert found is not None, "The shipped set is not empty."
    return found


def _reading(loss: Estimate) -> str:
    if loss.high < 0:
        return "a clear loss"
    return "a clear gain" if loss.low > 0 else "no clear change"
