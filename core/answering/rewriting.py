"""A question that one search did not answer -> questions for further searches, by rule, for English. Pure.

It knows no grammar beyond its patterns: a question in which none of them is seen is asked again with what the first
answer said, or with its own rarer words alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.answering.language.words import question_words, words_of

_ASKS = r"(?:who|whom|whose|what|which|when|where|why|how|in what|in which|by when|since when)"
_PARTS = re.compile(rf"\s*(?:[?;]\s+(?:and\s+)?|,?\s+and\s+)(?={_ASKS}\b)", re.IGNORECASE)
_CLAUSE = re.compile(
    r"\bthe (?P<noun>[\w’'-]+(?: [\w’'-]+){0,2}?),? (?P<link>who|that|which) (?P<clause>[^?.;]+)", re.IGNORECASE
)
_ROLE = re.compile(
    r"\bthe (?P<noun>(?:[\w’'-]+ )?(?:author|writer|editor|founder|inventor|owner|head|chief|manager|director|leader|"
    r"chair|president|secretary|treasurer|designer|maker|supplier|keyholder|holder|keeper)) of (?P<clause>[^?.;,]+)",
    re.IGNORECASE,
)
_PEOPLE = frozenset("person people man woman men women colleague employee customer one somebody someone".split())
_VERB_FOLLOWS = re.compile(r"\b(?:do|does|did|is|are|was|were|has|have|had|can|will|must|may)\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Hop:
    """Something that a question only describes: `asks` asks for it; it stands at `start` to `end` of the question.

    `whole`: whether the description ends the question; then an answer can stand in its place, else beside it.
    """

    asks: str
    start: int
    end: int
    whole: bool


def split_parts(question: str) -> list[str]:
    """The questions that are asked in one.

    >>> split_parts("How long is probation, and who can extend it?")
    ['How long is probation?', 'Who can extend it?']
    >>> split_parts("Who buys bread and butter?")
    ['Who buys bread and butter?']
    """
    parts = [part.strip(" ?") for part in _PARTS.split(question)]
    if len(parts) < 2 or not all(re.match(rf"{_ASKS}\b", part, re.IGNORECASE) for part in parts):
        return [question]
    return [f"{part[:1].upper()}{part[1:]}?" for part in parts]


def find_hop(question: str) -> Hop | None:
    """What the question describes by a clause, or by somebody's role, and does not name.

    >>> find_hop("What is the phone number of the man who wrote the guide?").asks
    'Who wrote the guide?'
    >>> find_hop("Which shelf holds the part that E7 asks for?").asks
    'Which part E7 asks for?'
    >>> find_hop("When did the founder of the rowing club retire?").asks
    'Who is the founder of the rowing club retire?'
    >>> find_hop("How long is probation?")
    """
    match = _CLAUSE.search(question)
    if match:
        person = match["link"].lower() == "who" or match["noun"].split()[-1].lower() in _PEOPLE
        asks = f"Who {match['clause']}?" if person else f"Which {match['noun']} {match['clause']}?"
    elif match := _ROLE.search(question):
        asks = f"Who is {match[0]}?"
    else:
        return None
    before = question[: match.start()]
    context = before[: max(before.rfind(". "), before.rfind("? ")) + 2] if re.search(r"[.?] ", before) else ""
    return Hop(f"{context}{asks}", *match.span(), whole=not _VERB_FOLLOWS.search(before))


def name_hop(question: str, hop: Hop, name: str) -> str:
    """The question with what it described named.

    >>> question = "What is the phone number of the man who wrote the guide?"
    >>> name_hop(question, find_hop(question), "Ada Pine")
    'What is the phone number of Ada Pine?'
    >>> question = "What does the part that E7 asks for cost?"
    >>> name_hop(question, find_hop(question), "the hub")
    'What does the hub, the part that E7 asks for cost?'
    """
    described = "" if hop.whole else f", {question[hop.start : hop.end]}"
    return f"{question[: hop.start]}{name}{described}{question[hop.end :]}"


def add_answer(question: str, text: str) -> str:
    """The question with what was answered first: where that is a step on the way, it finds the next.

    >>> add_answer("Which extension has the keyholder?", "Ada Pine")
    'Which extension has the keyholder? Ada Pine'
    """
    return f"{question} {text}"


def keywords_missing(question: str, passages: Sequence[str]) -> str:
    """The words that say what the question is about, those that stand in no passage twice; empty without such.

    >>> keywords_missing("How long is the notice period?", ["The period begins on Monday."])
    'notice period notice'
    """
    found = {word.text for passage in passages for word in words_of(passage)}
    asked = [word.text for word in question_words(question)]
    missing = [word for word in asked if word not in found]
    return " ".join([*asked, *missing]) if missing else ""
