"""Text -> the codes in it, and things that are told apart by a number. Pure."""

import re
from collections.abc import Iterator

from core.answering.language.amounts import unit_beside
from core.answering.language.dates import ISO_DATE, MONTH_NUMBER
from core.answering.language.detail import Detail, detail_of
from core.answering.language.units import unit_table

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+|www\.[\w.-]+\w")
_CODE = re.compile(
    r"(?<![\w.,-])(?=[\w./-]*\d)(?:\d+(?:\.\d+){2,}|\d{2,}-\d{2,}(?:-\d+)*|[A-Za-z]{1,6}(?:-[A-Za-z]{0,6})?\d[\w-]*|\d+[A-Z]{1,3}\b|[A-Z]{2,}[-/]?[A-Z]*\d[\w/-]*)"
)
_GLUED_UNIT = re.compile(r"\d+([A-Z]{1,3})")


def find_codes(text: str) -> Iterator[Detail]:
    """E-mail and web addresses, and what mixes letters or marks with digits: `E14`, `WP-LB9`, `4.2.1`, `555-0142`."""
    for match in [*_ADDRESS.finditer(text), *_CODE.finditer(text)]:
        glued = _GLUED_UNIT.fullmatch(match[0])
        has_unit = glued and glued[1].lower() in unit_table() and len(glued[1]) > 1
        if not has_unit and not ISO_DATE.fullmatch(match[0]):
            yield detail_of("code", match[0].lower().rstrip("./-"), match)


LABELS = (
    "room bench drawer shelf platform port page bus extension article section chapter version level floor box line "
    "gate track step table form part phase unit model class grade group building track no number"
)
_LABEL = re.compile(
    rf"\b(?:(?P<known>{'|'.join(LABELS.split())})|(?P<name>[A-Z][^\W\d_]+)(?!:)):? "
    r"(?P<number>\d+\.\d+|\d+[A-Z]?|[A-Z]?-?\d+)(?![\w,.:-]*\w)",
    re.IGNORECASE,
)
_UNNAMED = frozenset(
    "Within After Before About At By From In Of On Over Since To Under Until Up Only The And For With Is Are".split()
)


def find_labels(text: str) -> Iterator[Detail]:
    """A thing and its number: `Room 214`, `Linnet 3`, `extension: 110`. Of kind `label:room`, valued by the number."""
    for match in _LABEL.finditer(text):
        word = match["known"] or match["name"]
        named = word[0].isupper() and word not in _UNNAMED and word.lower() not in MONTH_NUMBER
        if (match["known"] or named) and unit_beside(text, match.start("number"), match.end())[0] == "number":
            yield detail_of(f"label:{word.lower()}", match["number"].lower(), match)
