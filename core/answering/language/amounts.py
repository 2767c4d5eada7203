"""Text -> the amounts in it: quantities in basic units, frequencies in days, factors, ordinals. Pure."""

import re
from collections.abc import Iterator

from core.answering.language.detail import Detail, detail_of
from core.answering.language.number_words import NUMBER, ORDINALS, read_number
from core.answering.language.units import LONGEST_UNIT_WORDS, unit_table

_PERIODS = {
    "daily": 1,
    "weekly": 7,
    "monthly": 365.25 / 12,
    "quarterly": 365.25 / 4,
    "yearly": 365.25,
    "annually": 365.25,
}
_TIMES_A = re.compile(
    rf"\b(?:(?P<once>once|twice)|{NUMBER.pattern} times) (?:a|an|per|every|each) (?P<unit>day|week|month|year)\b",
    re.IGNORECASE,
)
_EVERY = re.compile(
    rf"\bevery (?:(?P<second>other|second)|{NUMBER.pattern})?[ ]?(?P<unit>days?|weeks?|months?|years?)\b"
    rf"|\b(?P<adverb>{'|'.join(_PERIODS)})\b",
    re.IGNORECASE,
)
_FACTORS = {
    "half": 0.5,
    "full": 1.0,
    "normal": 1.0,
    "double": 2.0,
    "twice": 2.0,
    "triple": 3.0,
    "doubled": 2.0,
    "halved": 0.5,
}
_FACTOR = re.compile(
    rf"{NUMBER.pattern} times the|\b(?P<factor>half|full|normal|double|twice|triple)(?: of)?(?: the| a| of it)?"
    rf"(?: \w+)? (?:fare|price|rate|pay|fee|amount|wage|salary|cost|time|height|length|width|size|weight)s?\b"
    rf"|\b(?P<alone>double|twice|triple)\b",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"(?:(?<=^)|(?<=within )|(?<=after )|(?<=for )|(?<=lasts )|(?<=takes )|(?<=about )|(?<=than )|(?<=least )"
    r"|(?<=most ))"
    r"(?:an?|one) (?P<one>hour|day|week|fortnight|month|year|decade|century)\b",
    re.IGNORECASE,
)
_AND_A_HALF = re.compile(r"\b(?:an?|one) (?P<unit>\w+) and a half\b|\bhalf an? (?P<part>\w+)", re.IGNORECASE)
_ORDINAL = re.compile(rf"\b(?:(?P<word>{'|'.join(ORDINALS)})|(?P<number>\d+)(?:st|nd|rd|th))\b", re.IGNORECASE)


RANGE = re.compile(r"\s?(?:to|–|-|bis)\s?")
UNIT = re.compile(r"[ \u00a0-]?([^\W\d_]+|[%€$£¥°][CFcf]?)([ -][^\W\d_]+)?([ -][^\W\d_]+)?([²³]|/[a-z]+)?")
UNIT_CJK = re.compile(r"\s?(?:个月|小时|分钟|公里|欧元|[年天日周分秒米元円度])")
BEFORE = re.compile(r"([€$£¥]|\b(?:EUR|USD|GBP|CHF|euros?|SEK|NOK|DKK))\s?$", re.IGNORECASE)


def _frequencies(text: str) -> Iterator[Detail]:
    for match in _TIMES_A.finditer(text):
        times = {1.0, 2.0} & {{"once": 1.0, "twice": 2.0}.get((match["once"] or "").lower(), 0.0)} or read_number(match)
        days = unit_table()[match["unit"].lower()][1]
        yield detail_of("frequency", frozenset(days / each for each in times if each), match)
    for match in _EVERY.finditer(text):
        if match["adverb"]:
            yield detail_of("frequency", frozenset({_PERIODS[match["adverb"].lower()]}), match)
            continue
        numbers = {2.0} if match["second"] else read_number(match) if match["digits"] or match["words"] else {1.0}
        days = unit_table()[match["unit"].lower()][1]
        yield detail_of("frequency", frozenset(days * each for each in numbers), match)


def _factors(text: str) -> Iterator[Detail]:
    for match in _FACTOR.finditer(text):
        word = (match["factor"] or match["alone"] or "").lower()
        yield detail_of("factor", frozenset({_FACTORS[word]}) if word else read_number(match), match)


def _quantities(text: str) -> Iterator[Detail]:
    for match in _AND_A_HALF.finditer(text):
        name, amount = (match["unit"], 1.5) if match["unit"] else (match["part"], 0.5)
        if name.lower() in unit_table():
            measure, factor = unit_table()[name.lower()]
            yield detail_of(measure, frozenset({amount * factor}), match)
    for match in _ONE.finditer(text):
        yield detail_of("duration", frozenset({unit_table()[match["one"].lower()][1]}), match)
    for match in NUMBER.finditer(text):
        measure, factor, start, end = unit_beside(text, match.start(), match.end())
        if not (match[0].lower() == "one" and measure == "number"):
            values = frozenset(value * factor for value in read_number(match))
            yield Detail(measure, values, start, end, text[start:end])


def unit_beside(text: str, start: int, end: int) -> tuple[str, float, int, int]:
    """Measure and factor of the unit after a number, or of a currency before it, and where number and unit lie.

    The first number of a range, `5 to 8 years`, is in the unit of the second. Without a unit the measure is `number`.
    """
    if found := _unit_after(text[end:]):
        return *unit_table()[found[0]], start, end + found[1]
    before = BEFORE.search(text[:start])
    if before:
        return *unit_table()[before[1].lower()], start - len(before[0]), end
    second = NUMBER.match(text, end + link.end()) if (link := RANGE.match(text[end:])) else None
    if second and (found := _unit_after(text[second.end() :])):
        return *unit_table()[found[0]], start, end
    return "number", 1.0, start, end


def _unit_after(after: str) -> tuple[str, int] | None:
    """The longest unit at the beginning of a text, as the table spells it, and its length."""
    match = UNIT.match(after)
    for words in range(LONGEST_UNIT_WORDS, 0, -1) if match else ():
        parts = [match[at] for at in range(1, words + 1)] if match else []
        if match and all(parts):
            name = "-".join(part.strip(" -") for part in parts).lower()
            power = match[4] if words == 1 and match[4] and not match[2] else ""
            for unit, length in (
                ((name + power, match.end(4)), (name, match.end(words))) if power else ((name, match.end(words)),)
            ):
                if unit in unit_table():
                    return unit, length
    cjk = UNIT_CJK.match(after)
    return (cjk[0].strip(), cjk.end()) if cjk and cjk[0].strip() in unit_table() else None


def _ordinals(text: str) -> Iterator[Detail]:
    for match in _ORDINAL.finditer(text):
        yield detail_of(
            "ordinal", ORDINALS.index(match["word"].lower()) + 1 if match["word"] else int(match["number"]), match
        )


def find_amounts(text: str) -> Iterator[Detail]:
    """Everything that is counted or measured; of two that overlap the first is meant."""
    for find in (_frequencies, _factors, _quantities, _ordinals):
        yield from find(text)
