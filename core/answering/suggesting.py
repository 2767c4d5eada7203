"""Documents and training pairs -> questions that could be asked about them. By rule; promises no answer.

A document's own training pairs come first. Without any, its headings that are questions, rows of its tables, lines that
explain a term, and at last its other headings are made into questions.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice, zip_longest
from pathlib import Path

from core.answering.language.sentences import is_row
from core.records import Document, TrainingPair

MOST = 40
MOST_OF_A_DOCUMENT = 8
CHARACTERS = 50_000
"""How much of a document is looked at: what it begins with."""
LONGEST = 120
EVERY_NTH_ROW = 3

_TERM = re.compile(r"^[-*•]?\s*\**([A-ZÀ-Þ][\w'’-]*(?: [\w'’-]+){0,3})\**\s*(?::|–|—)\s+\S.{20,}$", re.MULTILINE)
_NUMBERING = re.compile(r"^(?:[\d.]+[.)]?|[A-Z][.)]|§\s*\d+|(?:chapter|section|part)\s+\w+[.:]?)\s+", re.IGNORECASE)
_NO_THING = re.compile(r"\d|^\w+(?:[^s]s|ed)\b|\bsince\b")
"""Tells a column that is no thing of one word: `Linnet 2`, `Opens`, `Released`, `On sale since`."""
_CODE = re.compile(r"[A-Z]{1,4}[-_/]?\w*\d[\w-]*|[\d .,/-]+")


def suggest_questions(documents: Sequence[Document], pairs: Sequence[TrainingPair] = ()) -> tuple[str, ...]:
    """Questions of the documents in turn, each once, no more than 40."""
    of_document = [_questions_of(document, pairs) for document in documents]
    unplaced = [pair.question for pair in pairs if not pair.source]
    in_turn = chain.from_iterable(zip_longest(*of_document, unplaced[:MOST_OF_A_DOCUMENT]))
    usable = (text for text in in_turn if text and len(text) <= LONGEST and text.isprintable())
    return tuple(islice(dict.fromkeys(usable), MOST))


def _questions_of(document: Document, pairs: Sequence[TrainingPair]) -> list[str]:
    own = [pair.question for pair in pairs if pair.source == document.name]
    text = document.text[:CHARACTERS]
    made = chain(_asked_headings(document), _of_rows(text), _of_terms(text), _of_headings(document))
    return list(islice(dict.fromkeys(own or made), MOST_OF_A_DOCUMENT))


def _asked_headings(document: Document) -> Iterator[str]:
    """Headings that ask, as in a list of frequent questions."""
    return (heading.text for heading in document.headings if heading.text.endswith("?"))


def _of_rows(text: str) -> Iterator[str]:
    """`What is the price of Linnet 2?` of every third row, each time of another column."""
    rows = [_fields(line) for line in text.split("\n") if "; " in line and is_row(line)]
    told = [(fields, subject) for fields in rows[::EVERY_NTH_ROW] if (subject := _subject(fields)) is not None]
    for at, (fields, subject) in enumerate(told):
        others = [name for name, _ in fields[subject + 1 :]]
        if others:
            yield f"What is {_as_asked(others[at % len(others)])} of {fields[subject][1]}?"


def _subject(fields: Sequence[tuple[str, str]]) -> int | None:
    """Which field names the thing that a row is about: the first, or the second where that is a code or a number."""
    return next((place for place, (_, value) in enumerate(fields[:2]) if not _CODE.fullmatch(value)), None)


def _as_asked(column: str) -> str:
    """A column's name as a thing to ask for; in quotation marks where it does not read as one.

    >>> _as_asked("Price in euros"), _as_asked("Opens")
    ('the price in euros', '“Opens”')
    """
    return f"“{column}”" if _NO_THING.search(column) else f"the {_in_a_sentence(column)}"


def _fields(row: str) -> list[tuple[str, str]]:
    """Names and values of a row."""
    parts = (field.partition(": ") for field in row.split("; "))
    return [(name.strip(), value.strip()) for name, _, value in parts if name and value]


def _of_terms(text: str) -> Iterator[str]:
    """`What is meant by “wing”?` of a line that explains a term."""
    for match in _TERM.finditer(text):
        if "; " not in match[0]:
            yield f"What is meant by “{match[1]}”?"


def _of_headings(document: Document) -> Iterator[str]:
    """`What does the travel policy say about booking?`; the first heading is mostly a title."""
    name = _in_a_sentence(re.sub(r"[-_]+", " ", Path(document.name).stem))
    for heading in document.headings[1:] or document.headings:
        about = _in_a_sentence(_NUMBERING.sub("", heading.text))
        if about and not about.endswith("?"):
            yield f"What does “{name}” say about {about}?"


def _in_a_sentence(text: str) -> str:
    """Without the capital of a beginning; in small letters where all are capitals.

    >>> [_in_a_sentence(text) for text in ("Price in euros", "PDF files", "SCREWS AND SEALS")]
    ['price in euros', 'PDF files', 'screws and seals']
    """
    text = text.strip(" .:")
    first = text.split(" ")[0]
    if text.isupper() and " " in text:
        return text.lower()
    return text if first[1:] != first[1:].lower() or first == "I" else text[:1].lower() + text[1:]
