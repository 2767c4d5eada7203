"""Every change of the training pairs goes through here, so that each can be undone, the latest first."""

from collections.abc import Callable, Sequence

import streamlit as st

from core.errors import LimitReached
from core.records import TrainingPair
from core.ui.frame import as_text
from core.ui.state import keep, recall
from core.workspace import Workspace

MOST_STEPS = 20
Step = tuple[str, tuple[TrainingPair, ...]]
"""What was done, and the pairs before it."""


def change_pairs(
    workspace: Workspace,
    pairs: Sequence[TrainingPair],
    what: str,
    then: Callable[[Workspace], object] = lambda _: None,
) -> None:
    """Take these pairs, note what was done, do what comes `then`, and draw the page anew.

    Raises `LimitReached` for too many pairs; then nothing is changed.
    """
    most = workspace.settings.limits.rows
    if len(pairs) > most:
        raise LimitReached(f"These would be {len(pairs):,} pairs; at most {most:,} are allowed. Delete some first.")
    keep("pairs undo", [*_steps(), (what, workspace.pairs)][-MOST_STEPS:])
    workspace.save_pairs(pairs)
    keep("pairs message", what)
    then(workspace)
    st.rerun()


def draw_last_change(workspace: Workspace) -> None:
    """What was done last, once, and the button that undoes it for as long as there is something to undo."""
    steps = _steps()
    message: str = recall("pairs message", "")
    keep("pairs message", "")
    if not steps and not message:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if message:
            st.success(as_text(message), icon=":material/check:")
        if steps and st.button(f"Undo: {as_text(steps[-1][0])}", icon=":material/undo:"):
            keep("pairs undo", steps[:-1])
            workspace.save_pairs(steps[-1][1])
            keep("pairs message", f"Undone: {steps[-1][0]}")
            st.rerun()


def _steps() -> list[Step]:
    steps: list[Step] = recall("pairs undo", [])
    return steps
