"""A passage and evidence -> its text in pieces, each with what it does to an answer. Draws nothing."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from core.records import Evidence, Passage

STANCES = ("contradicts", "supports", "copied")
"""What a character is marked as where evidence overlaps: the first of these."""


def marked_runs(passage: Passage, evidence: Sequence[Evidence]) -> Iterator[tuple[str, str]]:
    """The passage's text in pieces of one stance each, "" where nothing is marked."""
    stances = [""] * len(passage.text)
    for stance in reversed(STANCES):
        for start, end in _spans_within(passage, [each for each in evidence if each.stance == stance]):
            stances[start:end] = [stance] * (end - start)
    at = 0
    for stance, characters in groupby(stances):
        length = len(list(characters))
        yield stance, passage.text[at : at + length]
        at += length


def holds_evidence(passage: Passage, evidence: Sequence[Evidence]) -> bool:
    return bool(_spans_within(passage, evidence))


def _spans_within(passage: Passage, evidence: Sequence[Evidence]) -> list[tuple[int, int]]:
    """Offsets in the passage, in order; evidence of an overlapping passage counts too."""
    here = [each for each in evidence if each.document == passage.document]
    cut = [(max(each.start, passage.start), min(each.end, passage.end)) for each in here]
    return sorted((a - passage.start, b - passage.start) for a, b in cut if a < b)
