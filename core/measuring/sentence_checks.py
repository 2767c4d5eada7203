"""The verifier as an evaluation asks it: each different answer once, and timed, for it takes longer than all scores.

What the answers of all arms to a question need of the sentence encoder is computed in one call.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from core.answering.checking import check_answer, texts_to_embed
from core.records import Answer, CheckedSentence, EvaluationQuestion, Passage
from core.retrieval.index import Index, SearchResult
from core.retrieval.remembered import RememberedVectors
from core.retrieval.reranking import Point
from core.settings import RetrievalSettings

Key = tuple[str, str, tuple[str, ...]]


class SentenceChecks:
    """Checks answers against the passages of an index. `seconds`: spent on it so far."""

    def __init__(self, embed: RememberedVectors, index: Index | None, settings: RetrievalSettings) -> None:
        self.seconds = 0.0
        self.embed = embed
        self._index = _RememberingIndex(index, embed) if index else None
        self._settings = settings
        self._known: dict[Key, tuple[CheckedSentence, ...]] = {}

    def prepare(self, question: EvaluationQuestion, answers: Sequence[Answer]) -> None:
        """Embed at once what checking these answers, and comparing them with the accepted ones, will ask for."""
        began = time.perf_counter()
        said = [answer for answer in answers if not answer.refused]
        texts = [text for answer in said for text in (answer.text, *texts_to_embed(answer))]
        self.embed([*texts, *(question.answers if said else ())])
        if self._index:
            self._index.remember([source.passage for answer in said for source in answer.sources])
        self.seconds += time.perf_counter() - began

    def __call__(self, answer: Answer) -> tuple[CheckedSentence, ...]:
        """The sentences of an answer with their states. Arms that say the same of the same passages share them."""
        began = time.perf_counter()
        key = (answer.question, answer.text, tuple(source.passage.id for source in answer.sources))
        if key not in self._known:
            self._known[key] = check_answer(answer, self.embed, self._index, self._settings).sentences
        self.seconds += time.perf_counter() - began
        return self._known[key]


@dataclass(frozen=True)
class _RememberingIndex:
    """An index that embeds no question twice, and hands over the vectors of what it finds."""

    index: Index
    embed: RememberedVectors

    @property
    def passages(self) -> tuple[Passage, ...]:
        return self.index.passages

    def search_timed(self, question: str, k: int, candidates: int = 30, *, point: Point | None = None) -> SearchResult:
        found = self.index.search_timed(question, k, candidates, point=point, embed=self.embed)
        self.remember([each.passage for each in found.passages])
        return found

    def remember(self, passages: Sequence[Passage]) -> None:
        self.embed.know(self.index.sentence_vectors(passages))
