"""A decision record: what was decided, why, and what would reverse it; as Markdown or HTML that can be re-opened.

Both carry the case as JSON in a comment, so that a file gives back the answers, weights and figures that it was made
from. A file is a stranger's until it was checked.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.deciding.case import Case
from core.deciding.case_json import case_from_fields, case_to_fields
from core.deciding.options import OPTIONS, Option
from core.deciding.recommendation import Recommendation
from core.errors import LimitReached, UnusableInput

LARGEST_RECORD_BYTES = 2_000_000
_MARK = "retrieve-or-tune decision"
_CARRIED = re.compile(rf"<!-- {_MARK} (\{{.*?\}}) -->", re.DOTALL)


@dataclass(frozen=True)
class DecisionRecord:
    """A recommendation and the day (ISO 8601) on which the decision was taken from it."""

    recommendation: Recommendation
    date: str

    @property
    def decision(self) -> Option | None:
        """What the user chose, else what leads."""
        return self.recommendation.case.chosen or self.recommendation.leader


@dataclass(frozen=True)
class ReopenedRecord:
    """What a record's file held: the case, with the figures of that day, and what was decided then."""

    case: Case
    date: str
    decision: Option | None
    shares: Mapping[Option, float]


def carried_comment(record: DecisionRecord) -> str:
    """The case and the result as a comment for Markdown and HTML; nothing in it can end the comment."""
    found = record.recommendation
    content = {
        "date": record.date,
        "decision": record.decision,
        "shares": dict(found.balance.shares),
        "case": case_to_fields(replace(found.case, carried=found.measurements)),
    }
    text = json.dumps(content, allow_nan=False)
    # Only strings can hold these; JSON's own escapes keep them what they are.
    safe = text.replace("--", "\\u002d\\u002d").replace("<", "\\u003c").replace(">", "\\u003e")
    return f"<!-- {_MARK} {safe} -->"


def read_record(content: bytes) -> ReopenedRecord:
    """A record from its Markdown or HTML. Raises `UnusableInput` or `LimitReached` with the reason."""
    if len(content) > LARGEST_RECORD_BYTES:
        raise LimitReached("This file is too large for a decision record. Choose one that was downloaded here.")
    carried = _CARRIED.findall(content.decode("utf8", errors="replace"))
    if not carried:
        raise UnusableInput("This file holds no decision record of this program. Choose one that was downloaded here.")
    try:
        return _from_fields(json.loads(carried[-1]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnusableInput("The decision record in this file is damaged. Choose another copy of it.") from error


def _from_fields(content: Any) -> ReopenedRecord:
    shares: dict[Option, float] = {option: float(content["shares"][option]) for option in OPTIONS}
    if not all(math.isfinite(share) and 0 <= share <= 1 for share in shares.values()):
        raise ValueError("a share is not between 0 and 1")
    if content["decision"] not in (None, *OPTIONS) or not re.fullmatch(r"\d{4}-\d\d-\d\d", content["date"]):
        raise ValueError("the decision or its date cannot be read")
    return ReopenedRecord(case_from_fields(content["case"]), content["date"], content["decision"], shares)
