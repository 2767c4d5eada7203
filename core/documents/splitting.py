"""A Document -> Passages that quote it to the character.

LangChain's recursive splitter chooses the cuts, within one section at a time. It runs without overlap and without
stripping, so that its pieces join to the section again and offsets are sums of lengths: its own `add_start_index`
searches for the text of a piece and finds the wrong place where a document repeats itself. The overlap is added here.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from core.documents.places import Places
from core.errors import UnusableInput
from core.records import Document, Passage
from core.settings import RetrievalSettings

SHORTEST, LONGEST = 100, 4000
"""Characters that a passage length may be set to."""

SMALLEST_SECTION = 4
"""A section under a heading with less than a quarter of the passage length is joined with the next."""

CUTS = [r"\n\n+", r"\n", r"(?<=[.!?;])\s+|(?<=[。！？；])", r"\s+", ""]
"""Where to cut, best first: between paragraphs, lines, sentences, words, anywhere."""

Span = tuple[int, int]


def split_into_passages(document: Document, settings: RetrievalSettings) -> tuple[Passage, ...]:
    """Passages in order, each of at most `settings.passage_characters`. All text that is not blank lies in one.

    Prose overlaps by up to `settings.overlap_characters` within a section, beginning at a sentence or word. Tables are
    cut between rows and do not overlap. Raises `UnusableInput` for settings that make no sense.
    """
    check_settings(settings)
    spans = _table_spans(document, settings) if document.kind == "table" else _prose_spans(document, settings)
    stripped = (_strip(document.text, span) for span in spans)
    places = Places(document)
    return tuple(_passage(document, places, start, end) for start, end in stripped if start < end)


def check_settings(settings: RetrievalSettings) -> None:
    """Raise `UnusableInput` unless passage length and overlap fit each other."""
    length, overlap = settings.passage_characters, settings.overlap_characters
    if not SHORTEST <= length <= LONGEST:
        raise UnusableInput(f"Passages of {length} characters: choose a length from {SHORTEST} to {LONGEST}.")
    if not 0 <= overlap <= length // 2:
        raise UnusableInput(
            f"An overlap of {overlap} characters: choose one from 0 to half the passage length, {length // 2}."
        )


def _prose_spans(document: Document, settings: RetrievalSettings) -> Iterator[Span]:
    limit, overlap = settings.passage_characters, settings.overlap_characters
    for section in _sections(document, limit // SMALLEST_SECTION):
        pieces = [section] if section[1] - section[0] <= limit else _pieces(document.text, section, limit - overlap)
        for start, end in _join_small(pieces, limit // SMALLEST_SECTION, limit):
            room = min(overlap, limit - (end - start))
            yield _overlapping_start(document.text, section[0], start, room), end


def _join_small(spans: Iterable[Span], smallest: int, limit: int) -> list[Span]:
    """Adjacent spans, with those shorter than `smallest` joined to a neighbour where both fit into `limit`."""
    joined: list[Span] = []
    for start, end in spans:
        before = joined[-1] if joined else (start, start)
        if min(end - start, before[1] - before[0]) < smallest and end - before[0] <= limit and joined:
            joined[-1] = (before[0], end)
        else:
            joined.append((start, end))
    return joined


def _sections(document: Document, smallest: int) -> Iterator[Span]:
    """Spans from heading to heading, those with less than `smallest` characters joined with what follows."""
    start = 0
    for heading in document.headings:
        if len(document.text[start : heading.start].strip()) >= smallest:
            yield start, heading.start
            start = heading.start
    yield start, len(document.text)


def _pieces(text: str, span: Span, size: int) -> Iterator[Span]:
    """Spans that join to `span`, each of at most `size` characters."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        CUTS, keep_separator="end", is_separator_regex=True, strip_whitespace=False, chunk_size=size, chunk_overlap=0
    )
    at = span[0]
    for piece in splitter.split_text(text[slice(*span)]):
        yield at, at + len(piece)
        at += len(piece)


def _overlapping_start(text: str, section_start: int, at: int, overlap: int) -> int:
    """Where a passage cut at `at` begins so as to repeat the end of the one before: at a sentence, else at a word."""
    earliest = max(section_start, at - overlap)
    if earliest == section_start:
        return earliest
    before = text[earliest:at]
    sentences = re.finditer(r"\n|[.!?;]\s+", before)
    words = re.finditer(r"\s+", before)
    return earliest + next((match.end() for match in chain(sentences, words)), at - earliest)


def _table_spans(document: Document, settings: RetrievalSettings) -> Iterator[Span]:
    """Whole rows, as many as fit, under one heading; a row that is longer than the limit is cut like prose."""
    limit = settings.passage_characters
    heads = {heading.start for heading in document.headings}
    start = end = 0
    for row_start, row_end in _lines(document.text):
        if start < end and (row_end - start > limit or row_start in heads):
            yield start, end
            start = row_start
        end = row_end
        if end - start > limit:
            yield from _pieces(document.text, (start, end), limit)
            start = end
    yield start, end


def _lines(text: str) -> Iterator[Span]:
    for match in re.finditer(r"[^\n]+", text):
        yield match.span()


def _strip(text: str, span: Span) -> Span:
    piece = text[slice(*span)]
    start = span[0] + len(piece) - len(piece.lstrip())
    return start, start + len(piece.strip())


def _passage(document: Document, places: Places, start: int, end: int) -> Passage:
    return Passage(
        id=f"{document.name}:{document.version}:{start}-{end}",
        document=document.name,
        version=document.version,
        start=start,
        end=end,
        text=document.text[start:end],
        page=places.page(start),
        heading=places.heading(start, end),
        rows=places.rows(start, end),
    )
