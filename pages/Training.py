"""Training: the training pairs, the runs that make adapters of them, and the adapters that are there."""

import streamlit as st

from core.ui.adapters_view import draw_adapters
from core.ui.frame import setup_page
from core.ui.raft_set_view import draw_raft_set
from core.ui.training_pairs import draw_pairs
from core.ui.training_section import draw_training
from core.ui.training_styles import TRAINING_STYLES


def main() -> None:
    workspace = setup_page("Training", "Questions with answers from your documents, and the adapters trained on them.")
    st.html(TRAINING_STYLES)
    pairs, training, raft_set, adapters = st.tabs(["Pairs", "Train", "RAFT set", "Adapters"])
    with pairs:
        draw_pairs(workspace)
    with training:
        draw_training(workspace)
    with raft_set:
        draw_raft_set(workspace)
    with adapters:
        draw_adapters(workspace)


main()
