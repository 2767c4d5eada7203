"""One question's searches, each made once for all arms that need it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.answering.checking import PassageIndex
from core.records import Passage

if TYPE_CHECKING:
    from core.retrieval.index import SearchResult
    from core.retrieval.reranking import Point


@dataclass(frozen=True)
class SharedSearch:
    """An index for the arms that are asked one question. What is found again has the seconds that it took to find."""

    index: PassageIndex
    _found: "dict[tuple[str, int, int, bool], SearchResult]" = field(default_factory=dict)

    @property
    def passages(self) -> tuple[Passage, ...]:
        return self.index.passages

    def search_timed(
        self, question: str, k: int, candidates: int = 30, *, point: "Point | None" = None
    ) -> "SearchResult":
        wanted = question, k, candidates, point is not None
        if wanted not in self._found:
            self._found[wanted] = self.index.search_timed(question, k, candidates, point=point)
        return self._found[wanted]
