"""A question -> what it is about, as a phrase of its own words. By rule, for English; no grammar beyond its lists.

`How long is the notice period for managers?` is about `the notice period for managers`. Where a rule finds nothing, the
words that carry a meaning stand for it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.answering.language.names import find_names
from core.answering.language.words import question_words

DETERMINERS = frozenset("the a an our my your his her its their each every".split())
LINKS = frozenset("of for in on at to from with between during per".split())
AUXILIARIES = frozenset(
    "is are was were be been am do does did has have had can could will would shall should may might must".split()
)
_OTHERS = frozenset(
    "and or but if when while after before until since than then that which who whom whose what where why how as not "
    "also still already too i you we they it he she them him us me there here by into over under about".split()
)
STOPS = DETERMINERS | LINKS | AUXILIARIES | _OTHERS
PRONOUNS = frozenset("it they them he she him her this that these those".split())
VERBS = frozenset(
    "accept allow answer apply approve arrive ask become begin belong break bring build buy call carry change charge "
    "check choose close come contain cost count cover decide depend do end expire fall find finish fit get give go "
    "happen have help hold include keep know last leave lie live look lose make mean measure meet need offer open own "
    "pay provide reach receive refer remain repair replace report require return run say sell send show sit speak "
    "spend stand start stay stop take tell turn use visit wait want wear weigh work write".split()
)
_PREDICATE = re.compile(
    r"\w+(?:ed|able|ible|ful|ous|less)|open|free|due|valid|paid|given|taken|written|chosen|broken|known|held|sent|sold|"
    r"made|kept|built|met|won|lost|safe|late|ready|included|allowed|required|compulsory|mandatory|optional"
)
PERSONS = frozenset(
    "employee employees manager managers customer customers director colleague colleagues apprentice apprentices "
    "trainee trainees worker workers person people member members user users supervisor head doctor chef driver i we "
    "you team staff someone somebody everyone visitor visitors".split()
)
_TOKEN = re.compile(r"[\w'’./-]*\w|[^\w\s]")
_ABOUT = re.compile(r"^About (.+?): ")


@dataclass(frozen=True)
class Phrase:
    """Characters `start` to `end` of a question; `core_end` is where it ends without `for managers`."""

    text: str
    start: int
    end: int
    core_end: int

    @property
    def core(self) -> str:
        return self.text[: self.core_end - self.start]

    @property
    def head(self) -> str:
        """The last word of its core: `period` of `the notice period for managers`."""
        return self.core.split()[-1].lower()

    @property
    def is_plural(self) -> bool:
        return self.head.endswith("s") and not self.head.endswith(("ss", "us", "is"))

    @property
    def is_person(self) -> bool:
        return any(word in PERSONS for word in self.core.lower().split())


def find_phrases(question: str) -> list[Phrase]:
    """Every phrase that begins with an article or a possessive, in order.

    >>> [phrase.text for phrase in find_phrases("What does the health insurance of the company cover?")]
    ['the health insurance of the company', 'the company']
    """
    tokens = [(match[0], match.start(), match.end()) for match in _TOKEN.finditer(question)]
    found = []
    for at, (word, start, _) in enumerate(tokens):
        if word.lower() in DETERMINERS and (core := _end_of_run(tokens, at)) > at:
            last = _end_of_links(tokens, core)
            end = tokens[last][2]
            found.append(Phrase(question[start:end], start, end, tokens[core][2]))
    return found


Token = tuple[str, int, int]


def _end_of_run(tokens: list[Token], at: int) -> int:
    """The last word of the noun phrase that begins at `at`, or `at` where none follows."""
    last = at
    while last + 1 < len(tokens) and tokens[last + 1][0].lower() not in STOPS and tokens[last + 1][0][0].isalnum():
        last += 1
    return last - _length_of_predicate(tokens, at, last)


def _length_of_predicate(tokens: list[Token], at: int, last: int) -> int:
    """How many words at the end of a run are no part of the noun phrase, but what is said of it."""
    before = {word.lower() for word, _, _ in tokens[:at]}
    run = [word.lower() for word, _, _ in tokens[at + 1 : last + 1]]
    if before & (AUXILIARIES - {"is", "are", "was", "were", "am", "be", "been"}):
        verbs = [place for place, word in enumerate(run) if place and word in VERBS]
        if verbs:
            return len(run) - verbs[0]
        ends = last + 1 == len(tokens) or tokens[last + 1][0] == "?"
        asks_for_it = before & {"who", "i", "we", "you", "one", "employees", "customers"}
        return 1 if ends and len(run) > 1 and not asks_for_it else 0
    return 1 if before & {"is", "are", "was", "were"} and len(run) > 1 and is_predicate(run[-1]) else 0


def is_predicate(word: str) -> bool:
    """Whether a word may be what is said of a thing: `paid`, `refundable`."""
    return _PREDICATE.fullmatch(word) is not None


def _end_of_links(tokens: list[Token], last: int) -> int:
    """Where `for managers in Aldmere` ends, if the phrase goes on so."""
    while last + 2 < len(tokens) and tokens[last + 1][0].lower() in LINKS:
        start = last + 2
        inner = start if tokens[start][0].lower() in DETERMINERS else start - 1
        end = _end_of_run(tokens, inner)
        if end == inner:
            break
        last = end
    return last


def find_topic(question: str, plural: bool = False, person: bool = False) -> Phrase:
    """What a question is about; of several phrases one that a pronoun of this number, for a thing or person, fits.

    >>> find_topic("How many days of annual leave does a trainee have?", plural=True).text
    'days of annual leave'
    """
    if about := _ABOUT.match(question):
        return _whole(about[1], about.start(1))
    phrases = [phrase for phrase in find_phrases(question) if phrase.is_person == person]
    fitting = [phrase for phrase in phrases if phrase.is_plural == plural]
    asked = next(_asked_things(question), None)
    if plural and asked and asked.is_plural:
        return asked
    for choice in (*fitting, *phrases):
        return choice
    return (None if person else asked) or _by_words(question)


_AUXILIARY = "|".join(sorted(AUXILIARIES))
_VERB = "|".join(sorted(VERBS))
_THINGS = rf"\b(?:how many|how much|which|what)\s+(?!(?:{_AUXILIARY}|the|a|an)\b)((?:[\w'’-]+\s+)+"
_ASKED = (
    re.compile(rf"{_THINGS}?)(?=(?:{_AUXILIARY})\b)", re.IGNORECASE),
    re.compile(rf"{_THINGS})(?=(?:{_VERB})s?\b)", re.IGNORECASE),
)
"""What is asked for, up to the first auxiliary verb, or else to the last verb."""


def _asked_things(question: str) -> Iterator[Phrase]:
    """`days of annual leave`, of which a question asks how many."""
    for wording in _ASKED:
        for match in wording.finditer(question):
            text = match[1].strip()
            core = re.split(rf"\s(?:{'|'.join(LINKS)})\s", text)[0]
            yield Phrase(text, match.start(1), match.start(1) + len(text), match.start(1) + len(core))


def _by_words(question: str) -> Phrase:
    """From the first to the last word that tells something, names first."""
    words = find_names(question) or [each for each in question_words(question) if each.text not in VERBS]
    if not words:
        return _whole("", 0)
    start, end = words[0].start, words[-1].end
    return _whole(question[start:end], start)


def _whole(text: str, start: int) -> Phrase:
    return Phrase(text, start, start + len(text), start + len(text))
