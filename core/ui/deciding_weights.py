"""Sliders for the weights on the Decide page."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from core.deciding.case import HEAVIEST, Case
from core.deciding.criteria import CRITERIA
from core.deciding.measured import MEASURED
from core.deciding.measurements import Measurements
from core.ui.deciding_case import case_key, keep_case, take_case
from core.workspace import Workspace

COLUMNS = 3


def draw_weights(workspace: Workspace, case: Case, measurements: Measurements) -> Case:
    """A slider for each criterion, and for each figure that was measured; the case with what they show."""
    st.markdown(
        "How much each criterion counts, 0 to 5. Cost, how often facts change and depth of the field start highest: "
        "one of the documents has the choice hang on these three."
    )
    before = case
    case = _draw_sliders(case, [(each.key, each.label, each.why) for each in CRITERIA])
    measured = [each for each in MEASURED.values() if each.speaks(measurements)]
    if measured:
        st.subheader("Your own figures", anchor=False)
        case = _draw_sliders(case, [(each.key, each.label, f"{each.why} Points: {each.scale}.") for each in measured])
    if case != before:
        keep_case(workspace, case)
    if st.button("Weights as they were at first", icon=":material/undo:", disabled=not case.weights):
        take_case(workspace, replace(case, weights={}))
    return case


def _draw_sliders(case: Case, criteria: Sequence[tuple[str, str, str]]) -> Case:
    """Row by row, so that Tab and a narrow screen keep the order of the table."""
    places = (place for _ in range(0, len(criteria), COLUMNS) for place in st.columns(COLUMNS))
    for place, (key, label, why) in zip(places, criteria, strict=False):
        now = case.weight(key)
        shown = case_key(f"weight {key}", now)
        weight = place.slider(label, 0.0, HEAVIEST, step=0.5, format="%.1f", key=shown, help=why)
        if weight != now:
            case = case.weigh(key, weight)
    return case
