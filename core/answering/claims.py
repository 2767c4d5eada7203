"""A sentence of an answer + its question -> the claim that is to be checked.

An answer is often a bare phrase: to "How long is the lunch break?", "40 minutes" says that the break is 40 minutes
long. So the question's words belong to the claim; what only the answer says is asserted, and must be found. "Yes" and
"no" assert the question itself.
"""

import re
from dataclasses import dataclass

from core.answering.language.detail import Detail
from core.answering.language.details import find_details
from core.answering.language.names import find_names, name_parts
from core.answering.language.opposites import denials
from core.answering.language.units import unit_table
from core.answering.language.words import Word, alike, content_words, question_words, weight_of, words_of

YES_NO = re.compile(r"^(?:(yes|ja|oui|sí|да|はい|是)|(no|nein|non|нет|いいえ|不是|لا))\b[\s,.:;!–-]*", re.IGNORECASE)
FEW_WORDS = 4
"""An answer of at most so many words, none of them the question's, is a bare phrase."""

ASKED_WEIGHT = 0.4
"""What a question's words weigh in a claim that is a whole sentence: it mostly repeats them."""

LINK = re.compile(r" (?:of|on|in|for|at) (?:the |an? )?")
WHO_OR_WHERE = re.compile(r"\b(?:who|whom|whose|where|which|what)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Claim:
    """What a sentence says. `subject`: what it is about, by weight; `asserted`: words that the answer alone says.

    `details` are asserted too; `given` are those that the question sets, such as a year; `names`, each by its words.
    `said`: every word of the answer that tells something; `pairs`: what tells a thing apart, with the thing.
    """

    text: str
    question: str
    bare: bool
    subject: tuple[tuple[str, float], ...]
    asserted: tuple[str, ...]
    details: tuple[Detail, ...]
    given: tuple[Detail, ...]
    names: tuple[tuple[str, ...], ...]
    said: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    denies: bool


def make_claim(sentence: str, question: str) -> Claim:
    """The claim of one sentence of an answer."""
    said, denies = _without_yes_or_no(sentence)
    if not said:
        return _claim_of_question(question, denies)
    asked = question_words(question)
    words = _outside(content_words(said), find_details(said))
    new = [word for word in words if not _among(word.text, asked)]
    bare = len(new) == len(words) and len(words_of(said)) <= FEW_WORDS + len(find_details(said)) * 2
    given = tuple(find_details(question))
    names = _names(said, question, bare)
    named = {part for name in names for part in name}
    words = [word for word in words if word.text not in named]
    return Claim(
        text=f"{question} {said}",
        question=question,
        bare=bare,
        subject=_subject(_outside(asked, list(given)), words, bare),
        asserted=tuple(dict.fromkeys(word.text for word in new if word.text not in named)),
        details=tuple(_in_asked_unit(each, question) for each in find_details(said) if not _is_given(each, given)),
        given=given,
        names=names,
        said=() if bare else tuple(dict.fromkeys(word.text for word in words)),
        pairs=_pairs(question if bare else said),
        denies=denials(said) % 2 == 1,
    )


def _without_yes_or_no(sentence: str) -> tuple[str, bool]:
    """What is left after "yes" or "no", and whether a lone "no" denies the question."""
    match = YES_NO.match(sentence)
    if not match:
        return sentence.strip(), False
    return sentence[match.end() :].strip(), bool(match[2])


def _claim_of_question(question: str, denies: bool) -> Claim:
    words = content_words(question)
    details = tuple(find_details(question))
    subject = _subject([], _outside(words, list(details)), bare=False)
    denied = denials(question) % 2 == 1
    return Claim(question, question, False, subject, (), (), details, (), (), _pairs(question), denies != denied)


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """(express, delivery) of `express delivery`; of `warranty on the display` each tells the other apart."""
    words = content_words(text)
    pairs = []
    for a, b in zip(words, words[1:], strict=False):
        between = text[a.end : b.start]
        if between == " ":
            pairs.append((a.text, b.text))
        elif LINK.fullmatch(between):
            pairs += [(a.text, b.text), (b.text, a.text)]
    return tuple(pairs)


def _subject(asked: list[Word], said: list[Word], bare: bool) -> tuple[tuple[str, float], ...]:
    weights: dict[str, float] = {}
    for word in asked:
        weights[word.text] = (1.0 if bare else ASKED_WEIGHT) * weight_of(word.text)
    for word in said if not bare else ():
        weights[word.text] = weight_of(word.text)
    return tuple(weights.items())


def _names(said: str, question: str, bare: bool) -> tuple[tuple[str, ...], ...]:
    """Names that the answer says and the question does not."""
    details = find_details(said)
    found = [word for word in find_names(said) if not any(d.start < word.end and word.start < d.end for d in details)]
    alone = words_of(said)
    if bare and not found and len(alone) == 1 and said[:1].isupper() and not details and WHO_OR_WHERE.search(question):
        found = alone
    parts = (tuple(part for part in name_parts(name.text) if not _among(part, words_of(question))) for name in found)
    return tuple(part for part in parts if part)


def _in_asked_unit(detail: Detail, question: str) -> Detail:
    """A bare number in the unit that the question names: "how many minutes", "in euros"."""
    if detail.kind != "number":
        return detail
    for match in re.finditer(r"\b(?:how many|in|wie viele|combien de) ([^\W\d_]+)", question, re.IGNORECASE):
        if match[1].lower() in unit_table() and len(match[1]) > 1:
            measure, factor = unit_table()[match[1].lower()]
            values = frozenset(value * factor for value in detail.value)
            return Detail(measure, values, detail.start, detail.end, detail.text)
    return detail


def _is_given(detail: Detail, given: tuple[Detail, ...]) -> bool:
    return any(detail.kind == other.kind and detail.value == other.value for other in given)


def _outside(words: list[Word], details: list[Detail]) -> list[Word]:
    """Words that no detail holds; the thing that a label numbers, as in `room 7`, counts as a word."""
    exact = [each for each in details if not each.kind.startswith("label:")]
    return [word for word in words if not any(d.start < word.end and word.start < d.end for d in exact)]


def _among(text: str, words: list[Word]) -> bool:
    return any(alike(text, word.text) for word in words)
