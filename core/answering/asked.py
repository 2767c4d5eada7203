"""What kind of thing a question asks for, where its wording tells, and whether a bare phrase is of that kind. Pure."""

import re

from core.answering.claims import Claim
from core.answering.language.detail import family

AMOUNT = re.compile(
    r"\b(?:how (?:many|much|long|far|high|deep|heavy|old|large|wide|tall)|which extension)\b", re.IGNORECASE
)
AMOUNT_WORDS = re.compile(
    r"\b(?:no|none|half|all|free|once|twice|times?|as|until|half|double|an?|whole)\b", re.IGNORECASE
)
DAY = re.compile(r"\b(?:which|what) (?:day|date)\b", re.IGNORECASE)
PERSON = re.compile(r"(?:to |by |for )?(?:who|whom)\b", re.IGNORECASE)

ASKS_FOR = (
    (r"\bwhen\b|\bsince when\b|\buntil when\b|\b(?:which|what) (?:day|date|year|month|time)\b", {"date", "time"}),
    (r"\bhow (?:long|soon|quickly|early|fast)\b", {"duration", "working time", "time"}),
    (r"\b(?:cost|price|pay|charge|fee|spend|euros?|dollars?)\b", {"money"}),
    (r"\bhow (?:far|high|deep|tall|wide)\b", {"length"}),
    (r"\bhow heavy\b", {"mass"}),
    (r"\bhow (?:warm|hot|cold)\b|\btemperature\b", {"degrees"}),
    (r"\bpercent|\bshare\b|\breduction\b|\bdiscount\b", {"share"}),
)
"""Wordings of questions, and the kinds of detail that answer them."""


def gives_what_is_asked(claim: Claim) -> bool:
    """Whether a bare phrase is of the very kind that its question asks for."""
    kinds = {family(each) for each in claim.details}
    return claim.bare and any(
        kinds & wanted and re.search(wording, claim.question, re.IGNORECASE) for wording, wanted in ASKS_FOR
    )


def misses_the_question(claim: Claim) -> str:
    """What kind of thing a bare phrase fails to be although the question asks for it; empty where it is, or may be.

    An amount is asked for by `how many`, a day by `which day`, a person by `who`.
    """
    question = claim.question
    if not claim.bare:
        return ""
    kinds = {each.kind.split(":")[0] for each in claim.details}
    exact = kinds - {"one of"}
    if AMOUNT.search(question) and not exact and not AMOUNT_WORDS.search(claim.text[len(question) :]):
        return "an amount"
    if DAY.search(question) and exact and not exact & {"date", "ordinal", "frequency", "duration"}:
        return "a day"
    if PERSON.match(question) and kinds and not claim.names and not claim.asserted:
        return "a person"
    return ""
