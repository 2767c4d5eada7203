"""Passages -> statements: sentences and table rows, with their clauses and what stands around them.

Passages of one document that touch or overlap are joined first, so that a sentence that was cut between two of them,
or by the end of a page, is whole again. Offsets are positions in the document.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeVar

from core.answering.language.detail import Detail
from core.answering.language.details import find_details
from core.answering.language.names import find_names
from core.answering.language.opposites import denials
from core.answering.language.sentences import Span, clause_spans, is_row, sentence_spans
from core.answering.language.units import unit_table
from core.answering.language.words import Word, content_words, words_of
from core.records import Evidence, Passage

Found = TypeVar("Found", Word, Detail)

WIDEST_GAP = 3
"""Characters that may lie between two passages for them to be joined: the space that splitting strips."""
STRETCHES_REMEMBERED = 256


@dataclass(frozen=True)
class Stretch:
    """Text of a document without a gap, from `start` on; `passages` are those that it was joined from.

    `opening`: how the document begins.
    """

    start: int
    text: str
    passages: tuple[Passage, ...]
    opening: str = ""

    @property
    def context(self) -> str:
        """The document's name and beginning and the headings: what a sentence need not repeat."""
        names = dict.fromkeys(each for one in self.passages for each in (Path(one.document).stem, one.heading))
        return f"{' '.join(names)} {self.opening}".replace("-", " ").replace("_", " ")

    def evidence(self, span: Span) -> Evidence:
        """Characters `span` of this stretch, as evidence. Its passage is the first that holds its beginning."""
        start, end = self.start + span[0], self.start + span[1]
        holding = [one for one in self.passages if one.start <= start < one.end] or list(self.passages)
        first = holding[0]
        return Evidence(first.document, start, end, self.text[slice(*span)], first.id, first.page)


@dataclass(frozen=True)
class Clause:
    """A part of a statement that says one thing; offsets are positions in its stretch."""

    span: Span
    words: tuple[Word, ...]
    details: tuple[Detail, ...]
    names: tuple[Word, ...]
    denials: int

    @cached_property
    def texts(self) -> frozenset[str]:
        """Its words without their places."""
        return frozenset(word.text for word in self.words)


@dataclass(frozen=True)
class Statement:
    """A sentence or a row: `stretch.text[span]`. `before`: the sentence that it may refer back to."""

    stretch: Stretch
    span: Span
    clauses: tuple[Clause, ...]
    row: bool
    before: tuple[Word, ...]
    context: tuple[Word, ...]
    text_before: str = ""

    @property
    def text(self) -> str:
        return self.stretch.text[slice(*self.span)]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for clause in self.clauses for word in clause.words)

    @cached_property
    def texts(self) -> frozenset[str]:
        """Its words without their places."""
        return frozenset(word.text for word in self.words)

    @cached_property
    def context_texts(self) -> frozenset[str]:
        return frozenset(word.text for word in self.context)

    @cached_property
    def before_texts(self) -> frozenset[str]:
        return frozenset(word.text for word in self.before)

    @cached_property
    def details(self) -> tuple[Detail, ...]:
        return tuple(detail for clause in self.clauses for detail in clause.details)


def join_passages(passages: Iterable[Passage]) -> list[Stretch]:
    """Stretches by document and position."""
    stretches: list[Stretch] = []
    for passage in sorted(passages, key=lambda each: (each.document, each.version, each.start, each.end)):
        last = stretches[-1] if stretches else None
        if last and _touches(last, passage):
            end = last.start + len(last.text)
            gap = "\n" * max(0, passage.start - end)
            text = last.text + gap + passage.text[max(0, end - passage.start) :]
            stretches[-1] = Stretch(last.start, text, (*last.passages, passage))
        else:
            stretches.append(Stretch(passage.start, passage.text, (passage,)))
    return stretches


def _touches(stretch: Stretch, passage: Passage) -> bool:
    one = stretch.passages[-1]
    same = (one.document, one.version) == (passage.document, passage.version)
    return same and passage.start <= stretch.start + len(stretch.text) + WIDEST_GAP


def find_statements(passages: Sequence[Passage], openings: Mapping[str, str] | None = None) -> list[Statement]:
    """Every statement of the passages. `openings`: how their documents begin, by name."""
    known = openings or {}
    stretches = [replace(each, opening=known.get(each.passages[0].document, "")) for each in join_passages(passages)]
    return [statement for stretch in stretches for statement in _statements(stretch)]


@lru_cache(maxsize=STRETCHES_REMEMBERED)
def _statements(stretch: Stretch) -> tuple[Statement, ...]:
    """Remembered: the answers of several arms are checked against the same passages."""
    return tuple(_cut(stretch))


def _cut(stretch: Stretch) -> Iterator[Statement]:
    context = tuple(content_words(stretch.context))
    before: tuple[Word, ...] = ()
    text_before = ""
    for span in sentence_spans(stretch.text):
        row = is_row(stretch.text[slice(*span)])
        statement = Statement(
            stretch, span, _clauses(stretch.text, span, row), row, () if row else before, context, text_before
        )
        yield statement
        before, text_before = statement.words, "" if row else statement.text


def _clauses(text: str, span: Span, row: bool) -> tuple[Clause, ...]:
    details = [] if row else _moved(find_details(text[slice(*span)]), span[0])
    spans = clause_spans(text, span, [(each.start - span[0], each.end - span[0]) for each in details])
    return tuple(_clause(text, each, _field_details(text, each) if row else details) for each in spans)


def _clause(text: str, span: Span, details: Sequence[Detail]) -> Clause:
    piece = text[slice(*span)]
    return Clause(
        span,
        tuple(_moved(content_words(piece), span[0])),
        tuple(each for each in details if span[0] <= each.start < span[1]),
        tuple(name for name in _moved(find_names(piece), span[0]) if not _within(name, details)),
        denials(piece),
    )


def _within(name: Word, details: Sequence[Detail]) -> bool:
    return any(each.start < name.end and name.start < each.end for each in details)


def _field_details(text: str, span: Span) -> list[Detail]:
    """Details of a table's field; in `Price in euros: 79` the column's name gives a bare number its unit."""
    piece = text[slice(*span)]
    column, _, _ = piece.partition(": ")
    unit = next(
        (word.text for word in reversed(words_of(column)) if len(word.text) > 1 and word.text in unit_table()), ""
    )
    found = find_details(piece)
    if unit:
        measure, factor = unit_table()[unit]
        found = [
            replace(each, kind=measure, value=frozenset(value * factor for value in each.value))
            if each.kind == "number" and each.start > len(column)
            else each
            for each in found
        ]
    return _moved(found, span[0])


def _moved(found: Iterable[Found], by: int) -> list[Found]:
    return [replace(each, start=each.start + by, end=each.end + by) for each in found]
