"""Training: the training pairs, the runs that make adapters of them, the RAFT set, and the adapters that are there."""

import streamlit as st

from core.ui.adapters_view import draw_adapters
from core.ui.frame import errors_shown, setup_page
from core.ui.loading import load_sample_shown
from core.ui.pairs_table import edit_pairs
from core.ui.raft_set_view import draw_raft_set
from core.ui.training_section import draw_training
from core.ui.training_styles import TRAINING_STYLES
from core.workspace import Workspace


def main() -> None:
    workspace = setup_page("Training", "Questions with answers from your documents, and the adapters trained on them.")
    st.html(TRAINING_STYLES)
    pairs, training, raft_set, adapters = st.tabs(["Pairs", "Train", "RAFT set", "Adapters"])
    with pairs:
        _draw_pairs(workspace)
    with training:
        draw_training(workspace)
    with raft_set:
        draw_raft_set(workspace)
    with adapters:
        draw_adapters(workspace)


def _draw_pairs(workspace: Workspace) -> None:
    pairs = workspace.pairs
    st.subheader(f"{len(pairs):,} training pairs" if pairs else "Training pairs", anchor=False)
    if not pairs:
        st.info("No training pair yet. Import a file, type some into the table, or use those of the sample.")
        if st.button("Use the sample’s documents and pairs", icon=":material/library_books:"):
            with errors_shown():
                load_sample_shown(workspace)
                st.rerun()
    _draw_import(workspace)
    with errors_shown():
        edited = edit_pairs(pairs, key=f"pairs {hash(pairs)}")
        if edited != pairs and st.button("Save the changes", type="primary"):
            workspace.save_pairs(edited)
            st.rerun()


def _draw_import(workspace: Workspace) -> None:
    with st.form("import pairs", clear_on_submit=True, border=False):
        file = st.file_uploader(
            "Import pairs (JSON Lines: one object a line with question and answer)",
            help="Optional: source (the document's name), paraphrases (a list of other wordings), tags. "
            "The file takes the place of the pairs that are here.",
        )
        if st.form_submit_button("Import", icon=":material/upload_file:") and file is not None:
            with errors_shown():
                workspace.import_pairs(file.getvalue(), file.name)
                st.rerun()


main()
