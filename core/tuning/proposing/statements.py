"""A plain English sentence that tells an amount, a time or a name -> the question that it answers. Pure.

`The deposit is 200 euros.` -> `How much is the deposit?`. The rules stand in `statement_rules`. Whatever stands around
their parts that could change the answer (a condition, a second amount, a pronoun) makes them pass: rules that are right
were preferred to rules that find much.
"""

import re
from collections.abc import Iterator

from core.tuning.proposing.proposal import Proposal
from core.tuning.proposing.sentence_parts import is_clear_subject, is_vague_subject
from core.tuning.proposing.statement_rules import RULES

SENTENCE = re.compile(r"(?:^|(?<=[.!?:;]\s)|(?<=\n))(?:\d+(?:\.\d+)+ )?(?=[A-Z])", re.MULTILINE)
"""Where a sentence may begin, after the number of its paragraph."""


def find_statements(text: str) -> list[Proposal]:
    """Questions that sentences of the text answer, one a sentence.

    >>> found = find_statements("The deposit is 200 euros. If it rains, the fee is 3 euros.")
    >>> [(each.question, each.answer) for each in found]
    [('How much is the deposit?', '200 euros')]
    """
    return [found for start in _sentence_starts(text) if (found := _ask(text, start)) is not None]


def _sentence_starts(text: str) -> Iterator[int]:
    for match in SENTENCE.finditer(text):
        yield match.end()


def _ask(text: str, start: int) -> Proposal | None:
    for rule in RULES:
        match = rule.pattern.match(text, start)
        if match and is_clear_subject(match["subject"]):
            question, *others = rule.ask(match)
            vague = is_vague_subject(match["subject"])
            return Proposal(question, match["answer"], *match.span("answer"), "statement", tuple(others), vague)
    return None
