"""A question of a few words, `and in 2025?` -> the question before with these in the place of their like."""

import re

from core.answering.conversation.topics import AUXILIARIES, LINKS, PRONOUNS, STOPS, find_phrases
from core.answering.language.details import find_details
from core.answering.language.names import find_names

_WHAT_ABOUT = re.compile(r"^(?:what|how) about\s+(.+?)[?.!\s]*$", re.IGNORECASE)
_ASKS = re.compile(
    rf"^(?:{'|'.join(AUXILIARIES)}|who|whom|whose|what|which|where|when|why|how|tell|list|show|explain|give|describe|"
    r"compare|name|if|by|since|until|from when)\b",
    re.IGNORECASE,
)
_LONGEST_FRAGMENT = 6

Span = tuple[int, int]


def find_fragment(rest: str, opened: bool) -> str:
    """What is asked about instead, where a question is no more than that: `in 2025`, `part-timers`."""
    if about := _WHAT_ABOUT.match(rest):
        return "" if about[1].lower() in PRONOUNS else about[1]
    words = rest.rstrip("?.! ").split()
    short = 0 < len(words) <= _LONGEST_FRAGMENT and not _ASKS.match(rest) and not set(_lower(words)) & AUXILIARIES
    fragment = " ".join(words)
    return fragment if short and (opened or words[0].lower() in LINKS) else ""


def replace_part(fragment: str, before: str) -> str:
    """The question before with the fragment in the place of its like, or at its end."""
    link, _, thing = fragment.partition(" ")
    if link.lower() not in LINKS:
        link, thing = "", fragment
    for find in (_same_kind, _same_head, _same_link, _other_name, _other_thing):
        if span := find(link, thing, before):
            return f"{before[: span[0]]}{thing}{before[span[1] :]}"
    ending = f"{link or 'for'} {thing}"
    return f"{before.rstrip('?.! ')} {ending}?"


def _same_kind(link: str, thing: str, before: str) -> Span | None:
    """A year for a year, a room for a room."""
    wanted = {detail.kind for detail in find_details(thing)}
    found = [detail for detail in find_details(before) if detail.kind in wanted]
    return (found[-1].start, found[-1].end) if found else None


def _same_head(link: str, thing: str, before: str) -> Span | None:
    """`the probation period` for `the notice period`, `part-time employees` for `full-time employees`."""
    words = _lower(thing.split())
    for phrase in reversed(find_phrases(before)):
        if phrase.head.rstrip("s") == words[-1].rstrip("s") and phrase.core.lower() != thing.lower():
            start = phrase.start if words[0] in STOPS else phrase.start + len(phrase.text.split()[0]) + 1
            return start, phrase.core_end
    if len(words) < 2:
        return None
    match = re.search(rf"\b([\w'’-]+)\s+{re.escape(words[-1].rstrip('s'))}s?\b", before, re.IGNORECASE)
    return match.span() if match and match[1].lower() not in STOPS else None


def _same_link(link: str, thing: str, before: str) -> Span | None:
    """`for part-timers` for `for managers`."""
    if not link:
        return None
    ends = rf"(?=\s+(?:{'|'.join(LINKS | AUXILIARIES)})\b|[?.!,;]|$)"
    found = list(re.finditer(rf"\b{link}\s+([^?.!,;]+?){ends}", before, re.IGNORECASE))
    return found[-1].span(1) if found else None


def _other_name(link: str, thing: str, before: str) -> Span | None:
    """`Dunnock 5` for `Linnet 2`, with its article where the new one has one."""
    found = find_names(before)
    if link or not found or not find_names(f"about {thing}"):
        return None
    start, end = found[-1].start, found[-1].end
    if number := re.match(r"(?:\s+\w*\d\w*)+", before[end:]):
        end += number.end()
    article = re.search(r"\bthe\s+$", before[:start], re.IGNORECASE)
    return (article.start() if article and thing.lower().startswith("the ") else start), end


def _other_thing(link: str, thing: str, before: str) -> Span | None:
    """`the display` for the last thing with an article."""
    phrases = find_phrases(before)
    takes_place = thing.split()[0].lower() in {"the", "our", "my", "a", "an"} and not link
    return (phrases[-1].start, phrases[-1].end) if phrases and takes_place else None


def _lower(words: list[str]) -> list[str]:
    return [word.lower() for word in words]
