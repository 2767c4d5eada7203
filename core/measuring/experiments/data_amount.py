"""How much data: right answers against the number of training pairs, with and without other wordings of them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.measuring.charts import Chart, Point
from core.measuring.experiments.finding import Cell, Finding
from core.measuring.experiments.lab import Lab, Materials, scores_of, with_epochs
from core.measuring.exposure import PARAPHRASED, tag_by_exposure
from core.measuring.intervals import estimate_over_seeds
from core.records import EvaluationQuestion, TrainingPair
from core.tuning.splitting import spread_evenly

KEY, TITLE = "data-amount", "How much data"
SIZES = (10, 25, 50, 100)
WITH, WITHOUT, RAG = "with other wordings", "one wording each", "RAG, no training"

Scores = dict[str, dict[int, list[list[float]]]]
"""By series and number of pairs: the scores of each seed's adapter, question by question."""


def questions_on(materials: Materials, count: int) -> list[EvaluationQuestion]:
    """Questions, in wordings that were not trained on, about facts that all pairs together teach; spread evenly."""
    tagged = tag_by_exposure(materials.questions, materials.pairs)
    return spread_evenly([question for question in tagged if PARAPHRASED in question.tags], count)


def sizes_for(materials: Materials) -> list[int]:
    """Numbers of pairs to train on, up to all."""
    return [size for size in SIZES if size < len(materials.pairs)] + [len(materials.pairs)]


def missing(materials: Materials) -> str:
    if len(materials.pairs) <= SIZES[0]:
        return f"More than {SIZES[0]} training pairs are needed."
    if not questions_on(materials, 1):
        return (
            "Evaluation questions are needed that ask for trained facts in other words. Add some on the Evaluate page."
        )
    return ""


def run(lab: Lab, options: Mapping[str, Any]) -> Finding:
    """`options`: `sizes`, numbers of pairs; `seeds`, how many; `questions`, at most; `epochs` (0: as recommended)."""
    given = lab.materials
    questions = questions_on(given, int(options.get("questions", 40)))
    sizes, seeds = [int(size) for size in options["sizes"]], int(options.get("seeds", 3))
    rich = any(pair.paraphrases for pair in given.pairs)
    lab.plan_steps((1 + rich) * len(sizes) * seeds + 2)
    scores: Scores = {}
    for name in [WITH, WITHOUT] if rich else [WITHOUT]:
        for size in sizes:
            for seed in range(seeds):
                one = lab.once(
                    f"{size} pairs, {name}, seed {seed + 1}",
                    lambda name=name, size=size, seed=seed: _train_and_ask(lab, name, size, seed, questions, options),  # type: ignore[misc]
                )
                scores.setdefault(name, {}).setdefault(size, []).append(one)
    with lab.index("documents") as index:
        lab.once("indexing all documents", lambda: lab.add(index, given.documents))
        told = lab.once("asking RAG", lambda: lab.ask(["rag"], questions, index))
    scores[RAG] = {size: [_numbers(scores_of(told, "rag", "exact_match"))] for size in sizes}
    return conclude(scores, seeds)


def draw_pairs(pairs: Sequence[TrainingPair], size: int, seed: int, with_wordings: bool) -> list[TrainingPair]:
    """So many pairs, drawn by the seed; a smaller set is part of a larger one."""
    drawn = random.Random(seed).sample(list(pairs), len(pairs))[:size]
    return drawn if with_wordings else [replace(pair, paraphrases=()) for pair in drawn]


def _train_and_ask(
    lab: Lab, name: str, size: int, seed: int, questions: Sequence[EvaluationQuestion], options: Mapping[str, Any]
) -> list[float]:
    pairs = draw_pairs(lab.materials.pairs, size, seed, name == WITH)
    settings = replace(with_epochs(int(options.get("epochs", 0))), seed=seed)
    folder, _ = lab.train(f"{size}-{seed}-{name == WITH:d}", pairs, settings)
    return _numbers(scores_of(lab.ask(["tuned"], questions, None, {"closed-book": folder}), "tuned", "exact_match"))


def _numbers(scores: Sequence[float | None]) -> list[float]:
    return [score or 0.0 for score in scores]


def conclude(scores: Scores, seeds: int) -> Finding:
    points, table = [], []
    for name, by_size in scores.items():
        for size, by_seed in by_size.items():
            found = estimate_over_seeds(by_seed)
            low, high = 100 * found.low, 100 * found.high
            points.append(Point(name, 100 * found.value, x=size, low=low, high=high, n=found.n))
            row: dict[str, Cell] = {"Pairs": size, "Series": name, "Right (%)": round(100 * found.value, 1)}
            table.append(row | {"95 % interval": f"{low:.1f} to {high:.1f}", "Trainings": len(by_seed)})
    chart = Chart(
        "Right answers by the number of training pairs",
        "lines",
        tuple(points),
        "Exact match of the fine-tuned model on facts of the pairs in wordings that it was not trained on, for growing "
        "numbers of pairs; RAG, which needs none, beside it.",
        y_title="Right (%)",
        x_title="Training pairs",
    )
    notes = (
        f"{seeds} trainings for each point, each on pairs drawn anew; intervals are over trainings and questions.",
        "All questions are asked at every size: with few pairs most of the facts were never shown.",
    )
    return Finding(KEY, TITLE, _sentence(points), chart, tuple(table), notes)


def _sentence(points: Sequence[Point]) -> str:
    best = WITH if any(point.series == WITH for point in points) else WITHOUT
    tuned = sorted((each for each in points if each.series == best), key=lambda each: each.x or 0)
    rag = next(each for each in points if each.series == RAG)
    above = next((each for each in tuned if each.value >= rag.value), None)
    reach = (
        f"and reaches RAG’s {rag.value:.0f} % at {above.x:.0f}" if above else f"and stays below RAG’s {rag.value:.0f} %"
    )
    bare = [each for each in points if each.series == WITHOUT and best == WITH and each.x == tuned[-1].x]
    without = f"; with one wording each, {bare[0].value:.0f} % at {bare[0].x:.0f}" if bare else ""
    first, last = tuned[0], tuned[-1]
    way = f"goes from {first.value:.0f} % to" if first.x != last.x else "is"
    sizes = f"From {first.x:.0f} to {last.x:.0f}" if first.x != last.x else f"With {last.x:.0f}"
    return f"{sizes} training pairs ({best}) the fine-tuned model {way} {last.value:.0f} % right {reach}{without}."
