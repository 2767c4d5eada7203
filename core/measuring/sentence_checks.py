"""The verifier as an evaluation asks it: each different answer once, and timed, for it takes longer than all scores."""

import time
from typing import TYPE_CHECKING

from core.answering.checking import PassageIndex, check_answer
from core.records import Answer, CheckedSentence
from core.settings import RetrievalSettings

if TYPE_CHECKING:
    from core.answering.checking import Embed

Key = tuple[str, str, tuple[str, ...]]


class SentenceChecks:
    """Checks answers against the passages of an index. `seconds`: spent on it so far."""

    def __init__(self, embed: "Embed", index: PassageIndex | None, settings: RetrievalSettings) -> None:
        self.seconds = 0.0
        self.embed = embed
        self._index, self._settings = index, settings
        self._known: dict[Key, tuple[CheckedSentence, ...]] = {}

    def __call__(self, answer: Answer) -> tuple[CheckedSentence, ...]:
        """The sentences of an answer with their states. Arms that say the same of the same passages share them."""
        began = time.perf_counter()
        key = (answer.question, answer.text, tuple(source.passage.id for source in answer.sources))
        if key not in self._known:
            self._known[key] = check_answer(answer, self.embed, self._index, self._settings).sentences
        self.seconds += time.perf_counter() - began
        return self._known[key]
