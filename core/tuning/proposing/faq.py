"""Questions that a document asks and answers itself, and terms that it explains. Pure.

Found are headings and lines that end in a question mark with text below, `Q: … A: …`, and lists of `Term: text` lines.
An answer is the paragraph below, cut at the end of a sentence where it is long.
"""

import re
from collections.abc import Iterator, Sequence

from core.records import Document
from core.tuning.proposing.proposal import Proposal

LONGEST_ANSWER_WORDS = 40
SHORTEST_QUESTION_WORDS = 3
QUESTION = re.compile(
    r"^[ \t]*(?:#{1,6}\s+|[-*•]\s+|\d+[.)]\s+)?(?:\*\*|__)?(?:(?:Q"
    r"|Question)\s?\d*\s?[:.]\s*)?(?P<question>[^\n]{8,200}\?)"
    r"(?:\*\*|__)?[ \t]*\n+",
    re.MULTILINE,
)
ANSWER_MARK = re.compile(r"\s*(?:\*\*)?(?:A|Answer)\s?\d*\s?[:.](?:\*\*)?\s+")
TERM = re.compile(
    r"^[ \t]*(?:[-*•]\s+)?(?:\*\*|__)?(?P<term>[^\W\d_][^:;.?!\n*]{1,50}?)(?:\*\*"
    r"|__)?\s?:(?:\*\*)?\s+(?P<text>[^\n]+)$",
    re.MULTILINE,
)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
BLANK_LINE = re.compile(r"\n\s*\n")
MOST_LISTED_APART = 1
"""Line ends between two entries of one list of terms."""


def find_faq(document: Document) -> list[Proposal]:
    """Questions with the answers below them."""
    text = document.text
    asked = list(QUESTION.finditer(text))
    stops = sorted([each.start() for each in asked] + [heading.start for heading in document.headings])
    return [found for match in asked if (found := _answered(text, match, stops)) is not None]


def _answered(text: str, match: re.Match[str], stops: Sequence[int]) -> Proposal | None:
    question = " ".join(match["question"].split())
    marked = ANSWER_MARK.match(text, match.end())
    start = marked.end() if marked else match.end()
    blank = BLANK_LINE.search(text, start)
    end = min(next((stop for stop in stops if stop >= start), len(text)), blank.start() if blank else len(text))
    span = _cut(text, start, end)
    if span is None or len(question.split()) < SHORTEST_QUESTION_WORDS:
        return None
    return Proposal(question, text[slice(*span)], *span, "faq")


def _cut(text: str, start: int, end: int) -> tuple[int, int] | None:
    """As many of the answer's sentences as are not too long together."""
    kept: tuple[int, int] | None = None
    for begin, stop in _sentences(text, start, end):
        first = kept[0] if kept else begin
        if len(text[first:stop].split()) > LONGEST_ANSWER_WORDS:
            break
        kept = (first, stop)
    return kept


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in [*SENTENCE_END.finditer(text, start, end), None]:
        stop = match.start() if match else end
        piece = text[at:stop]
        if piece.strip():
            begin = at + len(piece) - len(piece.lstrip())
            yield begin, begin + len(piece.strip())
        at = match.end() if match else end


def find_definitions(document: Document) -> list[Proposal]:
    """Terms of lists in which each line explains one: at least two lines that follow one another."""
    text, found = document.text, list(TERM.finditer(document.text))
    lines = [match for match in found if "; " not in match["text"] or ": " not in match["text"].split("; ", 1)[1]]
    after = {match.end(): match for match in lines}
    listed = set()
    for match in lines:
        for gap in range(1, MOST_LISTED_APART + 1):
            if (before := after.get(match.start() - gap)) is not None:
                listed |= {before, match}
    return [_explained(match) for match in lines if match in listed and text[match.start("text") :].strip()]


def _explained(match: re.Match[str]) -> Proposal:
    term, answer = match["term"].strip(), match["text"].rstrip()
    start = match.start("text")
    short = len(answer.split()) <= 4 or bool(re.search(r"\d|@", answer))
    label = term if term[:2].isupper() else term[:1].lower() + term[1:]
    asked = (
        (f"What is given as the {label}?",) if short else (f"What does “{term}” mean?", f"How is “{term}” explained?")
    )
    return Proposal(asked[0], answer, start, start + len(answer), "definition", asked[1:], is_vague=short)
