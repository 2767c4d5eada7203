"""A training pair -> its passage in the documents as they are now, with the answer in it. Pure.

A pair that tells its passage is looked up by it; another by its answer, in the passage of its document that shares most
words with the question.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.documents.places import Places
from core.documents.splitting import split_into_passages
from core.records import Document, Evidence, Passage, TrainingPair
from core.settings import RetrievalSettings
from core.tuning.proposing.likeness import plain_words


@dataclass(frozen=True)
class PairPassage:
    """Where a pair comes from. `evidence` marks the answer; empty where it does not stand there word for word."""

    passage: Passage
    evidence: tuple[Evidence, ...]


class PassageFinder:
    """Looks up passages in documents; each document is split once."""

    def __init__(self, documents: Iterable[Document], settings: RetrievalSettings) -> None:
        self._documents = {document.name: document for document in documents}
        self._settings = settings
        self._passages: dict[str, tuple[Passage, ...]] = {}

    def find(self, pair: TrainingPair) -> PairPassage | None:
        """None where the pair's document is not here, its passage has changed, or its answer stands nowhere."""
        document = self._documents.get(pair.source)
        if document is None:
            return None
        passage = _quoted(document, pair.passage) if pair.passage else self._best(document, pair)
        return PairPassage(passage, tuple(_answer_in(passage, pair.answer))) if passage else None

    def attach(self, pairs: Sequence[TrainingPair]) -> tuple[TrainingPair, ...]:
        """The pairs with the passage of each as it stands now; what cannot be found stays as it is."""
        found = [self.find(replace(pair, passage="")) for pair in pairs]
        return tuple(
            replace(pair, passage=each.passage.text) if each else pair for pair, each in zip(pairs, found, strict=True)
        )

    def place(self, pairs: Sequence[TrainingPair]) -> tuple[TrainingPair, ...]:
        """The pairs, each with its own passage if that still stands, else as `attach`; empty where there is none."""
        found = [self.find(pair) or (self.find(replace(pair, passage="")) if pair.passage else None) for pair in pairs]
        return tuple(
            replace(pair, passage=each.passage.text if each else "") for pair, each in zip(pairs, found, strict=True)
        )

    def _best(self, document: Document, pair: TrainingPair) -> Passage | None:
        asked = set(plain_words(pair.question))
        holding = [each for each in self._split(document) if answer_spans(each.text, pair.answer)]
        return max(holding, key=lambda each: len(asked & set(plain_words(each.heading + each.text))), default=None)

    def _split(self, document: Document) -> tuple[Passage, ...]:
        if document.name not in self._passages:
            self._passages[document.name] = split_into_passages(document, self._settings)
        return self._passages[document.name]


def _quoted(document: Document, text: str) -> Passage | None:
    """The passage of this text; None where the document does not hold it any more."""
    start = document.text.find(text)
    if start < 0:
        return None
    end, places = start + len(text), Places(document)
    place = (places.page(start), places.heading(start, end), places.rows(start, end))
    return Passage(f"{document.name}:{start}-{end}", document.name, document.version, start, end, text, *place)


def _answer_in(passage: Passage, answer: str) -> Iterable[Evidence]:
    for start, end in answer_spans(passage.text, answer)[:1]:
        at = passage.start + start
        yield Evidence(passage.document, at, passage.start + end, passage.text[start:end], passage.id, passage.page)


def answer_spans(text: str, answer: str) -> list[tuple[int, int]]:
    """Where the answer stands as whole words, whatever its case and the space between its words.

    >>> answer_spans("It takes Five\\nMonths.", "five months")
    [(9, 20)]
    """
    words = r"\s+".join(re.escape(word) for word in answer.split())
    return [match.span() for match in re.finditer(rf"(?<!\w){words}(?!\w)", text, re.IGNORECASE)] if words else []


def stands_in(pair: TrainingPair, documents: Mapping[str, Document]) -> bool:
    """Whether a pair's answer stands in its passage; without one in its document; without that in any of them."""
    if pair.passage:
        return bool(answer_spans(pair.passage, pair.answer))
    document = documents.get(pair.source)
    return any(answer_spans(each.text, pair.answer) for each in ([document] if document else documents.values()))
