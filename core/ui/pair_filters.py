"""Chooses which training pairs are shown: by document, origin, tag, what a check found, and text."""

from collections.abc import Sequence

import streamlit as st

from core.records import TrainingPair
from core.tuning.quality import Finding


def choose_pairs(pairs: Sequence[TrainingPair], findings: Sequence[Finding]) -> list[int]:
    """Draw the filters; positions of the pairs that pass all of them."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input("Text", placeholder="in question or answer", key="pairs text", width=180)
        documents = _choose("Document", {pair.source for pair in pairs if pair.source})
        origins = _choose("Origin", {pair.origin for pair in pairs})
        tags = _choose("Tag", {tag for pair in pairs for tag in pair.tags})
        found = {finding.title: set(finding.rows) for finding in findings if finding.rows}
        titles = _choose("Finding", found, "What the checks found; see the view “Check”.")
    named = [rows for title, rows in found.items() if title in titles]
    return [
        at
        for at, pair in enumerate(pairs)
        if text.casefold() in _text(pair)
        and (not documents or pair.source in documents)
        and (not origins or pair.origin in origins)
        and (not tags or set(tags) & set(pair.tags))
        and (not named or any(at in rows for rows in named))
    ]


def _choose(name: str, values: Sequence[str] | set[str] | dict[str, set[int]], says: str | None = None) -> list[str]:
    """A choice of several; not drawn where there is nothing to choose from."""
    if len(values) < 2 and name != "Finding":
        return []
    options = sorted(values) if isinstance(values, set) else list(values)
    if not options:
        return []
    key = f"pairs {name} {hash(tuple(options))}"  # what is no option any more cannot stay chosen
    return st.multiselect(name, options, key=key, placeholder="all", help=says, width=172)


def _text(pair: TrainingPair) -> str:
    return "\n".join((pair.question, pair.answer, *pair.paraphrases)).casefold()
