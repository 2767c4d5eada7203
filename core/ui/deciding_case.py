"""The case of the visitor's workspace on the Decide page: read once a run, kept at every change."""

from typing import Any

import streamlit as st

from core.deciding.case import Case
from core.deciding.measurements import Measurements
from core.ui.frame import errors_shown
from core.ui.state import keep, lasting_key, recall
from core.workspace import Workspace


def current_case(workspace: Workspace) -> Case:
    """What was kept; a new case, with a message, where that was damaged."""
    with errors_shown():
        return workspace.case()
    return Case()


def current_measurements(workspace: Workspace, case: Case) -> Measurements:
    """The workspace's own; where it has none, those that came with a re-opened record."""
    return workspace.measurements() or case.carried


def keep_case(workspace: Workspace, case: Case) -> None:
    """Keep a case that the widgets on the page show already."""
    with errors_shown():
        workspace.save_case(case)


def take_case(workspace: Workspace, case: Case) -> None:
    """Keep a case that widgets on the page do not show yet, and draw the page anew."""
    with errors_shown():
        workspace.save_case(case)
        keep("case generation", recall("case generation", 0) + 1)
        st.rerun()


def case_key(name: str, default: Any) -> str:
    """Key for a widget that shows this part of the case; a new one after `take_case`."""
    return lasting_key(f"case {recall('case generation', 0)} {name}", default)
