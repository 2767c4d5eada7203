"""Whether a written question is plain English that a span of a passage can answer. Pure; by rule, without a model.

It looks at the question's words, at whether its kind fits the answer's (`when` a date, `who` a person), and at whether
its verb stands in the answer's sentence. It cannot tell whether the answer is right.
"""

import re

from core.tuning.proposing.likeness import plain, plain_words
from core.tuning.proposing.sentence_parts import DATE, DAYS, DURATION, MONEY, NUMBER, TIME

SHORTEST, LONGEST = 4, 25
"""Words of a question."""
NAMED_SHARE = 0.8
"""Of the words that tell what a question is about, so many have to stand in its passage."""
POINTS_ELSEWHERE = re.compile(
    r"\b(?:this|these|those|it|its|they|them|he|she|here|you|your|we|our|passage|text|document|above|below)\b"
)
SMALL_WORDS = frozenset(
    "what who whom whose when where which how why is are was were be been do does did has have had can could may might "
    "must shall should will would much many long often far high old of in on at by for from to with within into than "
    "and or not there that name called kind number time day year amount percent percentage cost price".split()
)
BE = ("is", "are", "was", "were")
DO = ("do", "does", "did")
PERSON = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’.-]+)+")
YEAR = re.compile(r"(?:in )?[12]\d{3}")
CLOCK = r"(?:at )?\d\d?[:.]\d\d"
FITS: tuple[tuple[str, str], ...] = (
    ("how much", rf"(?:up to |at least )?(?:{MONEY}|{NUMBER} (?:percent|%))"),
    ("how long", rf"(?:for |about |at least )?{DURATION}"),
    ("how many", rf"(?:at least |up to )?{NUMBER}(?: \w+)?"),
    ("what year", YEAR.pattern),
    ("in what year", YEAR.pattern),
    ("when", rf"{TIME}|{DATE}|{DAYS}|{CLOCK}|{YEAR.pattern}"),
    ("who", PERSON.pattern),
    ("by whom", PERSON.pattern),
)
"""How a question begins -> what its answer looks like."""
EQUATES = re.compile(r"(?:what|who|which) (?:is|are|was|were) ")
DISAGREES = re.compile(
    r"\b(?:is|was|does|has) (?:the |an? )?\w+(?<!s)s\b(?<!ss)(?<!us)(?<!is)|\b(?:are|were|do|have) an? "
)
SENTENCE_END = re.compile(r"[.!?]\s|\n\n")


def is_well_formed(question: str, text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` can be the answer to this one plain question.

    >>> text = "The old mill was built in 1904. It holds 12 tonnes."
    >>> is_well_formed("When was the old mill built?", text, 26, 30)
    True
    >>> is_well_formed("How much is the old mill holds?", text, 41, 50)
    False
    """
    words = plain_words(question)
    if not SHORTEST <= len(question.split()) <= LONGEST or question.count("?") != 1 or not question.endswith("?"):
        return False
    if POINTS_ELSEWHERE.search(question.casefold()) or f" {plain(text[start:end])} " in f" {' '.join(words)} ":
        return False
    sentence, answer = _sentence(text, start), text[start:end]
    return (
        _is_about(words, text)
        and _fits(question, answer)
        and _has_its_verb(words, sentence)
        and not DISAGREES.search(question.casefold())
        and _equates(question, answer, sentence)
    )


def _is_about(words: list[str], text: str) -> bool:
    """Whether the question names at least two things, none twice, and hardly any that the passage does not."""
    named = [word for word in words if word not in SMALL_WORDS]
    known = {word[:5] for word in plain_words(text)}
    return (
        len(named) >= 2
        and len(set(named)) == len(named)
        and (sum(word[:5] in known for word in named) >= NAMED_SHARE * len(named))
    )


def _fits(question: str, answer: str) -> bool:
    """Whether the answer is of the kind that the question's first words ask for."""
    asked = question.casefold()
    wanted = next((pattern for opening, pattern in FITS if asked.startswith(f"{opening} ")), None)
    if wanted is None:
        return asked.startswith(("what ", "which ", "where ", "at what ")) and not re.fullmatch(NUMBER, answer)
    return re.fullmatch(wanted, answer) is not None


def _has_its_verb(words: list[str], sentence: str) -> bool:
    """Whether the verb that the question is built on stands in the sentence of the answer.

    With a form of `be`, no other verb in -s may close the question: `How long is the lamp lasts?`.
    """
    said = plain_words(sentence)
    if any(word in BE for word in words):
        closing = words[-1]
        at = said.index(closing) if closing in said else len(said)
        is_verb = closing.endswith("s") and said[at + 1 : at + 2] and not said[at + 1].endswith("ed")
        return any(word in BE for word in said) and not is_verb
    if any(word in DO for word in words):
        return words[-1][:4] in {word[:4] for word in said}
    return all(word in said for word in words[1:] if word not in SMALL_WORDS)


def _equates(question: str, answer: str, sentence: str) -> bool:
    """Whether a question `What is …?` is about what the sentence equates with the answer: `… is 10 metres`."""
    if not EQUATES.match(question.casefold()):
        return True
    said = re.escape(answer.casefold())
    return (
        re.search(rf"\b(?:is|are|was|were|of) (?:the |an? )?{said}|{said} (?:is|are|was|were)\b", sentence.casefold())
        is not None
    )


def _sentence(text: str, at: int) -> str:
    """The sentence around a position."""
    begins = [match.end() for match in SENTENCE_END.finditer(text, 0, at)]
    after = SENTENCE_END.search(text, at)
    return text[begins[-1] if begins else 0 : after.start() if after else len(text)]
