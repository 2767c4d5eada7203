"""A column's name, a row's name and the value's look -> a question in English that reads as a person would ask it."""

import re

PERSON = re.compile(r"(?:[A-Z]\w*\.? )?[A-Z][\w'’-]+ [A-Z][\w'’-]+")
AGENT = re.compile(
    r"(?:\w+ )*(?:person|contact|owner|holder|\w*keeper|keyholder|manager|head|lead|leader|officer"
    r"|author|editor|director"
    r"|driver|deputy|supplier|responsible)",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"\b(?:\w+(?:er|or|ist|ian|ant|man|woman)|head|lead|chief|deputy|president|chair)\b(?!,)", re.IGNORECASE
)
NUMBER = re.compile(r"[\d.,]+|one|two|three|four|five|six|seven|eight|nine|ten|none", re.IGNORECASE)
DATE = re.compile(r".*\b(?:19|20)\d\d\b.*|\d\d?[./]\d\d?[./]\d\d+")
TIME = re.compile(r"\d{1,2}[:.]\d\d.*")
PARTICIPLE = re.compile(r"(?:(?:last|first) )?[a-z]+ed")
PERIOD = re.compile(r"(?:year|month|quarter|season|date)", re.IGNORECASE)
DAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?", re.IGNORECASE)
VERBS = frozenset("opens closes starts ends begins fits contains includes covers needs takes holds uses serves".split())
PLURAL = re.compile(r"(?:\w+ )?(?!\w*(?:ss|us|is)\b)\w+s(?: (?:in|per|of|sold|made|on) .*| sold| made)?")
LOOSE = re.compile(
    r"(?:notes?|remarks?|comments?|details?|what to do|description|current|left|day|weekend|week|month|hour"
    r"|(?:.+ )?(?:by|to|from|at|on|in|until|for|when|where|hand|out|off|up))",
    re.IGNORECASE,
)
"""Columns whose names no genitive fits."""
CODE = re.compile(r"(?=.*\d)[A-Z\d][A-Z\d./-]*")
KNOWN_ABBREVIATION = re.compile(r"[A-Z]{2,}\d*s?|[a-z]*[A-Z]\w*[A-Z]\w*")


def ask_for_value(column: str, name: str, key: str, value: str, loose: bool = False) -> tuple[str, ...]:
    """Ways to ask for the `value` that stands under `column` in the row called `name` under the column `key`.

    `loose`: the rows are called by phrases (see `is_phrase`), which no genitive fits.

    >>> ask_for_value("Price (euros)", "Linnet 2", "Article", "129")[0]
    'What is the price in euros of Linnet 2?'
    >>> ask_for_value("Keyholder", "the mill", "Site", "Gwenda Marl")[0]
    'Who is the keyholder of the mill?'
    """
    label, thing = _in_words(column), _call(name, key, loose)
    if DAY.fullmatch(column):
        return (f"What is listed for {thing} on {column}?", f"What does the table say about {thing} on {column}?")
    if PERIOD.fullmatch(key):
        figure = f"figure for {label}" if NUMBER.fullmatch(value) else label
        return (f"What was the {figure} in {name}?", f"In {name}, what was the {figure}?")
    return _of_a_verb(label, thing, value) or _of_a_noun(label, thing, value, loose)


def ask_for_holder(role: str) -> tuple[str, ...]:
    """Ways to ask who has a role; none where it is called by the work and not by who does it.

    >>> ask_for_holder("Head of People")[0], ask_for_holder("Payroll")
    ('Who is the Head of People?', ())
    """
    if not ROLE.search(role):
        return ()
    return (f"Who is the {role}?", f"What is the name of the {role}?", f"Who works as {role}?")


def _of_a_verb(label: str, thing: str, value: str) -> tuple[str, ...]:
    """Questions for a column that says what is done: `Opens`, `Last counted`, `On sale since`, `Sends every`."""
    first, _, rest = label.partition(" ")
    if PARTICIPLE.fullmatch(label) and (DATE.fullmatch(value) or TIME.fullmatch(value)):
        return (f"When was {thing} {label}?", f"On what date was {thing} {label}?")
    if label.endswith(" since"):
        state = label.removesuffix(" since")
        return (f"Since when has {thing} been {state}?", f"From what year has {thing} been {state}?")
    if rest == "every" and first.endswith("s"):
        return (f"How often does {thing} {first.removesuffix('s')}?", f"{thing} {first} once in what time?")
    if first in VERBS and not rest:
        stem = first.removesuffix("es") if first.endswith("ches") else first.removesuffix("s")
        when = "At what time" if TIME.fullmatch(value) else "What"
        return (f"{when} does {thing} {stem}?",)
    return ()


def _of_a_noun(label: str, thing: str, value: str, loose: bool) -> tuple[str, ...]:
    if AGENT.fullmatch(label) and PERSON.fullmatch(value):
        link = "for" if loose else "of"
        return (f"Who is the {label} {link} {thing}?", f"What is the name of the {label} {link} {thing}?")
    if PLURAL.fullmatch(label) and NUMBER.fullmatch(value):
        return (f"How many {label} are listed for {thing}?", f"What number of {label} does {thing} have?")
    if (
        loose
        or LOOSE.fullmatch(label)
        or PLURAL.fullmatch(label)
        or len(label.split()) > 4
        or re.search(r"[^e]ed$", label)
    ):
        return (f"What is listed under “{label}” for {thing}?", f"For {thing}, what is given as “{label}”?")
    return (f"What is the {label} of {thing}?", f"Which {label} does {thing} have?")


def _in_words(column: str) -> str:
    """A column's name as it stands in a sentence.

    >>> _in_words("Lead time (days)"), _in_words("Weight, outdoor unit"), _in_words("IBAN")
    ('lead time in days', 'weight (outdoor unit)', 'IBAN')
    """
    label = re.sub(r" \(([a-zA-Z€$£%°]+)\)$", r" in \1", column.strip())
    label = re.sub(r"^([^,]+), ([^,]+)$", r"\1 (\2)", label)
    first, gap, rest = label.partition(" ")
    kept = first if KNOWN_ABBREVIATION.fullmatch(first) else first[:1].lower() + first[1:]
    return kept + gap + rest


def _call(name: str, key: str, loose: bool) -> str:
    """A code with what kind of code it is, a phrase in quotation marks, anything else as it stands."""
    if CODE.fullmatch(name) and key:
        return f"{_in_words(key)} {name}"
    return f"“{name}”" if loose else name


def is_phrase(name: str, key: str) -> bool:
    """Whether a row is called by more than a name: by a list, a condition or half a sentence.

    >>> is_phrase("Hotel, ordinary place", "Where"), is_phrase("Linnet 2", "Article")
    (True, False)
    """
    return key.lower().endswith((" about", " if", " for")) or len(name.split()) > 4 or bool(re.search(r", [a-z]", name))
