"""Words that say no, words of which one excludes the others, and pairs that say the opposite. Tables, and how to look.

`exclusive_words` finds members of small closed groups, such as colours: two of them cannot be said of the same thing.
`denials` counts what turns a sentence into its opposite. Both know English best and the commonest words of others.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from core.answering.language.words import alike

GROUPS: dict[str, str] = {
    "colour": "red orange yellow green blue purple violet brown black white grey gray pink",
    "weekday": "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag",
    "compass": "north south east west northern southern eastern western",
    "side": "left right",
    "height": "upper lower top bottom",
    "part of day": "morning noon afternoon evening midnight",
    "season": "spring summer autumn winter",
    "grain": "wheat rye oat barley maize rice",
    "metal": "copper steel iron aluminium brass silver gold lead tin zinc",
}
ALIKE = {
    "northern": "north",
    "southern": "south",
    "eastern": "east",
    "western": "west",
    "gray": "grey",
    "violet": "purple",
}

_GROUP_OF = {word: group for group, words in GROUPS.items() for word in words.split()}
_EXCLUSIVE = re.compile(rf"\b(?:{'|'.join(sorted(_GROUP_OF, key=len, reverse=True))})s?\b", re.IGNORECASE)
_NO_SPRING = re.compile(
    r"\b(?:right (?:to|of|away|after)|lead(?:s|ing)? (?:to|the)|left (?:the|in|for|behind))\b", re.IGNORECASE
)

NO_DENIAL = re.compile(
    r"\b(?:not only|no later than|not later than|no more than|not more than|no less than|not less than|no fewer than|"
    r"nothing but|no doubt|without charge|without (?:extra )?cost|at no (?:extra )?(?:cost|charge)|"
    r"whether or not)\b|\bNo\. ?\d",
    re.IGNORECASE,
)
DENIAL = re.compile(
    r"\b(?:not|no|never|nobody|none|nothing|nowhere|neither|nor|without|cannot|hardly|"
    r"nicht|kein\w*|nie|niemals|niemand|ohne|weder|pas|jamais|aucune?|sans|nunca|jamás|sin|ningún\w*|"
    r"не|нет|без|никогда|нельзя|δεν|μην?|χωρίς|ποτέ|لا|ليس|ليست|لم|لن|غير|بدون)\b|n['’]t\b|"
    r"[不没沒無无非未勿]|ません|ない",
    re.IGNORECASE,
)
OPPOSITES = (
    "accept approve adopt|reject refuse decline",
    "allow permit welcome legal|forbid prohibit ban illegal",
    "include contain|exclude",
    "open|close closed shut",
    "free gratis|pay paid chargeable",
    "mandatory compulsory required obligatory must|optional voluntary",
    "increase rise rose grow grew raise|decrease fall fell shrink drop lower reduce",
    "early|late",
    "before|after",
    "inside indoors|outside outdoors",
    "win won|lose lost",
    "cheap|expensive",
    "public|private",
    "above over more|below under less fewer",
    "maximum most|minimum least",
    "large big|small",
    "full|empty",
    "hot|cold",
    "fast quick|slow",
    "true|false",
    "safe|dangerous",
    "buy bought|sell sold",
    "lend|borrow",
    "written|oral spoken",
    "permanent|temporary",
    "possible|impossible",
    "paid|unpaid",
    "indoor|outdoor",
    "male|female",
)


def exclusive_words(text: str) -> Iterator[tuple[str, str, int, int]]:
    """(group, word in its basic form, start, end) of each member of a group.

    >>> list(exclusive_words("At the eastern gate."))
    [('compass', 'east', 7, 14)]
    """
    for match in _EXCLUSIVE.finditer(text):
        if _NO_SPRING.match(text, match.start()):
            continue
        word = match[0].lower()
        word = word if word in _GROUP_OF else word.removesuffix("s")
        yield _GROUP_OF[word], ALIKE.get(word, word), match.start(), match.end()


def denials(text: str) -> int:
    """How many words of a text deny it.

    >>> denials("Nobody may enter without a helmet."), denials("No later than noon."), denials("It isn't.")
    (2, 0, 1)
    """
    return len(DENIAL.findall(NO_DENIAL.sub(" ", text)))


_PAIRS = [tuple(frozenset(side.split()) for side in pair.split("|")) for pair in OPPOSITES]
_PLACES: dict[str, list[tuple[str, tuple[int, int]]]] = {}
"""Words with their pair and side, by their first letter: words that differ in it are never alike."""
for _pair, _sides_of_it in enumerate(_PAIRS):
    for _side, _words in enumerate(_sides_of_it):
        for _word in _words:
            _PLACES.setdefault(_word[0], []).append((_word, (_pair, _side)))

_PREFIXES = ("un", "in", "im", "non", "dis")


@lru_cache(maxsize=200_000)
def are_opposites(one: str, other: str) -> bool:
    """Whether one word says the opposite of the other, in whichever of their forms.

    >>> are_opposites("accepted", "rejects"), are_opposites("unpaid", "paid"), are_opposites("open", "opened")
    (True, True, False)
    """
    if len(one) != len(other) and any(one == prefix + other or other == prefix + one for prefix in _PREFIXES):
        return True
    return any((pair, 1 - side) in _sides(other) for pair, side in _sides(one))


@lru_cache(maxsize=50_000)
def _sides(word: str) -> frozenset[tuple[int, int]]:
    """On which side of which pairs a word stands."""
    return frozenset(place for each, place in _PLACES.get(word[:1], ()) if alike(word, each))
