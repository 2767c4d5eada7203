"""Text -> where its sentences and clauses lie. Pure; offsets are positions in the text that is given.

A line of a table, `Column: value; Column: value`, is a sentence whose clauses are its fields. A line break within a
sentence, as at the end of a page, does not end it. It knows abbreviations only where a mistake would be common.
"""

import re
from collections.abc import Sequence

from core.answering.language.dates import MONTH_NUMBER

Span = tuple[int, int]

ABBREVIATED = re.compile(
    r"(?:\b(?:Mrs?|Ms|Dr|Prof|St|No|Nr|approx|ca|e\.g|i\.e|etc|vs|z\.B|bzw|usw|Abs|Art|p|pp)|\b[A-Z])\.$"
)
END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|[。！？؟]+[”’」』]?|\n\s*\n|\n")
ROW = re.compile(r"[^\s:;][^:;\n]{0,60}: [^\n]+")
JOINT = re.compile(
    r"[;；]\s*|[,，、]\s+(?:(?:and|but|or|while|whereas|und|aber|et|mais|y|pero)\s+)?|[，、]|:\s+|"
    r"\s+(?:and|but|while|whereas|unless|und|aber|et|mais|y|pero|и|но|και)\s+",
    re.IGNORECASE,
)
FIELD_ENDS = re.compile(r";\s+")


def sentence_spans(text: str) -> list[Span]:
    """Where the sentences lie, in order, without the space around them.

    >>> text = "Dr. Ines Roth leads it. She has 4.5 years\\nleft.\\n\\nName: Ada; Room: 3"
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['Dr. Ines Roth leads it.', 'She has 4.5 years\\nleft.', 'Name: Ada; Room: 3']
    """
    spans, start = [], 0
    for match in END.finditer(text):
        if not _ends_here(text, start, match):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return [trimmed for span in spans if (trimmed := trim(text, span))]


def _ends_here(text: str, start: int, match: re.Match[str]) -> bool:
    mark, before, after = match[0], text[start : match.start()], text[match.end() :].lstrip()
    if "\n" in mark:
        return not _goes_on(before, after)
    if mark == ".":
        return not ABBREVIATED.search(before + ".") and not after[:1].islower() and not _is_day(before, after)
    return True


def _is_day(before: str, after: str) -> bool:
    """Whether a full stop stands in a date, as in `15. März`."""
    word = re.match(r"[^\W\d_]+", after)
    return bool(re.search(r"\b[0-3]?\d$", before)) and word is not None and word[0].lower() in MONTH_NUMBER


def _goes_on(before: str, after: str) -> bool:
    """Whether a line break stands within a sentence: no mark ended it, and a small letter or digit follows."""
    open_ended = bool(before.strip()) and before.rstrip()[-1] not in ".!?:;。！？"
    return open_ended and after[:1].islower() and not is_row(before.rsplit("\n", 1)[-1])


def is_row(text: str) -> bool:
    """Whether a sentence is a line of a table: `Column: value; Column: value`.

    >>> is_row("Part: WP-LB9; Price: 61"), is_row("Two things matter: rest, and tea.")
    (True, False)
    """
    fields = FIELD_ENDS.split(text.strip())
    return len(fields) > 1 and all(ROW.fullmatch(field) for field in fields)


def clause_spans(text: str, span: Span, whole: Sequence[Span] = ()) -> list[Span]:
    """The clauses of a sentence, or the fields of a table's line, in order. They leave out what joins them.

    `whole`: spans within the sentence, such as a date, that are not cut.

    >>> text = "Frames last five years and batteries two."
    >>> [text[start:end] for start, end in clause_spans(text, (0, len(text)))]
    ['Frames last five years', 'batteries two.']
    """
    sentence = text[slice(*span)]
    joints = FIELD_ENDS if is_row(sentence) else JOINT
    spans, start = [], 0
    for match in joints.finditer(sentence):
        if any(a < match.end() and match.start() < b for a, b in whole):
            continue
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(sentence)))
    shifted = [(span[0] + a, span[0] + b) for a, b in spans]
    return [trimmed for each in shifted if (trimmed := trim(text, each))]


def trim(text: str, span: Span) -> Span | None:
    """The span without space at its ends; None where nothing is left."""
    piece = text[slice(*span)]
    start = span[0] + len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    return (start, end) if start < end else None
