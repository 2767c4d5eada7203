"""Which training pairs are held out, by passage; and all of them as a zip to train on elsewhere."""

from collections import Counter
from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from core.records import TrainingPair
from core.tuning.exporting import TOOLS, export_pairs
from core.tuning.pair_forms import FORMS
from core.tuning.splitting import Split, split_by_passage
from core.ui.training_settings import split_choice

TRAINED, HELD_OUT = "trained on", "held out"


def draw_split_and_export(pairs: Sequence[TrainingPair]) -> None:
    """The split as a picture, then the download. `pairs` with their passages, where they are known."""
    share, seed = split_choice().values()
    st.caption(
        f"Held out: {100 * share:.0f} % of the passages, seed {seed}, as chosen under Train. A RAFT run measures on "
        "these, and held_out.jsonl holds them; a closed-book run holds out wordings instead. All pairs of a passage "
        "are on one side, and adding a pair moves no other."
    )
    split = split_by_passage(pairs, share, seed)
    _draw_split(split)
    st.markdown("**To train elsewhere**")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        form = st.selectbox("Form", list(FORMS), format_func=FORMS.__getitem__, width=200, help="How a row is written.")
        tool = st.selectbox(
            "For", list(TOOLS), format_func=TOOLS.__getitem__, width=220, help="Adds its configuration."
        )
        st.download_button(
            "Download the pairs",
            export_pairs(pairs, form, tool, share, seed) if split.training else b"",
            f"pairs-{form}-{tool}.zip",
            "application/zip",
            icon=":material/download:",
            disabled=not split.training,
        )
    st.caption(
        "train.jsonl and, where a share is held out, held_out.jsonl; a row for every wording. The "
        "configuration names an "
        "open model in the place of yours: change it."
    )


def _draw_split(split: Split) -> None:
    passages = {name: len({_passage(pair) for pair in part}) for name, part in _parts(split).items()}
    for place, (name, part) in zip(st.columns(2), _parts(split).items(), strict=True):
        place.metric(
            name.capitalize(),
            f"{len(part):,} pairs",
            f"{passages[name]:,} passages",
            delta_color="off",
            delta_arrow="off",
            help="A passage here is the passage that a pair names, else its answer in its document.",
        )
    counts = Counter((pair.source or "no document", name) for name, part in _parts(split).items() for pair in part)
    table = pd.DataFrame([(source, name, count) for (source, name), count in counts.items()])
    table.columns = ["Document", "Side", "Pairs"]
    scale = alt.Scale(domain=[TRAINED, HELD_OUT], range=["#0f6b66", "#d9a441"])
    chart = (
        alt.Chart(table)
        .mark_bar()
        .encode(
            x=alt.X("Pairs:Q", title="Pairs"),
            y=alt.Y("Document:N", title=None, axis=alt.Axis(labelLimit=220)),
            color=alt.Color("Side:N", scale=scale, legend=alt.Legend(orient="top", title=None)),
            tooltip=["Document", "Side", "Pairs"],
        )
        .properties(height=alt.Step(20))
    )
    st.altair_chart(chart, width="stretch")


def _parts(split: Split) -> dict[str, tuple[TrainingPair, ...]]:
    return {TRAINED: split.training, HELD_OUT: split.held_out}


def _passage(pair: TrainingPair) -> tuple[str, str]:
    return pair.source, pair.passage or pair.answer.casefold()
