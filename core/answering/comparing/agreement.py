"""Answers of several arms -> which say the same, and where the others differ, in one sentence. Judges no truth.

Answers are compared by what must match (amounts, dates, codes: `30 days` and `thirty days` are one) and by their other
words without those of the question.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.answering.answerer import ARM_LABELS
from core.answering.checking import CheckedAnswer
from core.answering.language.detail import Detail, differs, same
from core.answering.language.details import find_details
from core.answering.language.opposites import denials
from core.answering.language.words import alike, content_words
from core.records import ArmName

LONGEST_QUOTE = 60
NUMBERS = ("no", "one", "two", "three", "four", "five", "six")


@dataclass(frozen=True)
class Agreement:
    """Groups of arms that say the same, the largest first, of equals the first shown; and a sentence about them."""

    groups: tuple[tuple[ArmName, ...], ...]
    sentence: str

    @property
    def is_unanimous(self) -> bool:
        return len(self.groups) == 1


def find_agreement(answers: Sequence[CheckedAnswer]) -> Agreement:
    """Who agrees with whom; the sentence is empty for fewer than two answers."""
    groups: list[list[CheckedAnswer]] = []
    for one in answers:
        fitting = next((group for group in groups if agree(group[0], one)), None)
        if fitting is None:
            groups.append([one])
        else:
            fitting.append(one)
    groups.sort(key=lambda group: -len(group))
    names = tuple(tuple(one.answer.arm for one in group) for group in groups)
    return Agreement(names, _sentence(groups) if len(answers) > 1 else "")


def agree(one: CheckedAnswer, other: CheckedAnswer) -> bool:
    """Whether two answers say the same: both refuse, or neither contradicts nor lacks what the other asserts."""
    if one.answer.refused or other.answer.refused:
        return one.answer.refused and other.answer.refused
    return say_the_same(one.answer.text, other.answer.text, one.answer.question)


def say_the_same(one: str, other: str, question: str = "") -> bool:
    """Whether two answers to a question say the same.

    >>> say_the_same("30 days", "It is thirty days.", "How long is it?"), say_the_same("30 days", "25 days")
    (True, False)
    """
    if _plain(one) == _plain(other):
        return True
    a, b = find_details(one), find_details(other)
    if denials(one) % 2 != denials(other) % 2 or not (_covers(a, b) or _covers(b, a)) or bool(a) != bool(b):
        return False
    words, others = _words(one, a, question), _words(other, b, question)
    if a and not (words and others):
        return True
    return bool(words and others) and (_all_alike(words, others) or _all_alike(others, words))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .!\"'“”")


def _covers(some: Sequence[Detail], others: Sequence[Detail]) -> bool:
    return all(any(same(each, other) for other in others) for each in some)


def _words(text: str, details: Sequence[Detail], question: str) -> list[str]:
    """What an answer says beside its details; of the question's own words none."""
    asked = [word.text for word in content_words(question)]
    free = [
        word.text
        for word in content_words(text)
        if not any(each.start < word.end and word.start < each.end for each in details)
    ]
    own = [word for word in free if not any(alike(word, each) for each in asked)]
    return own or ([] if details else free)


def _all_alike(some: Sequence[str], others: Sequence[str]) -> bool:
    return all(any(alike(word, other) for other in others) for word in some)


Group = list[CheckedAnswer]


def _sentence(groups: list[Group]) -> str:
    first, *rest = groups
    if not rest:
        return _unanimous(first)
    if len(first) == 1:
        parts = [f"{_names(group)} {_says(group)}" for group in groups]
        return f"No two agree: {'; '.join(parts)}."
    parts = [f"{_names(group)} {_differs(group[0], first[0])}" for group in rest]
    return f"{_names(first)} agree; {'; '.join(parts)}."


def _unanimous(group: Group) -> str:
    count = "Both" if len(group) == 2 else f"All {NUMBERS[len(group)] if len(group) < len(NUMBERS) else len(group)}"
    return f"{count} refuse: they say that they do not know." if group[0].answer.refused else f"{count} agree."


def _says(group: Group) -> str:
    several = len(group) > 1
    answer = group[0].answer
    if answer.refused:
        return "refuse" if several else "refuses"
    return f"{'say' if several else 'says'} “{_short(answer.text)}”"


def _differs(one: CheckedAnswer, most: CheckedAnswer) -> str:
    """`gives 25 days instead of 30 days, as travel-policy-2023.txt has it`, or what it says instead."""
    if one.answer.refused or most.answer.refused:
        return _says([one])
    pair = _differing_pair(one, most)
    gives = f"gives {pair[0].text} instead of {pair[1].text}" if pair else _says([one])
    where = _documents(one) - _documents(most)
    return f"{gives}, as {' and '.join(sorted(where))} has it" if len(where) == 1 else gives


def _differing_pair(one: CheckedAnswer, most: CheckedAnswer) -> tuple[Detail, Detail] | None:
    """The two figures that exclude one another, if there is just one such pair."""
    a, b = find_details(one.answer.text), find_details(most.answer.text)
    pairs = [(x, y) for x in a for y in b if differs(x, y)]
    return pairs[0] if len(pairs) == 1 else None


def _documents(one: CheckedAnswer) -> set[str]:
    """Where its sentences are supported."""
    return {each.document for each in one.evidence if each.stance == "supports"}


def _names(group: Group) -> str:
    names = [ARM_LABELS[one.answer.arm] for one in group]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE].rsplit(' ', 1)[0]}…"
