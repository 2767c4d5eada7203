"""What in a text must match to the letter, and when two of them are equal or exclude one another. Pure.

A detail has a kind and a value. Two of one kind are equal, or a contradiction where both are said of the same thing;
whether they are is decided elsewhere.
"""

import re
from dataclasses import dataclass
from typing import Any

TOLERANCE = 0.001
"""Share by which two amounts may differ and still be equal: conversions round."""


@dataclass(frozen=True)
class Detail:
    """Characters `start` to `end`, `text`, of a text. `value` depends on `kind`; compare with `same` and `differs`."""

    kind: str
    value: Any
    start: int
    end: int
    text: str


def same(said: Detail, found: Detail) -> bool:
    """Whether the passage's detail says what the answer's does; it may say more, such as the year of a date."""
    if said.kind == found.kind == "date":
        return all(a is None or a == b for a, b in zip(said.value, found.value, strict=True))
    if isinstance(said.value, frozenset) and isinstance(found.value, frozenset):
        alike = said.kind == found.kind or said.kind == "number"  # the unit may stand in the question
        return alike and any(_near(a, b) for a in said.value for b in found.value)
    if "number" in (said.kind, found.kind) and (said.kind + found.kind).count("label:") == 1:
        return _numeral(said) == _numeral(found)
    return bool(said.kind == found.kind and said.value == found.value)


def differs(said: Detail, found: Detail) -> bool:
    """Whether both cannot be said of the same thing. What cannot be compared does not differ."""
    if same(said, found) or family(said) != family(found):
        return False
    if said.kind == "date":
        return any(a is not None and b is not None and a != b for a, b in zip(said.value, found.value, strict=True))
    if said.kind == "code":
        return _shape(said.value) == _shape(found.value)
    return True


def family(detail: Detail) -> str:
    """Kinds that stand for one another: all currencies are money, working days are a duration."""
    return "money" if detail.kind.startswith("money:") else {"working time": "duration"}.get(detail.kind, detail.kind)


def _numeral(detail: Detail) -> str:
    return str(detail.value) if detail.kind.startswith("label:") else detail.text


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= TOLERANCE * max(abs(one), abs(other))


def _shape(code: str) -> str:
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", code))


def detail_of(kind: str, value: Any, match: re.Match[str]) -> Detail:
    """The detail that a match holds, without the space and full stop at its end."""
    text = match[0].rstrip(" .")
    return Detail(kind, value, match.start(), match.start() + len(text), text)
