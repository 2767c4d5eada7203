"""The four ways to choose between, and how strongly something speaks for each of them."""

from typing import Literal, NamedTuple, get_args

Option = Literal["rag", "tuned", "hybrid", "neither"]

OPTIONS: tuple[Option, ...] = get_args(Option)
OPTION_LABELS: dict[Option, str] = {
    "rag": "RAG",
    "tuned": "Fine-tuning",
    "hybrid": "Hybrid",
    "neither": "Neither yet",
}
OPTION_MEANS: dict[Option, str] = {
    "rag": "The untouched model reads passages that are found for each question.",
    "tuned": "The model is trained on your questions and answers, and reads nothing.",
    "hybrid": "The model is trained to answer from passages, and reads those found for each question.",
    "neither": "Better prompts on the untouched model first; come back when they fall short.",
}
LOWEST, HIGHEST = -3.0, 9.0
"""Bounds of a strength: all four at `LOWEST` would leave nothing to share out, and one option can take all."""


class Strengths(NamedTuple):
    """How strongly something speaks for (+) or against (-) each option. The four always sum to zero.

    Every answer so takes from some options exactly what it gives to others, and a share stays a weighted average.
    """

    rag: float
    tuned: float
    hybrid: float
    neither: float


SILENT = Strengths(0, 0, 0, 0)
"""Of a question that was skipped."""


def show_strength(strength: float) -> str:
    """With its sign and at most two decimals.

    >>> show_strength(4), show_strength(0), show_strength(-1.333), show_strength(-0.001)
    ('+4', '0', '-1.33', '0')
    """
    shown = f"{strength:+.2f}".rstrip("0").rstrip(".")
    return "0" if shown in ("+0", "-0") else shown


def strength_in_words(strength: float) -> str:
    """
    >>> strength_in_words(4), strength_in_words(-1), strength_in_words(0)
    ('strongly for', 'against', 'neutral')
    """
    if strength == 0:
        return "neutral"
    side = "for" if strength > 0 else "against"
    return f"strongly {side}" if abs(strength) >= 3 else side
