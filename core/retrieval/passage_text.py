"""What is searched of a passage: its text, its headings and its document's name. Pure."""

from functools import lru_cache
from pathlib import Path

from core.records import Passage


def heading_text(passage: Passage) -> str:
    """The name of a passage's document and its path of headings.

    >>> heading_text(Passage("", "travel-policy.pdf", "", 0, 10, "Up to 750.", heading="2. Trips > Approval"))
    'travel-policy > 2. Trips > Approval'
    """
    return " > ".join(filter(None, [_stem(passage.document), passage.heading]))


@lru_cache(maxsize=1024)
def _stem(name: str) -> str:
    return Path(name).stem


def indexed_text(passage: Passage) -> str:
    """What is searched for a passage: its text under its document's name and its path of headings."""
    return f"{heading_text(passage)}\n{passage.text}"
