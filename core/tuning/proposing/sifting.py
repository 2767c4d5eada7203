"""Proposals of all documents -> those to keep: each in a passage, each question once, with one answer. Pure.

Where two documents answer a question differently, each keeps it with its own title in front: `According to “Prices
2024”, …`. It does not judge whether an answer is right.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.documents.splitting import split_into_passages
from core.records import Document, Passage, TrainingPair
from core.settings import RetrievalSettings
from core.tuning.proposing.likeness import plain
from core.tuning.proposing.proposal import WAYS, Proposal

Drop = Callable[[str], object]
CUT = "the answer is cut between two passages"
THERE = "a pair asks this already"
TWICE = "it was proposed twice"
AMBIGUOUS = "one document gives it two answers"
LONGEST_TITLE = 60


@dataclass(frozen=True)
class Placed:
    """A proposal with the document and passage that it comes from."""

    proposal: Proposal
    document: Document
    passage: Passage

    @property
    def question(self) -> str:
        return self.proposal.question


def place(document: Document, proposals: Iterable[Proposal], settings: RetrievalSettings, drop: Drop) -> list[Placed]:
    """Each proposal with the first passage that holds its whole answer."""
    passages = split_into_passages(document, settings)
    placed = []
    for proposal in proposals:
        holding = next((each for each in passages if each.start <= proposal.start and proposal.end <= each.end), None)
        if holding is None:
            drop(CUT)
        else:
            placed.append(Placed(_titled(proposal, document) if proposal.is_vague else proposal, document, holding))
    return placed


def sift(placed: Sequence[Placed], present: Iterable[TrainingPair], drop: Drop) -> list[Placed]:
    """Each question once, the most trustworthy way first; none that is asked already or has two answers."""
    asked = {plain(wording) for pair in present for wording in (pair.question, *pair.paraphrases)}
    kept: dict[str, Placed] = {}
    for group in _by_question(placed).values():
        for each in _told_apart(group, drop):
            key = plain(each.question)
            if key in asked:
                drop(THERE)
            elif key in kept:
                drop(TWICE)
            else:
                kept[key] = each
    return list(kept.values())


def _by_question(placed: Iterable[Placed]) -> dict[str, list[Placed]]:
    groups: dict[str, list[Placed]] = defaultdict(list)
    for each in sorted(placed, key=lambda each: list(WAYS).index(each.proposal.way)):
        groups[plain(each.question)].append(each)
    return groups


def _told_apart(group: Sequence[Placed], drop: Drop) -> list[Placed]:
    """The proposals of one question: as they are where they agree, else each with its document's title."""
    if len({plain(each.proposal.answer) for each in group}) == 1:
        return list(group)
    told = []
    for each in group:
        answers = {plain(other.proposal.answer) for other in group if other.document.name == each.document.name}
        if len(answers) > 1:
            drop(AMBIGUOUS)
        else:
            told.append(replace(each, proposal=_titled(each.proposal, each.document)))
    return told


def _titled(proposal: Proposal, document: Document) -> Proposal:
    """The proposal with its document named in every wording."""
    if proposal.question.startswith("According to"):
        return proposal
    named = [
        f"According to “{title_of(document)}”, {_lower(each)}" for each in (proposal.question, *proposal.paraphrases)
    ]
    return replace(proposal, question=named[0], paraphrases=tuple(named[1:]))


def title_of(document: Document) -> str:
    """The first heading or line if it is short, else the file's name without what is no word.

    >>> title_of(Document("price-list_2025.csv", "v", "Article: A; Price: 3", kind="table"))
    'price list 2025'
    """
    first = document.text.strip().split("\n", 1)[0].lstrip("# ").strip()
    is_title = 3 < len(first) <= LONGEST_TITLE and ": " not in first and not first.endswith((".", "?"))
    if document.kind == "prose" and is_title and not first.isupper():  # capitals are a company's name as often
        return first
    return re.sub(r"[-_.]+", " ", Path(document.name).stem)


def _lower(question: str) -> str:
    return question[:1].lower() + question[1:] if question.split(" ", 1)[0].isalpha() else question
