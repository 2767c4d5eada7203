"""The table of rules of `statements`: what a sentence looks like, and the questions that it answers. English.

A pattern has the groups `subject` and `answer`. Each rule is tried in turn; the first that fits a sentence has it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from core.tuning.proposing.sentence_parts import (
    AMOUNT,
    CLOCKS,
    CONTACT,
    DURATION,
    MONEY,
    NAME,
    NUMBER,
    PARTICIPLES,
    POINT,
    SUBJECT,
    TIME,
    base_form,
    lower_first,
)

Match = re.Match[str]
Ask = Callable[[Match], tuple[str, ...]]

END = (
    r"(?=\.(?:\s|$)|;\s|,\s(?:and|but|which|who|because|since|so|of which|a fact|free|whatever)\b|\sso that\b"
    r"|\sand\s(?:is|are|was|has|have|you|we|it|they|includes|comes|hangs?|still|does|do|left|free|a|the|one)\b)"
)
"""What may follow an answer: the end of a clause; no condition, and no second amount."""
END_OR_START = rf"(?:{END}|(?=\s(?:from the|after)\s))"
"""… or what a time is counted from."""
OFFICE = r"(?:\w+(?:er|or|ist|ian|ant)|head|chief|deputy|president|chair|lead|secretary|clerk|contact)"
"""What somebody is called who has it: of a place the same sentence asks for no person."""
BE = r"(?P<be>is|are|was|were)"
PLAIN_ADJECTIVE = r"(?:(?:is|are) \w+ and )?"
MEASURE = (
    r"(?P<what>diameter|length|height|weight|warranty|width|depth|strength|capacity|diagonal|deposit"
    r"|discount|budget|bonus"
    r"|pressure|temperature|voltage|speed|distance|voucher|allowance|supplement|notice|range|cross-section|limit)"
)


@dataclass(frozen=True)
class Rule:
    """`ask` makes questions of a match of `pattern`, the best first."""

    pattern: re.Pattern[str]
    ask: Ask


def _said(predicate: str, ask: Ask, end: str = END) -> Rule:
    """A rule for a sentence that begins with its subject."""
    return Rule(re.compile(rf"{SUBJECT} {predicate}{end}"), ask)


def _s(match: Match) -> str:
    return lower_first(match["subject"])


def _do(match: Match) -> str:
    """`does`, `do` or `did`, by how the verb stands, and the subject."""
    verb = match["verb"]
    return f"{'did' if verb.endswith('ed') else 'does' if verb.endswith('s') else 'do'} {_s(match)}"


def _verb(match: Match) -> str:
    return base_form(match["verb"])


def _how_large(match: Match) -> tuple[str, ...]:
    """The question for `X is AMOUNT`, by what is measured."""
    how = f"{match['be']} {_s(match)}"
    if re.fullmatch(MONEY, match["answer"]):
        return f"How much {how}?", f"What {how}, in money?"
    if re.fullmatch(DURATION, match["answer"]):
        return f"How long {how}?", f"What {how}, in time?"
    return f"What {how}?", f"How large {how}?"


def _counted(match: Match) -> str:
    """What is counted: `at least 36 hours` -> `hours`."""
    return re.sub(r"^(?:(?:at least|at most|up to|about) )?[\w.,-]+ ", "", match["answer"])


RULES: tuple[Rule, ...] = (
    _said(
        rf"{BE} (?P<answer>(?:about )?{AMOUNT}) (?P<how>long|high|wide|deep|thick|old|away)",
        lambda m: (f"How {'far ' if m['how'] == 'away' else ''}{m['how']} {m['be']} {_s(m)}?",),
    ),
    _said(rf"{BE} (?P<answer>{AMOUNT})", _how_large),
    _said(rf"{BE} (?:from )?(?P<answer>{CLOCKS})", lambda m: (f"What {m['be']} {_s(m)}?",)),
    _said(
        rf"(?P<verb>costs?|weighs?|owns?|draws?|measures?|earns?|pays?|contains?|adds?) (?P<answer>{AMOUNT})",
        lambda m: (f"How much {_do(m)} {_verb(m)}?",),
    ),
    _said(
        rf"(?P<verb>lasts?|takes?) (?P<answer>(?:about |at most |at least )?{DURATION})",
        lambda m: (f"How long {_do(m)} {_verb(m)}?", f"What length of time {_do(m)} {_verb(m)}?"),
        end=END_OR_START,
    ),
    _said(
        rf"(?P<verb>belongs?|stands?|hangs?|sits?|lies?) (?P<answer>{AMOUNT}) (?P<where>(?:above|below"
        rf"|from|under|behind) "
        r"(?:the )?(?:[\w-]+ )?[\w-]+)",
        lambda m: (f"How far {m['where']} {_do(m)} {_verb(m)}?",),
    ),
    _said(
        rf"(?P<verb>holds?|serves?|seats?|carry|carries|supports?|stores?) (?P<answer>up to {NUMBER} (?P<things>\w+s))",
        lambda m: (f"Up to how many {m['things']} {_do(m)} {_verb(m)}?",),
    ),
    _said(
        rf"(?P<verb>covers?|insures?|refunds?) (?P<object>\w+) (?P<answer>up to {MONEY})",
        lambda m: (f"Up to how much {_do(m)} {_verb(m)} {m['object']}?",),
    ),
    _said(
        rf"(?P<verb>runs?|lasts?|dries|continues?|cures?) for (?P<answer>(?:about |at most |at least )?{DURATION})",
        lambda m: (f"For how long {_do(m)} {_verb(m)}?",),
    ),
    _said(rf"(?P<verb>runs?|lasts?) (?P<answer>from {POINT} to {POINT})", lambda m: (f"When {_do(m)} {_verb(m)}?",)),
    _said(
        rf"{BE} (?P<state>valid|kept|stored|open(?: to \w+)?|on sale) (?P<answer>(?:for (?:at least )?{DURATION}"
        rf"|from {POINT} to {POINT}))",
        lambda m: (f"{'For how long' if m['answer'].startswith('for') else 'When'} {m['be']} {_s(m)} {m['state']}?",),
    ),
    _said(
        rf"{BE} (?P<done>paid|sent|answered|payable|made|announced|reported|due|replaced|refunded|delivered) "
        rf"(?P<answer>within {DURATION}(?: of (?:the )?\w+)?)",
        lambda m: (f"Within what time {m['be']} {_s(m)} {m['done']}?",),
    ),
    _said(
        rf"(?P<must>must|should) be (?P<done>\w+ed(?: in| up)?|sent|paid|made) (?P<answer>within"
        rf" {DURATION}(?: of (?:the )?\w+)?)",
        lambda m: (f"Within what time {m['must']} {_s(m)} be {m['done']}?",),
    ),
    _said(
        rf"(?P<must>must|should) be (?P<done>\w+ed|sent|paid|made) (?P<answer>(?:at least )?{DURATION}"
        rf" (?:ahead|before|in advance))",
        lambda m: (f"How long ahead {m['must']} {_s(m)} be {m['done']}?",),
    ),
    _said(
        rf"{BE} (?P<done>announced|booked|ordered|requested|planned) (?P<answer>(?:at least )?{DURATION} "
        r"(?:ahead|before|in advance))",
        lambda m: (f"How long ahead {m['be']} {_s(m)} {m['done']}?",),
    ),
    _said(
        rf"{BE} (?P<done>(?:removed|deleted|erased|returned|repeated|replaced|lifted|cancelled)(?: from your \w+)?) "
        rf"(?P<answer>after {DURATION})",
        lambda m: (f"After what time {m['be']} {_s(m)} {m['done']}?",),
    ),
    Rule(
        re.compile(
            rf"(?P<subject>The [\w’' -]{{0,40}}?(?:number|extension|address|code|port)) is (?P<answer>{CONTACT}){END}"
        ),
        lambda m: (f"What is {_s(m)}?",),
    ),
    _said(
        rf"{BE} (?P<done>due|{PARTICIPLES})(?P<where>(?: (?:in|at|to|from) (?:the )?[A-Z]\w+(?: [A-Z]\w+)*)?) "
        rf"(?P<answer>{TIME})",
        lambda m: (f"When {m['be']} {_s(m)} {m['done']}{m['where']}?",),
    ),
    _said(
        rf"(?P<verb>opened|appeared|started|ended|happened|closed|arrived|retired|expires?|opens?"
        rf"|closes?|starts?|begins?|ends?)"
        rf" (?P<answer>{TIME})",
        lambda m: (f"When {_do(m)} {_verb(m)}?",),
    ),
    _said(
        rf"takes? place (?P<answer>{TIME})",
        lambda m: (f"When {'does' if 'takes' in m[0] else 'do'} {_s(m)} take place?",),
    ),
    _said(
        r"(?P<verb>replaced|joined|bought|founded|left|won) (?P<object>(?:the |his |her )?[\w -]{3,40}?) "
        r"(?P<answer>in (?:\w+ )?\d{4})",
        lambda m: (f"When did {_s(m)} {_verb(m)} {m['object']}?",),
    ),
    _said(
        rf"{BE} (?P<done>founded|written|led|issued|organised|drawn up|designed|painted|kept|run|chaired) by "
        rf"(?P<answer>{NAME}(?: and {NAME})?)",
        lambda m: (f"By whom {m['be']} {_s(m)} {m['done']}?",),
    ),
    _said(
        rf"(?:is|was) (?P<answer>{NAME})(?P<where>(?: in [A-Z]\w+)?)",
        lambda m: (f"{'What' if ' name' in m['subject'] else 'Who'} is {_s(m)}?",),
    ),
    Rule(
        re.compile(
            rf"(?P<answer>{NAME}) is the (?P<subject>(?:[a-z][\w-]* ){{0,4}}{OFFICE}(?: [\w -]{{2,40}}?)?){END}"
        ),
        lambda m: (f"Who is the {m['subject']}?", f"What is the name of the {m['subject']}?"),
    ),
    _said(
        r"(?P<be>is|are) called (?P<answer>(?:the )?[A-Z]\w+)",
        lambda m: (f"What {m['be']} {_s(m)} called?", f"What name {'does' if m['be'] == 'is' else 'do'} {_s(m)} have?"),
    ),
    Rule(
        re.compile(rf"(?P<subject>The name of [\w -]{{3,40}}?) is (?P<answer>[A-Z]\w+){END}"),
        lambda m: (f"What is {_s(m)}?",),
    ),
    _said(
        rf"(?P<verb>has|have) (?P<answer>(?:at least |at most )?(?:{AMOUNT}|{NUMBER} [a-z]+s))",
        lambda m: (f"How many {_counted(m)} {'does' if m['verb'] == 'has' else 'do'} {_s(m)} have?",),
    ),
    _said(
        rf"{PLAIN_ADJECTIVE}(?:has|have) an? {MEASURE} of (?P<answer>{AMOUNT})",
        lambda m: (f"What is the {m['what']} of {_s(m)}?",),
    ),
    _said(
        rf"(?P<verb>uses?|needs?|requires?|earns?|receives?|gets?) an? {MEASURE} of (?P<answer>{AMOUNT})",
        lambda m: (f"What {m['what']} {_do(m)} {_verb(m)}?",),
    ),
    _said(
        rf"(?P<verb>measures?|works?|hangs?|melts?|boils?) at an? {MEASURE} of (?P<answer>{AMOUNT})",
        lambda m: (f"At what {m['what']} {_do(m)} {_verb(m)}?",),
    ),
    _said(
        rf"must have (?P<answer>at least {AMOUNT})",
        lambda m: (f"How many {_counted(m)} must {_s(m)} have?",),
    ),
    _said(
        rf"{BE} (?P<done>refunded|reimbursed|covered) (?P<answer>up to {AMOUNT}(?: of the \w+)?)",
        lambda m: (f"Up to how much {m['be']} {_s(m)} {m['done']}?",),
    ),
    _said(rf"(?P<verb>goes|go) to (?P<answer>{NAME})", lambda m: (f"To whom {_do(m)} go?",)),
    Rule(
        re.compile(rf"For (?P<subject>an? [\w -]{{3,30}}?) (?P<who>the \w+) pays (?P<answer>{MONEY}){END}"),
        lambda m: (f"How much does {m['who']} pay for {m['subject']}?",),
    ),
    Rule(
        re.compile(
            rf"(?P<verb>Tighten|Heat|Cool|Fill|Cut) (?P<subject>the [\w -]{{3,30}}?) to (?P<answer>{AMOUNT}){END}"
        ),
        lambda m: (f"To how much should you {m['verb'].lower()} {m['subject']}?",),
    ),
)
