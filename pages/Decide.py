"""Decide: from a case and the user's own figures to a recommendation that can be checked, and a record of it."""

import streamlit as st

from core.deciding.case import Case
from core.deciding.measurements import Measurements
from core.deciding.recommendation import recommend
from core.ui.deciding_case import current_case, current_measurements
from core.ui.deciding_evidence import draw_evidence
from core.ui.deciding_findings import draw_findings
from core.ui.deciding_methods import draw_methods
from core.ui.deciding_record import draw_record, draw_reopened
from core.ui.deciding_result import draw_balance, draw_recommendation
from core.ui.deciding_styles import DECIDING_STYLES
from core.ui.deciding_walk import draw_overview, draw_question, draw_start
from core.ui.deciding_weights import draw_weights
from core.ui.frame import as_text, setup_page
from core.workspace import Workspace

TABS = ("Recommendation", "Weights", "Evidence", "How both work", "Decision record")


def main() -> None:
    workspace = setup_page("Decide", "From your case and your own figures to a decision that you can defend.")
    st.html(DECIDING_STYLES)
    case = current_case(workspace)
    measurements = current_measurements(workspace, case)
    draw_start(workspace, case)
    questions, balance = st.columns([3, 2], gap="large")
    with questions:
        case = draw_question(workspace, case)
        draw_overview(workspace, case)
    recommendation, weights, evidence, methods, record = st.tabs(TABS)
    with weights:
        case = draw_weights(workspace, case, measurements)
    found = recommend(case, measurements)
    with balance:
        draw_balance(found)
        _draw_figures_used(workspace, case, measurements)
    with recommendation:
        draw_reopened(found)
        draw_recommendation(found)
    with evidence:
        draw_evidence(found)
        draw_findings(workspace)
    with methods:
        draw_methods()
    with record:
        draw_record(workspace, found)


def _draw_figures_used(workspace: Workspace, case: Case, measurements: Measurements) -> None:
    """Which of the user's own figures count, or how to get some."""
    if not measurements:
        st.caption("Only the guidance counts so far: nothing was measured on your own documents.")
        st.page_link("pages/Evaluate.py", label="Evaluate the arms", icon=":material/monitoring:")
    elif measurements is case.carried:
        st.caption("Your own figures count: those of the re-opened record, as this workspace has measured none.")
    else:
        when = measurements.all[0].computed.replace("T", " ")[:16]
        st.caption(f"Your own figures count, of {as_text(when)} UTC. See Evidence.")
        if changed := measurements.changed_documents(workspace.versions):
            text = f"Stale: these documents changed, came or went since that run: {', '.join(changed)}."
            st.warning(as_text(text), icon=":material/history:")


main()
