"""What an experiment found, on the page: the sentence, the chart, the table, and its files to take along."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from core.measuring.experiments import break_even
from core.measuring.experiments.break_even import Costs, Use
from core.measuring.experiments.finding import Finding
from core.measuring.experiments.finding_report import render_finding_csv, render_finding_html
from core.measuring.experiments.kept import KeptExperiment
from core.ui.charts import draw_chart
from core.ui.frame import as_text


def draw_kept(kept: KeptExperiment) -> None:
    """Draw a complete experiment. Raises `UnusableInput` when its files are damaged."""
    finding = kept.finding()
    if finding.experiment == break_even.KEY:
        finding = _with_chosen_use(finding)
    st.success(as_text(finding.sentence), icon=":material/lightbulb:")
    draw_chart(finding.chart)
    for note in finding.notes:
        st.caption(as_text(note))
    if finding.table:
        st.dataframe(pd.DataFrame(finding.table), hide_index=True, width="stretch")
    _draw_files(kept, finding)


def _with_chosen_use(finding: Finding) -> Finding:
    """Break-even for the use that the visitor sets."""
    usual = Use()
    one, two, three, four = st.columns(4)
    questions = one.number_input("Questions a month", 0, 100_000_000, int(usual.questions), step=1000)
    changes = two.number_input(
        "Changes a month",
        0.0,
        1000.0,
        float(usual.changes),
        help="How often documents change: each time they are indexed again, or the adapter is trained again.",
    )
    shared = three.slider(
        "Changed at a time (%)", 1, 100, int(100 * usual.shared), help="Part of the documents that a change touches."
    )
    price = four.number_input(
        "Price of an hour", 0.0, 1000.0, 0.0, help="Of the machine, in any currency. At 0 the chart shows hours."
    )
    now = break_even.conclude(Costs(**finding.figures), Use(float(questions), changes, price, shared / 100))
    return replace(now, notes=(*now.notes, *finding.notes[len(now.notes) :]), computed=finding.computed)


def _draw_files(kept: KeptExperiment, finding: Finding) -> None:
    name = f"{finding.experiment}-{kept.id}"
    json_ = (kept.folder / "results.json").read_bytes()
    html, csv = render_finding_html(finding, kept.settings), render_finding_csv(finding)
    with st.container(horizontal=True):
        st.download_button("Report (HTML)", html, f"{name}.html", "text/html", icon=":material/download:")
        st.download_button("Table (CSV)", csv, f"{name}.csv", "text/csv", icon=":material/download:")
        st.download_button("Everything (JSON)", json_, f"{name}.json", "application/json", icon=":material/download:")
