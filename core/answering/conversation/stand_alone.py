"""A follow-up question -> the same question standing alone, by rule, for English.

Only the question before is used, never an answer: all arms are asked the same, whatever one of them said. A question
that stands alone already, or in which no rule sees a gap, stays as it is; the user sees the result and can change it.
"""

import re

from core.answering.conversation.fragments import find_fragment, replace_part
from core.answering.conversation.references import about_topic, name_references
from core.answering.conversation.topics import find_topic

_OPENER = re.compile(r"^(?:(?:and|but|so|or|also|then|well|okay|ok)\b[,\s]*)+", re.IGNORECASE)
_BARE_QUESTION_WORD = re.compile(
    r"^(?:since when|until when|from when|by when|by whom|for how long|how (?:long|much|many|often|so|high|soon|far)|"
    r"why not|why|who|when|where|how|really|which ones?|what else|who else|are you sure)[?.!\s]*$",
    re.IGNORECASE,
)
_OF_SOMETHING = re.compile(
    r"^(?:what|how high|how long|how much|when)\s+(?:is|are|was|were)\s+(?:the|its)\s+(?:maximum|minimum|limit|"
    r"deadline|price|costs?|fee|penalty|reason|amount|procedure|exceptions?|conditions?|rules?|alternatives?|difference|duration)"
    r"[?.!\s]*$",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\bthe (?:same|others?|former|latter|first one|second one|other one)\b(?!\s+\w+\s*\w)|\btoo\?*$", re.IGNORECASE
)


def stand_alone(question: str, before: str) -> str:
    """The question so that it can be understood without the one `before` it, which stands alone.

    >>> stand_alone("And in 2025?", "How high was the daily allowance in 2023?")
    'How high was the daily allowance in 2025?'
    >>> stand_alone("Does it also cover dental?", "What does the health insurance cover?")
    'Does the health insurance also cover dental?'
    """
    question = question.strip()
    rest = _OPENER.sub("", question)
    if not before.strip() or not rest:
        return question
    fragment = find_fragment(rest, opened=rest != question)
    if fragment:
        return _finish(replace_part(fragment, before) or question)
    if _BARE_QUESTION_WORD.match(rest):
        return about_topic(rest, before)
    changed = name_references(rest, before)
    if changed == rest and _OF_SOMETHING.match(rest):
        changed = f"{rest.rstrip('?.! ')} for {find_topic(before).text}?"
    if changed == rest and _SAME.search(rest):
        return about_topic(rest, before)
    return _finish(changed) if changed != rest else question


def _finish(question: str) -> str:
    return question[:1].upper() + question[1:]
