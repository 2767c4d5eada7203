"""Text -> its details: quantities, dates, times, codes, labels, and words that exclude others. No names."""

from collections.abc import Callable, Iterator

from core.answering.language.amounts import find_amounts
from core.answering.language.codes import find_codes, find_labels
from core.answering.language.dates import find_dates, find_times
from core.answering.language.detail import Detail
from core.answering.language.opposites import exclusive_words


def find_details(text: str) -> list[Detail]:
    """Everything in a text that must match, in order; each character belongs to at most one.

    >>> [(each.kind, each.text) for each in find_details("From 4 June 1887 it cost EUR 7.90, twice a year, code E14.")]
    [('date', '4 June 1887'), ('money:euro', 'EUR 7.90'), ('frequency', 'twice a year'), ('code', 'E14')]
    """
    taken: list[Detail] = []
    for find in _FINDERS:
        for detail in find(text):
            if all(detail.end <= other.start or detail.start >= other.end for other in taken):
                taken.append(detail)
    return sorted(taken, key=lambda detail: detail.start)


def _exclusive(text: str) -> Iterator[Detail]:
    for group, word, start, end in exclusive_words(text):
        yield Detail(f"one of:{group}", word, start, end, text[start:end])


_FINDERS: tuple[Callable[[str], Iterator[Detail]], ...] = (
    find_dates,
    find_labels,
    find_codes,
    find_times,
    find_amounts,
    _exclusive,
)
"""The first to find something has it: a year is no number, and a time no quantity."""
