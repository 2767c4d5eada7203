"""Auto: picks an arm for each question, and says which and why.

It looks at how near the question comes to what was trained and how good the passages found for it are. Where something
near was trained the fine-tuned model, the quickest arm, is asked, and its answer taken if its own confidence says so;
else the arm that reads best is asked, with the passages found already. `auto_rule` turns signals into chances.
"""

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.answering.answerer import ARM_LABELS, Answerer, check_question
from core.answering.arms import OpenBook
from core.answering.auto_rule import AutoRule
from core.answering.nearest import NearPair, TrainedPairs
from core.models.confidence import log_odds
from core.models.generator import OnText
from core.records import Answer, ArmName
from core.retrieval.relevance import best_cosine

if TYPE_CHECKING:
    from core.retrieval.index import SearchResult


@dataclass(frozen=True)
class Auto:
    """`readers`: the arms that read, at least one; `trained`: what `tuned` was trained on."""

    tuned: Answerer | None
    readers: tuple[OpenBook, ...]
    trained: TrainedPairs | None
    rule: AutoRule
    name: ArmName = "auto"

    def answer(self, question: str, on_text: OnText | None = None) -> Answer:
        question = check_question(question)
        found = self.readers[0].search(question)
        near = self.trained.nearest(found.question_embedding, 1) if self.tuned and self.trained else ()
        if not near or self.tuned is None:
            why = "there is no fine-tuned model to choose."
            return self._read(self.readers[0], question, found, why, on_text)
        return self._weigh(self.tuned, near[0], question, found, on_text)

    def _weigh(
        self, tuned: Answerer, near: NearPair, question: str, found: "SearchResult", on_text: OnText | None
    ) -> Answer:
        signals = {"similarity": near.similarity, "cosine": best_cosine(found.passages)}
        readers = {reader.name: reader for reader in self.readers}
        reader = readers[self.rule.best(list(readers), signals)]
        nearest = f"the nearest trained question, “{near.question}”, has similarity {near.similarity:.2f}"
        if near.similarity < self.rule.try_from:
            why = f"{nearest}, below {self.rule.try_from:.2f}, so the answer has to be read."
            return self._read(reader, question, found, why, on_text)
        tried = tuned.answer(question)
        sure = tried.confidence or 0.0
        mine = self.rule.chance("tuned", signals | {"sureness": log_odds(sure)})
        reading = self.rule.chance(reader.name, signals)
        odds = f"{_percent(mine)} to be right, {ARM_LABELS[reader.name]} {_percent(reading)}"
        if mine >= reading:
            why = f"{nearest}, and it is {sure:.2f} sure: {odds}."
            return self._take(tried, question, found, why, on_text)
        why = f"{nearest}, but Fine-tuned is only {sure:.2f} sure of its answer: {odds}."
        return _with_cost(self._read(reader, question, found, why, on_text), tried)

    def _take(self, tried: Answer, question: str, found: "SearchResult", why: str, on_text: OnText | None) -> Answer:
        if on_text:
            on_text(tried.text)
        seconds = found.seconds | tried.seconds
        return replace(tried, arm=self.name, chosen="tuned", seconds=seconds, note=_note("tuned", why))

    def _read(self, reader: OpenBook, question: str, found: "SearchResult", why: str, on_text: OnText | None) -> Answer:
        answer = reader.answer_from(question, found, on_text)
        return replace(answer, arm=self.name, chosen=reader.name, note=_note(reader.name, why))


def _note(arm: ArmName, why: str) -> str:
    return f"Auto chose {ARM_LABELS[arm]}: {why}"


def _percent(chance: float) -> str:
    return f"{100 * chance:.0f} %"


def _with_cost(answer: Answer, tried: Answer) -> Answer:
    """The answer, with what it took to ask another arm in vain."""
    seconds = Counter(answer.seconds)
    seconds.update(tried.seconds)
    return replace(
        answer,
        seconds=dict(seconds),
        tokens=answer.tokens + tried.tokens,
        tokens_written=answer.tokens_written + tried.tokens_written,
    )
