"""Comparisons of one workspace on disk, newest first, each with its vote. At most so many: the oldest go.

<id>.json      the whole comparison
heads.json     what the list shows of each

Ids are names of files: one that is not of their form is that of nothing here.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from threading import RLock

from core.answering.comparing.comparison import (
    Comparison,
    Vote,
    comparison_from_fields,
    comparison_to_fields,
)
from core.errors import UnusableInput
from core.records import ArmName

MOST = 100
HEADS = "heads.json"
_ID = re.compile(r"\d{8}-\d{6}-\d{6}[0-9a-f]{8}")


@dataclass(frozen=True)
class Head:
    """What is shown of a comparison in a list. `arms`: those that answered."""

    id: str
    conversation: str
    asked: str
    made: str
    arms: tuple[ArmName, ...]
    vote: Vote | None = None


@dataclass(frozen=True)
class Tally:
    """Votes for an arm, and questions with a vote that it had answered."""

    votes: int
    chances: int


class History:
    """What was compared in one workspace. Safe for several threads of one process."""

    def __init__(self, folder: Path, most: int = MOST) -> None:
        self._folder = folder
        self._most = most
        self._lock = RLock()

    def heads(self) -> list[Head]:
        """Newest first."""
        with self._lock:
            return sorted(self._read_heads().values(), key=lambda head: head.id, reverse=True)

    def add(self, comparison: Comparison) -> None:
        """Keep a comparison, in the place of one of its id; of too many the oldest are dropped, voted ones last."""
        with self._lock:
            self._folder.mkdir(parents=True, exist_ok=True)
            _write(self._file(comparison.id), json.dumps(comparison_to_fields(comparison), ensure_ascii=False))
            heads = self._read_heads() | {comparison.id: _head_of(comparison)}
            oldest = sorted(heads.values(), key=lambda head: (head.id == comparison.id, head.vote is not None, head.id))
            dropped = oldest[: -self._most]
            self._write_heads({key: head for key, head in heads.items() if head not in dropped})
            for head in dropped:
                self._file(head.id).unlink(missing_ok=True)

    def read(self, id: str) -> Comparison:
        """A kept comparison with its vote. Raises `UnusableInput` where there is none of this id, or it is damaged."""
        try:
            fields = json.loads(self._file(id).read_text(encoding="utf8"))
        except (OSError, ValueError) as error:
            raise UnusableInput("This comparison is not kept any more. Ask its question again.") from error
        return comparison_from_fields(fields)

    def read_conversation(self, id: str) -> list[Comparison]:
        """The comparison of this id with those before it in its conversation, oldest first."""
        heads = self._read_heads()
        if id not in heads:
            return [self.read(id)]
        before = [head.id for head in heads.values() if head.conversation == heads[id].conversation and head.id <= id]
        return [self.read(each) for each in sorted(before)]

    def vote(self, id: str, vote: Vote | None) -> None:
        """Keep which arm answered best; None takes the vote back."""
        with self._lock:
            self.add(replace(self.read(id), vote=vote))

    def remove(self, id: str) -> None:
        """Forget a comparison; without effect where there is none."""
        with self._lock:
            heads = self._read_heads()
            if heads.pop(id, None):
                self._write_heads(heads)
                self._file(id).unlink(missing_ok=True)

    def clear(self) -> None:
        """Forget all, votes too."""
        for head in self.heads():
            self.remove(head.id)

    def _file(self, id: str) -> Path:
        return self._folder / f"{id if _ID.fullmatch(id) else 'none'}.json"

    def _read_heads(self) -> dict[str, Head]:
        try:
            rows = json.loads((self._folder / HEADS).read_text(encoding="utf8"))
            return {row["id"]: Head(**row | {"arms": tuple(row["arms"])}) for row in rows}
        except (OSError, ValueError, TypeError, KeyError):
            return {}

    def _write_heads(self, heads: dict[str, Head]) -> None:
        _write(self._folder / HEADS, json.dumps([asdict(head) for head in heads.values()], ensure_ascii=False))


def tally_votes(heads: Sequence[Head]) -> dict[Vote, Tally]:
    """Votes by arm and for `none`, most first; those of questions that an arm did not answer are no chance of it."""
    voted = [head for head in heads if head.vote]
    votes = Counter(head.vote for head in voted)
    chances = Counter(arm for head in voted for arm in head.arms)
    tallies: dict[Vote, Tally] = {arm: Tally(votes[arm], chance) for arm, chance in chances.items()}
    tallies["none"] = Tally(votes["none"], len(voted))
    return dict(sorted(tallies.items(), key=lambda item: (-item[1].votes, item[0] == "none")))


def _head_of(one: Comparison) -> Head:
    return Head(one.id, one.conversation or one.id, one.asked, one.made, one.arms, one.vote)


def _write(file: Path, text: str) -> None:
    """In one step: a reader sees the old text or the new one."""
    temporary = file.with_suffix(".new")
    temporary.write_text(text, encoding="utf8", errors="replace")
    os.replace(temporary, file)
