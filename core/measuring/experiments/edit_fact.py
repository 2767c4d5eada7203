"""Edit a fact: change it in its document, index again, ask; then train again, ask. What does each update path take?"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from itertools import islice
from typing import Any

from core.errors import UnusableInput
from core.measuring.charts import Chart
from core.measuring.experiments.finding import Finding
from core.measuring.experiments.lab import Lab, Materials, with_epochs
from core.measuring.experiments.stages import Stages, count_right, stage_points, stage_table
from core.records import AdapterKind, ArmName, Document, EvaluationQuestion, TrainingPair

KEY, TITLE = "edit-fact", "Edit a fact"
BEFORE, INDEXED, TRAINED = "before the edit", "indexed again", "trained again"
NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
SHIFT = 2


@dataclass(frozen=True)
class Edit:
    """A fact to change: the pair that asks for it, and the sentence of its document before and after."""

    document: str
    question: str
    old_answer: str
    new_answer: str
    old_sentence: str
    new_sentence: str


def suggest_edits(materials: Materials, limit: int = 40) -> list[Edit]:
    """Facts of training pairs that stand exactly once in their document; those with a number come with a new one."""
    with_number_first = sorted(materials.pairs, key=lambda pair: change_number(pair.answer) == pair.answer)
    once = (
        edit_of(document, pair, change_number(pair.answer))
        for pair in with_number_first
        if (document := materials.document(pair.source)) and len(_occurrences(pair.answer, document.text)) == 1
    )
    return list(islice(once, limit))


def edit_of(document: Document, pair: TrainingPair, new_answer: str) -> Edit:
    """The edit that puts a new answer in the place of the pair's. Raises `UnusableInput` unless it is one."""
    found = _occurrences(pair.answer, document.text)
    if len(found) != 1:
        raise UnusableInput(
            f"“{pair.answer}” stands {len(found)} times in {document.name}. Choose a fact that stands there once."
        )
    (at,) = found
    start, end = _sentence(document.text, at)
    old = document.text[start:end]
    new = document.text[start:at] + new_answer + document.text[at + len(pair.answer) : end]
    return Edit(document.name, pair.question, pair.answer, new_answer, old, new)


def change_number(text: str) -> str:
    """The text with its first number changed; unchanged without any.

    >>> change_number("1.25 times"), change_number("five months"), change_number("Ada Lovelace")
    ('3.25 times', 'seven months', 'Ada Lovelace')
    """

    def changed(match: re.Match[str]) -> str:
        found = match[0]
        if found.isdigit():
            return str(int(found) + max(SHIFT, int(found) // 4))
        return NUMBERS[(NUMBERS.index(found) + SHIFT) % len(NUMBERS)]

    return re.sub(rf"\d+|\b({'|'.join(NUMBERS)})\b", changed, text, count=1)


def _occurrences(answer: str, text: str) -> list[int]:
    return [match.start() for match in re.finditer(rf"(?<!\w){re.escape(answer)}(?!\w)", text, re.IGNORECASE)]


def _sentence(text: str, at: int) -> tuple[int, int]:
    """Start and end of the sentence or line that holds a position."""
    starts = [match.end() for match in re.finditer(r"\n|[.!?]\s+", text[:at])]
    end = re.search(r"\n|[.!?](?=\s|$)", text[at:])
    return (starts[-1] if starts else 0), (at + end.end() if end else len(text))


def missing(materials: Materials) -> str:
    if "closed-book" not in materials.adapters or not materials.pairs:
        return "Train a closed-book adapter first: the experiment trains it again after the edit."
    if not suggest_edits(materials, 1):
        return "No training pair’s answer stands exactly once in its document. Add such a pair."
    return ""


def run(lab: Lab, options: Mapping[str, Any]) -> Finding:
    """`options`: the fields of an `Edit`, `epochs` (0: as recommended), `raft`: train the RAFT adapter again too."""
    edit, given = Edit(**{key: options[key] for key in Edit.__dataclass_fields__}), lab.materials
    if edit.new_answer.strip().lower() in ("", edit.old_answer.strip().lower()):
        raise UnusableInput("The new answer is empty or the old one. Type another one.")
    questions = _questions(given, edit)
    arms: list[ArmName] = ["rag", "tuned", "hybrid"] if "raft" in given.adapters else ["rag", "tuned"]
    raft = bool(options.get("raft")) and "raft" in given.adapters
    lab.plan_steps(6 + raft)
    with lab.index("documents") as index:
        lab.once("indexing all documents", lambda: lab.add(index, given.documents))
        told = {BEFORE: lab.once("asking before the edit", lambda: lab.ask(arms, questions, index, given.adapters))}
        seconds = lab.once("indexing the edited document", lambda: lab.add(index, [_edited(given, edit)]))
        told[INDEXED] = lab.once("asking after indexing", lambda: lab.ask(arms, questions, index, given.adapters))
        pairs, epochs = _edited_pairs(given, edit), int(options.get("epochs", 0))
        trained = lab.once("training again", lambda: lab.train("edited", pairs, with_epochs(epochs))[1])
        adapters: dict[AdapterKind, Any] = {**given.adapters, "closed-book": lab.folder / "adapters" / "edited"}
        trained_raft = None
        if raft:
            good = with_epochs(epochs, "raft")
            trained_raft = lab.once("training RAFT again", lambda: lab.train("raft", pairs, good, index.search)[1])
            adapters["raft"] = lab.folder / "adapters" / "raft"
        told[TRAINED] = lab.once("asking after training", lambda: lab.ask(arms, questions, index, adapters))
    return conclude(edit, told, seconds, trained, trained_raft)


def _edited_pairs(materials: Materials, edit: Edit) -> list[TrainingPair]:
    return [
        replace(pair, answer=edit.new_answer) if pair.question == edit.question else pair for pair in materials.pairs
    ]


def _edited(materials: Materials, edit: Edit) -> Document:
    document = materials.document(edit.document)
    if document is None or edit.old_sentence not in document.text:
        raise UnusableInput(f"The sentence to change is not in {edit.document} any more. Choose it again.")
    text = document.text.replace(edit.old_sentence, edit.new_sentence, 1)
    longer, at = len(text) - len(document.text), document.text.index(edit.old_sentence)
    headings = tuple(replace(each, start=each.start + longer * (each.start > at)) for each in document.headings)
    pages = tuple(
        replace(each, start=each.start + longer * (each.start > at), end=each.end + longer * (each.end > at))
        for each in document.pages
    )
    version = sha256(text.encode("utf8", errors="replace")).hexdigest()[:12]
    return replace(document, text=text, version=version, headings=headings, pages=pages)


def _questions(materials: Materials, edit: Edit) -> list[EvaluationQuestion]:
    """Every wording of the fact; right is the new answer."""
    pair = next((each for each in materials.pairs if each.question == edit.question), None)
    if pair is None:
        raise UnusableInput("The training pair of this fact is gone. Choose another fact.")
    wordings = dict.fromkeys((pair.question, *pair.paraphrases))
    return [EvaluationQuestion(wording, (edit.new_answer,), edit.document) for wording in wordings]


def conclude(
    edit: Edit, told: Stages, index_seconds: float, train_seconds: float, raft_seconds: float | None = None
) -> Finding:
    """One sentence, chart and table from what was told at each stage. `raft_seconds`: where RAFT was trained again."""
    chart = Chart(
        f"Share of wordings answered with “{edit.new_answer}”",
        "intervals",
        stage_points(told),
        "How many wordings of the question each arm answers with the new fact: before the edit, after indexing the "
        "document again, and after training again.",
    )
    wordings = len({each["question"] for each in told[BEFORE]})
    sentence = (
        f"Indexing the edited document took {index_seconds:.1f} s, and then RAG gave the new answer to "
        f"{count_right(told[INDEXED], 'rag')} of {wordings} wordings, the fine-tuned model to "
        f"{count_right(told[INDEXED], 'tuned')}; training again took {train_seconds:.0f} s, "
        f"{train_seconds / max(index_seconds, 1e-3):,.0f} times as long, and then the fine-tuned model gave it to "
        f"{count_right(told[TRAINED], 'tuned')} of {wordings}."
    )
    notes = (
        f"Changed in {edit.document}: “{edit.old_sentence.strip()}” → “{edit.new_sentence.strip()}”",
        "Only the closed-book adapter was trained again."
        if raft_seconds is None
        else f"Training the RAFT adapter again took {raft_seconds:.0f} s; Hybrid then gave the new answer to "
        f"{count_right(told[TRAINED], 'hybrid')} of {wordings}, and {count_right(told[INDEXED], 'hybrid')} before.",
    )
    figures = {"index_seconds": index_seconds, "train_seconds": train_seconds}
    if raft_seconds is not None:
        figures["raft_seconds"] = raft_seconds
    return Finding(KEY, TITLE, sentence, chart, stage_table(told), notes, figures)


def options_of(edit: Edit, epochs: int = 0, raft: bool = False) -> dict[str, Any]:
    return {**asdict(edit), "epochs": epochs, "raft": raft}
