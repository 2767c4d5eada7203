"""Text -> the dates and times of day in it, in the commonest ways of writing them. Pure."""

import re
from collections.abc import Iterator

from core.answering.language.detail import Detail, detail_of

_MONTHS = (
    "january|januar|jänner|janvier|enero jan", "february|februar|février|febrero feb", "march|märz|mars|marzo mar",
    "april|avril|abril apr", "may|mai|mayo", "june|juni|juin|junio jun", "july|juli|juillet|julio jul",
    "august|août|agosto aug", "september|septembre|septiembre sept sep", "october|oktober|octobre|octubre oct okt",
    "november|novembre|noviembre nov", "december|dezember|décembre|diciembre dec dez",
)  # fmt: skip
MONTH_NUMBER = {name: at for at, line in enumerate(_MONTHS, start=1) for name in re.split(r"[ |]", line)}
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTH_NUMBER, key=len, reverse=True))})\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|\.|er)?"
_YEAR = r"(?P<year>1\d{3}|20\d{2})"
ISO_DATE = re.compile(rf"{_YEAR}-(?P<month>[01]\d)-(?P<day>[0-3]\d)")
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        ISO_DATE.pattern,
        rf"{_YEAR}年(?:(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日)?)?",
        rf"(?<![\d.])(?P<day>[0-3]?\d)[./](?P<month>[01]?\d)[./]{_YEAR}(?!\d)",
        rf"\b{_DAY} (?:of |de )?{_MONTH}(?:,? (?:de )?{_YEAR})?",
        rf"\b{_MONTH} {_DAY}(?:,? {_YEAR})?(?![\d:])",
        rf"\b{_MONTH},? (?:of )?{_YEAR}",
        rf"(?<![\w.,:-]){_YEAR}(?!\d|[.,:-]\d| ?(?:[%€$£°]|\w*(?:euro|kilo|met|gram|day|hour|watt|lit)))",
    )
)
_MONTH_ALONE = re.compile(
    rf"\b(?:in|of|until|by|from|since|before|after|to|and|till|im|bis|en|end of) {_MONTH}", re.IGNORECASE
)
_TIME = re.compile(
    r"(?<![\d:.])(?P<hour>[01]?\d|2[0-4])(?:[:.h](?P<minute>[0-5]\d)(?![\d:]|[.,]\d))?\s?(?P<half>[ap]\.?m\b\.?|uhr\b|o['’]clock)?",
    re.IGNORECASE,
)


def find_dates(text: str) -> Iterator[Detail]:
    """Dates, months and years, valued (year, month, day) with None for what is not said."""
    for pattern in _DATES:
        for match in pattern.finditer(text):
            yield detail_of("date", _date_value(match.groupdict()), match)
    for match in _MONTH_ALONE.finditer(text):
        if text[match.start("month")].isupper():
            value = (None, MONTH_NUMBER[match["month"].lower()], None)
            yield Detail("date", value, match.start("month"), match.end("month"), match["month"])


def _date_value(fields: dict[str, str | None]) -> tuple[int | None, int | None, int | None]:
    year, month, day = fields.get("year"), fields.get("month"), fields.get("day")
    number = (int(month) if month.isdigit() else MONTH_NUMBER[month.lower()]) if month else None
    return int(year) if year else None, number, int(day) if day else None


def find_times(text: str) -> Iterator[Detail]:
    """Times of day, valued (hour of 24, minute)."""
    for match in _TIME.finditer(text):
        half = (match["half"] or "").lower()
        is_time = half or (match["minute"] and match[0][len(match["hour"])] == ":")
        if is_time:
            hour = (
                int(match["hour"]) % 12 + (12 if half[0] == "p" else 0)
                if half[:1] in ("a", "p")
                else int(match["hour"])
            )
            yield detail_of("time", (hour, int(match["minute"] or 0)), match)
