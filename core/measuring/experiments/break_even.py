"""Break-even: what training costs against what each question saves, measured here. "Never" is an answer.

Costs are seconds of this machine, and money only by a price for an hour of it. RAG pays for indexing at every change
of the documents and for reading passages at every question; fine-tuning pays for training at every change and for a
shorter answer at every question.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from core.measuring.charts import Chart, Point
from core.measuring.experiments.finding import Finding
from core.measuring.experiments.lab import Lab, Materials, with_epochs

KEY, TITLE = "break-even", "Break-even"
MONTHS_SHOWN = 24


@dataclass(frozen=True)
class Costs:
    """Seconds of this machine: indexing and training once, and one question to each arm (medians)."""

    index: float
    train: float
    ask_rag: float
    ask_tuned: float


@dataclass(frozen=True)
class Use:
    """How it would be used: questions and changes of the documents a month, and the price of an hour of the machine.

    `shared`: of the documents, the part that a change touches; indexing pays for that part only, training for all.
    """

    questions: float = 10_000
    changes: float = 1
    price_per_hour: float = 0.0
    shared: float = 0.1


def missing(materials: Materials) -> str:
    if not materials.documents or not materials.pairs:
        return "Add documents and training pairs first: indexing and training are measured."
    return "" if materials.questions else "Add evaluation questions first, on the Evaluate page."


def run(lab: Lab, options: Mapping[str, Any]) -> Finding:
    """`options`: `questions`, how many to ask at most; `epochs` (0: as recommended)."""
    given, count = lab.materials, int(options.get("questions", 20))
    questions = given.questions[:: max(1, len(given.questions) // count)][:count]
    lab.plan_steps(3)
    with lab.index("documents") as index:
        indexing = lab.once("indexing all documents", lambda: lab.add(index, given.documents))
        settings = with_epochs(int(options.get("epochs", 0)))
        training = lab.once("training", lambda: lab.train("all", given.pairs, settings)[1])
        adapters: dict[Any, Any] = {"closed-book": lab.folder / "adapters" / "all"}
        told = lab.once("asking", lambda: lab.ask(["rag", "tuned"], questions, index, adapters))
    seconds = {arm: median(each["seconds"] for each in told if each["arm"] == arm) for arm in ("rag", "tuned")}
    return conclude(Costs(indexing, training, seconds["rag"], seconds["tuned"]), Use())


def break_even_months(costs: Costs, use: Use) -> float | None:
    """Months after which fine-tuning has cost less in all than RAG; None for never, 0 from the start.

    >>> break_even_months(Costs(index=10, train=110, ask_rag=0.3, ask_tuned=0.1), Use(questions=1000, changes=0))
    0.5
    """
    head_start, saving = costs.train - costs.index, _monthly(costs, use, "rag") - _monthly(costs, use, "tuned")
    if head_start <= 0:
        return 0.0 if saving >= 0 else None
    return head_start / saving if saving > 0 else None


def total_seconds(costs: Costs, use: Use, arm: str, months: float) -> float:
    """Seconds of the machine from the first day on."""
    return (costs.index if arm == "rag" else costs.train) + months * _monthly(costs, use, arm)


def _monthly(costs: Costs, use: Use, arm: str) -> float:
    if arm == "rag":
        return use.questions * costs.ask_rag + use.changes * use.shared * costs.index
    return use.questions * costs.ask_tuned + use.changes * costs.train


def conclude(costs: Costs, use: Use) -> Finding:
    """From costs and a use to sentence and chart; the page calls it again as the user moves the use."""
    months = break_even_months(costs, use)
    shown = min(120.0, max(3.0, 2 * months)) if months else MONTHS_SHOWN
    unit, factor = ("", use.price_per_hour / 3600) if use.price_per_hour else ("h", 1 / 3600)
    points = tuple(
        Point(name, factor * total_seconds(costs, use, arm, at * shown / 12), x=round(at * shown / 12, 2))
        for arm, name in (("rag", "RAG"), ("tuned", "Fine-tuned"))
        for at in range(13)
    )
    chart = Chart(
        "Cost in all, from the first month on",
        "lines",
        points,
        "What RAG and fine-tuning have cost together with all questions and updates so far.",
        unit=unit,
        y_title="Money" if use.price_per_hour else "Hours of this machine",
        x_title="Months",
    )
    figures = {"index": costs.index, "train": costs.train, "ask_rag": costs.ask_rag, "ask_tuned": costs.ask_tuned}
    notes = (
        f"Measured on this machine: indexing {costs.index:.1f} s, training {costs.train:.0f} s, a question to RAG "
        f"{1000 * costs.ask_rag:.0f} ms, to the fine-tuned model {1000 * costs.ask_tuned:.0f} ms (medians).",
        "Only machine time is counted: no one’s work, and not whether the answers are right.",
    )
    return Finding(KEY, TITLE, _sentence(costs, use, months), chart, (), notes, figures)


def _sentence(costs: Costs, use: Use, months: float | None) -> str:
    changes = "1 change" if use.changes == 1 else f"{use.changes:g} changes"
    given = f"With {use.questions:,.0f} questions and {changes} of the documents a month,"
    saving = 1000 * (costs.ask_rag - costs.ask_tuned)
    if months is None:
        why = "a question costs no less" if saving <= 0 else "training again at every change eats the saving"
        return f"{given} fine-tuning never pays for its training here: {why}."
    if months == 0:
        return f"{given} fine-tuning costs less from the start."
    return (
        f"{given} fine-tuning, which saves {saving:.0f} ms a question, has paid for its training after {_span(months)}."
    )


def _span(months: float) -> str:
    if months >= 1:
        return f"{months:,.1f} months"
    return f"{30 * months:.1f} days" if months >= 1 / 30 else "less than a day"
