"""Two texts -> what one has and the other has not, word by word. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

MOST_WORDS = 2_000
"""Longer texts are compared as a whole: comparing takes time by the square."""

# A word with its apostrophe, a number with its point, one CJK character, a run of space, or any other character.
_PIECE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """Text that both have, that only the one has (`removed`), or only the other (`added`)."""

    kind: Literal["same", "removed", "added"]
    text: str


def word_difference(one: str, other: str) -> list[Piece]:
    """Pieces in reading order: `same` and `removed` make up the one text, `same` and `added` the other.

    >>> [(piece.kind, piece.text) for piece in word_difference("after 25 days", "after 30 days")]
    [('same', 'after '), ('removed', '25'), ('added', '30'), ('same', ' days')]
    """
    if one == other:
        return [Piece("same", one)] if one else []
    a, b = _PIECE.findall(one), _PIECE.findall(other)
    if max(len(a), len(b)) > MOST_WORDS:
        a, b = [one], [other]
    return [piece for piece in _pieces(a, b) if piece.text]


def _pieces(a: list[str], b: list[str]) -> Iterator[Piece]:
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(a[a0:a1]))
        else:
            yield Piece("removed", "".join(a[a0:a1]))
            yield Piece("added", "".join(b[b0:b1]))
