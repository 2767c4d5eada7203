"""The arms: closed book (Base, Fine-tuned), open book (RAG, Hybrid, Fine-tuned + RAG). One decoding for all of them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from core.answering.answerer import check_question
from core.answering.evidence import find_evidence
from core.models.generator import Generator, OnText, Reply, fits_of
from core.records import Answer, ArmName, RankedPassage
from core.settings import RetrievalSettings

if TYPE_CHECKING:
    from core.retrieval.index import SearchResult
    from core.retrieval.reranking import Point


class Searcher(Protocol):
    """What an open-book arm needs of an index."""

    def search_timed(
        self, question: str, k: int, candidates: int = 30, *, point: "Point | None" = None
    ) -> "SearchResult": ...


@dataclass(frozen=True)
class ClosedBook:
    """Answers from what the model remembers; no passage is read."""

    name: ArmName
    generator: Generator

    def answer(self, question: str, on_text: OnText | None = None) -> Answer:
        question = check_question(question)
        started = time.perf_counter()
        reply = self.generator.reply(question, (), on_text)
        return _make_answer(self.name, question, self.generator, reply, (), {"generate": _since(started)})


@dataclass(frozen=True)
class OpenBook:
    """Retrieves passages and answers from them. `point`: ranks the first of them again."""

    name: ArmName
    generator: Generator
    index: Searcher
    settings: RetrievalSettings = RetrievalSettings()
    point: "Point | None" = None

    def answer(self, question: str, on_text: OnText | None = None) -> Answer:
        question = check_question(question)
        return self.answer_from(question, self.search(question), on_text)

    def search(self, question: str) -> "SearchResult":
        """The passages that the model would be given."""
        return self.index.search_timed(question, self.settings.passages, self.settings.candidates, point=self.point)

    def answer_from(self, question: str, found: "SearchResult", on_text: OnText | None = None) -> Answer:
        """Answer a checked question from what was found for it."""
        started = time.perf_counter()
        passages = [each.passage for each in found.passages]
        reply = self.generator.reply(question, passages, on_text, fits_of(found.passages))
        seconds = found.seconds | {"generate": _since(started) + reply.seconds_spared}
        return _make_answer(self.name, question, self.generator, reply, found.passages, seconds)


def _make_answer(
    arm: ArmName,
    question: str,
    generator: Generator,
    reply: Reply,
    sources: Sequence[RankedPassage],
    seconds: dict[str, float],
) -> Answer:
    return Answer(
        arm=arm,
        question=question,
        text=reply.text,
        refused=reply.refused,
        confidence=reply.confidence,
        model=generator.name,
        sources=tuple(sources),
        evidence=find_evidence(reply, sources),
        seconds=seconds,
        tokens=reply.tokens,
        tokens_written=reply.tokens_written,
        written=reply.written,
        memory=reply.memory,
    )


def _since(started: float) -> float:
    return time.perf_counter() - started
