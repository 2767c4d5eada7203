"""Fragmented data: the same documents split badly. How much of RAG's quality hangs on how passages are made?"""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.documents.splitting import SHORTEST
from core.measuring.charts import Chart, estimate_point
from core.measuring.experiments.finding import Cell, Finding
from core.measuring.experiments.lab import Lab, Materials, Told, scores_of
from core.measuring.intervals import estimate_difference, estimate_mean
from core.measuring.metrics import METRIC
from core.records import Document
from core.settings import RetrievalSettings
from core.tuning.splitting import spread_evenly

KEY, TITLE = "fragmented-data", "Fragmented data"
WELL = "as you set it"
SHOWN = ("exact_match", "f1", "retrieval_hit_rate")


def missing(materials: Materials) -> str:
    if not materials.documents:
        return "Add documents first."
    if not any(question.answers for question in materials.questions):
        return "Add evaluation questions with known answers first, on the Evaluate page."
    return ""


def variants(materials: Materials) -> dict[str, tuple[tuple[Document, ...], RetrievalSettings]]:
    """Documents and how they are split, by what is wrong with them."""
    well, documents = materials.retrieval, materials.documents
    shuffled = tuple(shuffle_sentences(document) for document in documents)
    tiny = replace(well, passage_characters=SHORTEST, overlap_characters=0)
    return {
        WELL: (documents, well),
        f"tiny passages ({SHORTEST} characters)": (documents, tiny),
        "sentences shuffled": (shuffled, well),
        "tiny and shuffled": (shuffled, tiny),
    }


def shuffle_sentences(document: Document, seed: int = 0) -> Document:
    """The document with its sentences, or rows, in another order, and so without headings and pages."""
    sentences = [each for each in re.split(r"\n+|(?<=[.!?])\s+", document.text) if each.strip()]
    random.Random(seed).shuffle(sentences)
    return replace(document, text="\n".join(sentences), headings=(), pages=())


def run(lab: Lab, options: Mapping[str, Any]) -> Finding:
    """`options`: `questions`, how many to ask at most."""
    answerable = [question for question in lab.materials.questions if question.answers]
    questions = spread_evenly(answerable, int(options.get("questions", 40)))
    made = variants(lab.materials)
    lab.plan_steps(2 * len(made))
    told: dict[str, list[Told]] = {}
    passages: dict[str, int] = {}
    for number, (name, (documents, settings)) in enumerate(made.items()):
        with lab.index(str(number)) as index:
            lab.once(f"indexing: {name}", lambda index=index, d=documents, s=settings: lab.add(index, d, s))  # type: ignore[misc]
            passages[name] = len(index.passages)
            told[name] = lab.once(f"asking: {name}", lambda index=index: lab.ask(["rag"], questions, index))  # type: ignore[misc]
    return conclude(told, passages)


def conclude(told: Mapping[str, Sequence[Told]], passages: Mapping[str, int]) -> Finding:
    points = [
        estimate_point(estimate, name, METRIC[key].label)
        for key in SHOWN
        for name, answers in told.items()
        if (estimate := estimate_mean(scores_of(answers, "rag", key)))
    ]
    chart = Chart(
        "RAG on the same documents, split differently",
        "intervals",
        tuple(points),
        "Exact match, token F1 and retrieval hits of RAG for each way of splitting the same documents.",
    )
    rows = [_row(name, told, passages[name]) for name in told]
    well, worst = _f1(told[WELL]), min(list(told)[1:], key=lambda name: _f1(told[name]))
    found = estimate_difference(scores_of(told[worst], "rag", "f1"), scores_of(told[WELL], "rag", "f1"))
    clear = found is not None and (found.high < 0 or found.low > 0)
    sentence = (
        f"Split as you set it, RAG has a token F1 of {100 * well:.0f} % over {len(told[WELL])} questions; "
        f"the same text split worst ({worst}) has {100 * _f1(told[worst]):.0f} %, "
        f"{'a clear change' if clear else 'which could be chance'}."
    )
    notes = ("The number of passages read for a question is the same.",)
    return Finding(KEY, TITLE, sentence, chart, tuple(rows), notes)


def _row(name: str, told: Mapping[str, Sequence[Told]], passages: int) -> dict[str, Cell]:
    row: dict[str, Cell] = {"Split": name, "Passages": passages}
    for key in SHOWN:
        found = estimate_difference(scores_of(told[name], "rag", key), scores_of(told[WELL], "rag", key))
        change = f"{100 * found.value:+.1f} ({100 * found.low:+.1f} to {100 * found.high:+.1f})" if found else "–"
        row[f"{METRIC[key].label}, change in points"] = "–" if name == WELL else change
    return row


def _f1(told: Sequence[Told]) -> float:
    estimate = estimate_mean(scores_of(told, "rag", "f1"))
    return estimate.value if estimate else 0.0
