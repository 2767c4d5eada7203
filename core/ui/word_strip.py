"""The words that a model wrote, each with how probable it held it: a strip of cells, in numbers and in colour."""

import math
from collections.abc import Sequence
from html import escape

from core.records import WrittenToken

STEPS = (0.3, 0.5, 0.7, 0.9)
"""Probabilities from which a cell is drawn as surer."""
END = "end"
MEANING = (
    "Each word as the model wrote it, and below it how probable the model held it, in percent. "
    "Low numbers are where it might as well have written something else."
)


def strip_html(written: Sequence[WrittenToken]) -> str:
    """The strip, closed until it is wanted; nothing where the model did not tell."""
    if not written:
        return ""
    words = join_pieces(written)
    least, word = min((probability, word) for word, probability in words)
    cells = "".join(_cell(word, probability) for word, probability in words)
    summary = f"Word by word: least sure of “{escape(word or 'the end')}”, {_percent(least)} %"
    return (
        f'<details class="rt-more"><summary title="{MEANING}">{summary}</summary>'
        f'<ol class="rt-words">{cells}</ol></details>'
    )


def join_pieces(written: Sequence[WrittenToken]) -> list[tuple[str, float]]:
    """Words of the pieces, each with the product of its pieces' probabilities.

    >>> join_pieces([WrittenToken("ash", 0.5), WrittenToken("##lake", 0.5), WrittenToken("", 1.0)])
    [('ashlake', 0.25), ('', 1.0)]
    """
    words: list[tuple[str, float]] = []
    for token in written:
        if words and token.text.startswith("##"):
            word, probability = words[-1]
            words[-1] = (word + token.text[2:], probability * token.probability)
        else:
            words.append((token.text, token.probability))
    return words


def _cell(word: str, probability: float) -> str:
    level = sum(probability >= step for step in STEPS)
    shown = escape(word) if word else f"<i>{END}</i>"
    meaning = f"{word or 'That the answer ends here'}: {probability:.3f}"
    return f'<li class="rt-sure-{level}" title="{escape(meaning)}">{shown}<small>{_percent(probability)}</small></li>'


def _percent(probability: float) -> int:
    """Rounded down, so that only what is certain is 100."""
    return math.floor(100 * probability + 1e-6)
