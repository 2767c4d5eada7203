"""The conversation of this visit on the Compare page: its comparisons, and which of them is shown."""

from collections.abc import Sequence
from dataclasses import replace

from core.answering.comparing.comparison import Comparison, Vote
from core.answering.conversation.stand_alone import stand_alone
from core.records import ArmName
from core.ui.asking import ask_arms
from core.ui.state import keep, recall
from core.workspace import Workspace

LONGEST_CONVERSATION = 30


def turns() -> list[Comparison]:
    """The comparisons of the conversation, oldest first."""
    return recall("conversation", [])


def shown() -> Comparison | None:
    """The one that is shown: the newest, or an earlier one that was chosen."""
    chosen = recall("shown comparison", "")
    return next((one for one in turns() if one.id == chosen), None) or (turns()[-1] if turns() else None)


def show(id: str) -> None:
    keep("shown comparison", id)


def ask_next(workspace: Workspace, typed: str, names: Sequence[ArmName]) -> None:
    """Ask the question, made to stand alone, and put it at the end of the conversation. Raises as `ask_arms` does."""
    before = turns()
    asked = stand_alone(typed, before[-1].asked if before else "")
    conversation = before[-1].conversation if before else ""
    _take(workspace, before, ask_arms(workspace, asked, names, typed, conversation))


def ask_aside(workspace: Workspace, question: str, names: Sequence[ArmName]) -> Comparison:
    """Ask outside the conversation, for a page that shows the answers itself; they are in the history, too."""
    asked = ask_arms(workspace, question, names)
    workspace.history.add(asked)
    return asked


def is_kept(workspace: Workspace, comparison: Comparison) -> bool:
    """Whether it is in the history and was not forgotten since."""
    return any(head.id == comparison.id for head in workspace.history.heads())


def ask_instead(workspace: Workspace, old: Comparison, question: str) -> None:
    """Ask the same arms another wording, in the place of a comparison. Raises as `ask_arms` does."""
    new = ask_arms(workspace, question, old.asked_arms, old.typed, old.conversation)
    workspace.history.remove(old.id)
    _take(workspace, [one for one in turns() if one.id != old.id], new)


def _take(workspace: Workspace, before: list[Comparison], new: Comparison) -> None:
    workspace.history.add(new)
    keep("conversation", [*before, new][-LONGEST_CONVERSATION:])
    keep("computed now", new.id)
    show(new.id)


def was_computed_now(comparison: Comparison) -> bool:
    """Whether it was the last to be computed in this visit."""
    return bool(recall("computed now", "") == comparison.id)


def begin_anew() -> None:
    """A new conversation; the one before stays in the history."""
    keep("conversation", [])
    show("")


def restore(workspace: Workspace, id: str) -> None:
    """Show a comparison of the history, in its conversation. Raises `UnusableInput` where it is gone or damaged."""
    keep("conversation", workspace.history.read_conversation(id))
    show(id)


def vote(workspace: Workspace, comparison: Comparison, choice: Vote | None) -> None:
    """Keep a vote with the workspace and in this visit. Raises `UnusableInput` where the comparison is not kept."""
    workspace.history.vote(comparison.id, choice)
    keep("conversation", [replace(one, vote=choice) if one.id == comparison.id else one for one in turns()])
