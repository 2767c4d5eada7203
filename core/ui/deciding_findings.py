"""What the workspace's own experiments showed, beside the evidence of a decision. They change no share.

A finding is one sentence about one change; how much it weighs for a case, the reader says with the weights.
"""

import streamlit as st

from core.laboratory import newest_findings
from core.ui.frame import as_text, errors_shown
from core.workspace import Workspace


def draw_findings(workspace: Workspace) -> None:
    """The latest finding of each experiment, or where to get one."""
    st.subheader("What your experiments showed", anchor=False, help="They inform; no share is computed from them.")
    with errors_shown():
        findings = newest_findings(workspace)
        for each in findings:
            when = each.computed[:16].replace("T", " ")
            st.markdown(f"**{as_text(each.title)}** ({as_text(when)} UTC): {as_text(each.sentence)}")
        if not findings:
            st.caption("None was run yet.")
    st.page_link("pages/Experiments.py", label="Experiments", icon=":material/science:")
