"""A question with `it`, `that` or `her` in it -> the same with what these stand for, from the question before."""

import re

from core.answering.conversation.topics import (
    AUXILIARIES,
    LINKS,
    STOPS,
    VERBS,
    Phrase,
    find_phrases,
    find_topic,
    is_predicate,
)

_EXPLETIVE = re.compile(
    r"\b(?:is|was|would|will)\s+it\s+(?:\w+\s+){1,2}(?:(?:to|that|if)\b|for\b[^?]*\bto\s)|"
    r"\bit\s+(?:take|takes|took|cost|costs)\b[^?]*\bto\s",
    re.IGNORECASE,
)
_THINGS = "it|they|them"
_PEOPLE = "he|she|him"
_POSSESSIVES = "its|their|his|her"
_PRONOUN = re.compile(rf"\b(?:{_THINGS}|{_PEOPLE}|{_POSSESSIVES})\b(?!['’-])", re.IGNORECASE)
_PLURAL = frozenset("they them their these those".split())
_DEMONSTRATIVE = re.compile(
    r"(?:^|(?<=\s))(that|this|those|these)\b(?=\s*(?P<next>[\w'’-]*))(?<!\bso that)(?<!\bsay that)(?<!\bif that)",
    re.IGNORECASE,
)
_BEFORE_DEMONSTRATIVE = re.compile(
    rf"(?:^|\b(?:{'|'.join(AUXILIARIES | LINKS)}|about|than|like|as|why|after|before))\s*$"
)
_PLACE = re.compile(r"\b((?:in|at)\s+(?:the\s+)?[^?.,;]+?)[?.!\s]*$", re.IGNORECASE)


def name_references(rest: str, before: str) -> str:
    """The question with what its pronouns stand for, each the first time; `it` of `is it true that` stands for none."""
    blocked = _EXPLETIVE.search(rest) is not None
    match = _PRONOUN.search(rest)
    if match and not blocked and not _named_within(rest[: match.start()], match[0].lower()):
        return _replace_pronoun(rest, match, before)
    for match in _DEMONSTRATIVE.finditer(rest):
        if _BEFORE_DEMONSTRATIVE.search(rest[: match.start()].lower()):
            return _replace_demonstrative(rest, match, before)
    place = _PLACE.search(before)
    if place and re.search(r"\bthere[?.!\s]*$", rest, re.IGNORECASE):
        return re.sub(r"\bthere(?=[?.!\s]*$)", place[1], rest, flags=re.IGNORECASE)
    return rest


def _named_within(text: str, pronoun: str) -> bool:
    """Whether the question itself names, before the pronoun, what it can stand for."""
    phrases = find_phrases(text + " ")
    person = pronoun in f"{_PEOPLE}|his|her".split("|")
    return any(phrase.is_person == person or pronoun in _PLURAL for phrase in phrases)


def _replace_pronoun(rest: str, match: re.Match[str], before: str) -> str:
    word, after = match[0].lower(), rest[match.end() :].split()
    person = word in {"he", "she", "him", "his", "her"}
    topic = _person_of(before) if person else find_topic(before, plural=word in _PLURAL)
    follows = after[0].lower().rstrip("?.!,") if after else ""
    possesses = word in {"its", "their", "his"} or (word == "her" and follows and follows not in STOPS)
    if not topic.text:
        return rest
    name = f"{topic.core}{'’' if topic.core.endswith('s') else '’s'}" if possesses else topic.text
    return f"{rest[: match.start()]}{name}{rest[match.end() :]}"


def _person_of(before: str) -> Phrase:
    """The person whom the question before names, or asks for."""
    if asked := re.match(r"who\s+(?:is|was|are|were)\s+(.+?)[?.!\s]*$", before, re.IGNORECASE):
        return Phrase(asked[1], asked.start(1), asked.end(1), asked.end(1))
    if does := re.match(r"who\s+(.+?)[?.!\s]*$", before, re.IGNORECASE):
        text = f"the person who {does[1]}"
        return Phrase(text, 0, len(text), len(text))
    return find_topic(before, person=True)


def _replace_demonstrative(rest: str, match: re.Match[str], before: str) -> str:
    topic = find_topic(before, plural=match[1].lower() in _PLURAL)
    follows = match["next"].lower()
    alone = not follows or follows in STOPS | VERBS or follows.rstrip("s") in VERBS or is_predicate(follows)
    if not topic.text:
        return rest
    if alone:
        return f"{rest[: match.start()]}{topic.text}{rest[match.end() :]}"
    if follows.rstrip("s") == topic.head.rstrip("s"):
        return f"{rest[: match.start()]}{topic.text}{rest[match.end('next') :]}"
    return about_topic(rest, before)


def about_topic(rest: str, before: str) -> str:
    """The last resort: the topic in front."""
    topic = find_topic(before).text
    return f"About {topic}: {rest[:1].lower()}{rest[1:]}" if topic else rest
