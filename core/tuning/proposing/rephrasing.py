"""A question -> the same question in other words, by rule, in English; where no rule fits, in another frame. Pure."""

import re

_RULES = (
    (r"How much (?:is|are) (.+)\?", (r"What does one pay for \1?",)),
    (r"How much does (.+) cost\?", (r"What is the price of \1?", r"What do I have to pay for \1?")),
    (r"How long does (.+) last\?", (r"What is the duration of \1?",)),
    (r"How long does (.+) take\?", (r"How much time does \1 take?",)),
    (r"For how long (is|are) (.+) valid\?", (r"What is the period of validity of \2?", r"How long \1 \2 valid?")),
    (r"Who is (.+)\?", (r"What is the name of \1?", r"Can you tell me who is \1?")),
    (
        r"When (was|were) (.+?) (founded|opened|built|published|released|introduced)\?",
        (r"In what year or on what date \1 \2 \3?",),
    ),
    (r"What is the (.+?) of (.+)\?", (r"\2: what is the \1?", r"Which \1 does \2 have?")),
    (r"How many (.+?) (?:are listed for|does) (.+?)(?: have)?\?", (r"What is the number of \1 of \2?",)),
    (r"When did (.+) (open|appear|start|end|close|retire)\?", (r"When exactly did \1 \2?",)),
)
_FIRST = frozenset(
    "What Who When Where Which How Why At In By For Within Up To Since From According Is Are Can May "
    "Do Does Did Has".split()
)
_NOT_MONEY = re.compile(
    r"\b(?:discount|bonus|allowance|fee|deposit|limit|salary|budget|refund|pension|supplement|price)\b"
)


def rephrase(question: str) -> tuple[str, ...]:
    """Other wordings, without the question itself.

    >>> rephrase("How much does a repair cost?")
    ('What is the price of a repair?', 'What do I have to pay for a repair?')
    """
    if question.startswith("How much is") and _NOT_MONEY.search(question):
        return (re.sub(r"How much is (.+)\?", r"What is the amount of \1?", question),)
    for pattern, others in _RULES:
        match = re.fullmatch(pattern, question)
        if match:
            return tuple(match.expand(other)[:1].upper() + match.expand(other)[1:] for other in others)
    first = question.split(" ", 1)[0]
    return (f"Please tell me: {first.lower() if first in _FIRST else first}{question[len(first) :]}",)
