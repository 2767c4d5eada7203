"""Forget a document: delete it, ask what only it knew. Which arm still tells, and what does it take to forget?"""

import time
from collections.abc import Mapping
from typing import Any

from core.errors import UnusableInput
from core.measuring.charts import Chart
from core.measuring.experiments.finding import Finding
from core.measuring.experiments.lab import Lab, Materials, with_epochs
from core.measuring.experiments.stages import Stages, count_right, stage_points, stage_table
from core.measuring.text_scores import holds_answer, pad
from core.records import AdapterKind, ArmName, EvaluationQuestion

KEY, TITLE = "forget-document", "Forget a document"
BEFORE, DELETED, TRAINED = "before", "deleted", "trained again without it"
MOST_QUESTIONS = 20
ARMS: list[ArmName] = ["rag", "tuned"]


def questions_about(materials: Materials, document: str) -> list[EvaluationQuestion]:
    """What only this document knows: questions and training pairs of it whose answer stands in no other document."""
    from_pairs = [EvaluationQuestion(pair.question, (pair.answer,), pair.source) for pair in materials.pairs]
    own = [each for each in [*materials.questions, *from_pairs] if each.source == document and not each.unanswerable]
    others = [pad(each.text) for each in materials.documents if each.name != document]
    only = [each for each in own if not any(holds_answer(text, each.answers) for text in others)]
    return list({each.question: each for each in only}.values())[:MOST_QUESTIONS]


def forgettable(materials: Materials) -> list[str]:
    """Documents that training pairs come from, and without which pairs are left."""
    sources = {pair.source for pair in materials.pairs}
    return [each.name for each in materials.documents if each.name in sources and len(sources) > 1]


def missing(materials: Materials) -> str:
    if "closed-book" not in materials.adapters:
        return "Train a closed-book adapter first: the experiment asks what it still knows."
    if not forgettable(materials):
        return "Training pairs of at least two documents are needed."
    return ""


def run(lab: Lab, options: Mapping[str, Any]) -> Finding:
    """`options`: `document`, a name, and `epochs` (0: as recommended)."""
    given, name = lab.materials, str(options["document"])
    questions, kept = questions_about(given, name), _other_questions(given, name)
    if not questions:
        raise UnusableInput(f"Nothing is known to stand in {name} alone. Choose another document.")
    left = [pair for pair in given.pairs if pair.source != name]
    settings = with_epochs(int(options.get("epochs", 0)))
    lab.plan_steps(8)
    with lab.index("documents") as index:
        lab.once("indexing all documents", lambda: lab.add(index, given.documents))
        told = {BEFORE: lab.once("asking before", lambda: lab.ask(ARMS, questions, index, given.adapters))}
        others = {BEFORE: lab.once("asking about the others", lambda: lab.ask(["tuned"], kept, None, given.adapters))}
        deleting = lab.once("deleting the document", lambda: _delete(index, name))
        told[DELETED] = lab.once("asking after deleting", lambda: lab.ask(ARMS, questions, index, given.adapters))
        training = lab.once("training again", lambda: lab.train("left", left, settings)[1])
        new: dict[AdapterKind, Any] = {"closed-book": lab.folder / "adapters" / "left"}
        told[TRAINED] = lab.once("asking after training", lambda: lab.ask(ARMS, questions, index, new))
        others[TRAINED] = lab.once("asking about the others again", lambda: lab.ask(["tuned"], kept, None, new))
    return conclude(name, told, others, deleting, training)


def _other_questions(materials: Materials, document: str) -> list[EvaluationQuestion]:
    """Trained wordings of the other documents' facts, spread over them: what has to stay."""
    others = [pair for pair in materials.pairs if pair.source != document]
    step = max(1, len(others) // MOST_QUESTIONS)
    return [EvaluationQuestion(pair.question, (pair.answer,), pair.source) for pair in others[::step][:MOST_QUESTIONS]]


def _delete(index: Any, name: str) -> float:
    began = time.perf_counter()
    index.remove(name)
    return time.perf_counter() - began


def conclude(document: str, told: Stages, others: Stages, delete_seconds: float, train_seconds: float) -> Finding:
    """One sentence, chart and table from what was told at each stage, of this document and of the `others`."""
    chart = Chart(
        "Facts of the deleted document that are still told",
        "intervals",
        stage_points(told),
        "Share of questions that only the deleted document answers, and that each arm still answers right. After the "
        "deletion, less is better.",
    )
    asked = len({each["question"] for each in told[BEFORE]})
    sentence = (
        f"Of {asked} facts that only {document} holds, RAG told {count_right(told[BEFORE], 'rag')} before and "
        f"{count_right(told[DELETED], 'rag')} after it was deleted ({delete_seconds:.1f} s); the fine-tuned model told "
        f"{count_right(told[BEFORE], 'tuned')} before, still {count_right(told[DELETED], 'tuned')} after, and "
        f"{count_right(told[TRAINED], 'tuned')} once trained again without it ({train_seconds:.0f} s)."
    )
    notes = (
        f"Of {len(others[BEFORE])} facts of other documents, the fine-tuned model told "
        f"{count_right(others[BEFORE], 'tuned')} before and {count_right(others[TRAINED], 'tuned')} after.",
        "A right answer after training again is a guess, or is known from elsewhere.",
    )
    figures = {"delete_seconds": delete_seconds, "train_seconds": train_seconds}
    return Finding(KEY, TITLE, sentence, chart, stage_table(told), notes, figures)
