"""One question with what every arm made of it: the unit of a conversation, of the history, of a vote, of an export."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Literal

from core.answering.checking import CheckedAnswer
from core.errors import Remedy, UnusableInput
from core.records import ArmName

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Vote = ArmName | Literal["none"]
"""The arm that answered best, or `none` where all are wrong."""


def new_id() -> str:
    """A name that sorts by time.

    >>> len(new_id())
    30
    """
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}{token_hex(4)}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True)
class Comparison:
    """A question as it was `typed` and as it was `asked` of every arm, and their checked answers, in their order.

    `problems`: what kept an arm from answering; `remedies`: where that can be mended. `conversation`: the id of its
    first question. `made`: when, UTC, ISO 8601. `order`: the arms as they were chosen. `labels`: how an arm's adapter
    came to be, such as `trained here`.
    """

    typed: str
    asked: str
    answers: tuple[CheckedAnswer, ...]
    problems: Mapping[ArmName, str] = field(default_factory=dict)
    labels: Mapping[ArmName, str] = field(default_factory=dict)
    id: str = field(default_factory=new_id)
    conversation: str = ""
    made: str = field(default_factory=_now)
    order: tuple[ArmName, ...] = ()
    vote: Vote | None = None
    remedies: Mapping[ArmName, Remedy] = field(default_factory=dict)

    @property
    def arms(self) -> tuple[ArmName, ...]:
        """Those that answered."""
        return tuple(each.answer.arm for each in self.answers)

    @property
    def asked_arms(self) -> tuple[ArmName, ...]:
        """Those that were asked, in the order chosen."""
        return self.order or (*self.arms, *self.problems)

    @property
    def is_rewritten(self) -> bool:
        return self.typed != self.asked


def comparison_to_fields(comparison: Comparison) -> dict[str, Any]:
    """Plain data, as JSON can hold it."""
    fields: dict[str, Any] = _adapter().dump_python(comparison, mode="json")
    return fields


def comparison_from_fields(fields: Mapping[str, Any]) -> Comparison:
    """The reverse of `comparison_to_fields`. Raises `UnusableInput` where these are not its fields."""
    from pydantic import ValidationError

    try:
        return _adapter().validate_python(fields)
    except ValidationError as error:
        raise UnusableInput("This comparison is damaged and cannot be shown. Ask its question again.") from error


@lru_cache(maxsize=1)
def _adapter() -> "TypeAdapter[Comparison]":
    from pydantic import TypeAdapter

    return TypeAdapter(Comparison)
