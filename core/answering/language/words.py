"""Text -> its words as a comparison of claim and passage sees them. Pure; knows no meaning beyond its lists.

Words that carry no subject (`the`, `is`) are left out, those that carry little (`get`, `keep`) weigh less. Words are
alike where they share a stem, judged by their beginning: a rule for many languages instead of a stemmer for each.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from core.answering.language.word_lists import ASKED_KIND, EMPTY, KIN, LIGHT, TIMES, TITLES

CJK = "\u3040-\u30ff\u3400-\u9fff"
WORD = re.compile(rf"[{CJK}]|[^\W_{CJK}]+(?:['’][^\W\d_]+)?")


SHORTEST_STEM = 4
_ENDING = re.compile(r"(?<=\w{4})(?:ing|ed)$")


@dataclass(frozen=True)
class Word:
    """A word in lower case and where it stands."""

    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """Every word, in order.

    >>> [word.text for word in words_of("Don't run: 库房 A-7")]
    ["don't", 'run', '库', '房', 'a', '7']
    """
    return [Word(match[0].casefold().replace("’", "'"), *match.span()) for match in WORD.finditer(text)]


def content_words(text: str) -> list[Word]:
    """The words that say what a text is about.

    >>> [word.text for word in content_words("The lunch break is not paid.")]
    ['lunch', 'break', 'paid']
    """
    return [word for word in words_of(text) if _says_something(word.text)]


def _says_something(word: str) -> bool:
    return (
        word not in EMPTY and word not in TITLES and word not in TIMES and not word.isdigit() and not _is_denial(word)
    )


def question_words(question: str) -> list[Word]:
    """The words that say what a question is about: `how long` and `which colour` tell what is asked, not about what.

    >>> [word.text for word in question_words("How long is the notice period, and which colour is the form?")]
    ['notice', 'period', 'form']
    """
    found = words_of(question)
    kept = []
    for before, word in zip([Word("", 0, 0), *found], found, strict=False):
        asks = before.text in ("how", "wie") or (
            before.text in ("which", "what") and word.text.rstrip("s") in ASKED_KIND
        )
        if not asks and _says_something(word.text):
            kept.append(word)
    return kept


def _is_denial(word: str) -> bool:
    return word.endswith(("n't", "n’t")) or word in {
        "never",
        "nobody",
        "none",
        "nothing",
        "cannot",
        "nicht",
        "kein",
        "keine",
    }


def weight_of(word: str) -> float:
    """How much a word tells: little, where it is among `LIGHT`."""
    return 0.35 if word in LIGHT else 1.0


@lru_cache(maxsize=200_000)
def alike(one: str, other: str) -> bool:
    """Whether two words are forms of one: equal, or of one beginning and short, different ends.

    >>> alike("inspected", "inspection"), alike("rent", "rental"), alike("reject", "rejoice"), alike("car", "card")
    (True, True, False, False)
    """
    if one == other:
        return True
    if one[0] != other[0]:
        return False
    one, other = _ENDING.sub("", one), _ENDING.sub("", other)
    shorter, longer = sorted((one, other), key=len)
    if one == other:
        return True
    if len(shorter) < SHORTEST_STEM:
        return longer == shorter + "s" and len(shorter) > 1
    common = next((at for at, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if common == len(shorter):
        return len(longer) - len(shorter) <= 3 or (common >= 6 and common >= 0.6 * len(longer))
    return common >= SHORTEST_STEM and common >= len(shorter) - 2 and common >= 0.7 * len(longer) - 0.5


def are_kin(one: str, other: str) -> bool:
    """Whether two words stand in one line of `KIN`, in whichever of their forms.

    >>> are_kin("costs", "price"), are_kin("cost", "time")
    (True, False)
    """
    return not _lines(one).isdisjoint(_lines(other))


@lru_cache(maxsize=50_000)
def _lines(word: str) -> frozenset[int]:
    return frozenset(at for at, line in enumerate(KIN) if word in line or word.removesuffix("s") in line)
