"""Evaluation questions -> the same, tagged by how much of them an adapter has seen. Without it, figures mix two things.

A closed-book arm can only know what it was trained on: accuracy on trained wordings, on other wordings of trained facts
and on facts that were never trained are three figures. A fact counts as trained where a training pair has the same
answer (after SQuAD normalisation) and does not come from another document.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.measuring.text_scores import normalise
from core.records import EvaluationQuestion, TrainingPair
from core.tuning.lineage import trained_wordings

SEEN, PARAPHRASED, UNSEEN, UNANSWERABLE = "seen wording", "paraphrased", "unseen fact", "unanswerable"
EXPOSURES: dict[str, str] = {
    SEEN: "Asked in words that the closed-book adapter was trained on.",
    PARAPHRASED: "A fact that it was trained on, asked in other words.",
    UNSEEN: "A fact that it was not trained on.",
    UNANSWERABLE: "Not in the documents: the right answer is to refuse.",
}
"""Tags given to questions, and what each means, in the order in which they are shown."""


def tag_by_exposure(
    questions: Iterable[EvaluationQuestion], trained: Sequence[TrainingPair]
) -> tuple[EvaluationQuestion, ...]:
    """Each question with the one tag that fits it in front; tags of that name that it had are taken away."""
    wordings = {normalise(wording) for wording in trained_wordings(trained)}
    facts = {(normalise(pair.answer), pair.source) for pair in trained}
    return tuple(_tagged(question, _exposure(question, wordings, facts)) for question in questions)


def _exposure(question: EvaluationQuestion, wordings: set[str], facts: set[tuple[str, str]]) -> str:
    if question.unanswerable:
        return UNANSWERABLE
    if normalise(question.question) in wordings:
        return SEEN
    answers = [normalise(answer) for answer in question.answers]
    sources = {question.source, ""} if question.source else {source for _, source in facts}
    return PARAPHRASED if any((answer, source) in facts for answer in answers for source in sources) else UNSEEN


def _tagged(question: EvaluationQuestion, exposure: str) -> EvaluationQuestion:
    return replace(question, tags=(exposure, *(tag for tag in question.tags if tag not in EXPOSURES)))
