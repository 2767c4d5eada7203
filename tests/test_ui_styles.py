"""Colours that are set in pairs can be read; they hold in light and dark, for both of a pair are ours."""

import re

import pytest

from core.ui.styles import STYLES

PAIR = re.compile(r"([^{}]+)\{[^{}]*background: (#[0-9a-f]{3,6});[^{}]*?(?<![-\w])color: (#[0-9a-f]{3,6})[^{}]*\}")
PAIRS = PAIR.findall(re.sub(r"\s+", " ", STYLES))
READABLE = 4.5
"""Least contrast of small text, by WCAG 2.1, 1.4.3."""


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_the_standard():
    assert contrast("#ffffff", "#000") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


def test_there_are_pairs_for_every_state_and_mark():
    styled = " ".join(selector for selector, _, _ in PAIRS)
    for name in (
        "mark.rt-for",
        "mark.rt-against",
        ".rt-supported::before",
        ".rt-contradicted::before",
        ".rt-unsupported::before",
        ".rt-why",
    ):
        assert name in styled


@pytest.mark.parametrize(("selector", "background", "colour"), PAIRS)
def test_every_pair_can_be_read(selector: str, background: str, colour: str):
    assert contrast(background, colour) >= READABLE, selector


def test_what_supports_and_what_contradicts_is_highlighted_and_what_was_only_copied_is_not():
    (copied,) = re.findall(r"mark\.rt \{ background: (\S+); color: (\S+);", STYLES)
    assert copied == ("none", "inherit")
    assert len({background for selector, background, _ in PAIRS if selector.strip().startswith("mark.rt-")}) == 2
