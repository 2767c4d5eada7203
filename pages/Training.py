"""Training: the training pairs, the runs that make adapters of them, and the adapters that are there."""

import streamlit as st

from core.records import AdapterKind
from core.tuning.plan import RECOMMENDED, TrainingSettings
from core.ui.frame import as_text, errors_shown, setup_page
from core.ui.training_pairs import draw_pairs
from core.ui.training_watch import draw_outcome, watch_training
from core.workspace import Workspace

SAYS: dict[AdapterKind, str] = {
    "closed-book": "Learns the answers themselves, and answers without reading anything. Used by **Fine-tuned**.",
    "raft": "Learns to answer from retrieved passages among distractors. Used by **Hybrid**.",
}


def main() -> None:
    workspace = setup_page("Training", "Questions with answers from your documents, and the adapters trained on them.")
    draw_pairs(workspace)
    _draw_training(workspace)
    _draw_adapters(workspace)


def _draw_training(workspace: Workspace) -> None:
    st.subheader("Train an adapter", anchor=False)
    job = workspace.job
    if job and job.state == "running":
        watch_training(job)
        return
    if job:
        draw_outcome(job)
    kind: AdapterKind = st.radio("Kind", list(SAYS), captions=list(SAYS.values()), format_func=_name)
    settings = _draw_parameters(kind)
    if st.button("Train", type="primary", icon=":material/model_training:", disabled=not workspace.pairs):
        with errors_shown(), st.spinner("Preparing…"):
            workspace.start_training(kind, settings)
            st.rerun()


def _draw_parameters(kind: AdapterKind) -> TrainingSettings:
    good = RECOMMENDED[kind]
    with st.expander("Parameters; the recommended ones are set"):
        one, two, three = st.columns(3)
        rank = one.number_input("Rank", 1, 128, good.rank, help="Width of the LoRA matrices: more can hold more.")
        epochs = two.number_input("Epochs", 1, 200, good.epochs, help="How often every wording is seen.")
        rate = three.number_input(
            "Learning rate",
            1e-5,
            1e-1,
            good.learning_rate,
            format="%.5f",
            help="Size of a step: a small model wants a large one.",
        )
    return TrainingSettings(
        rank=int(rank), alpha=2 * int(rank), learning_rate=float(rate), epochs=int(epochs), batch=good.batch
    )


def _draw_adapters(workspace: Workspace) -> None:
    st.subheader("Adapters", anchor=False)
    if not workspace.adapters():
        st.caption("None yet.")
    for kind in workspace.adapters():
        with st.container(border=True):
            _draw_adapter(workspace, kind)


def _draw_adapter(workspace: Workspace, kind: AdapterKind) -> None:
    lineage = workspace.lineage(kind)
    origin = "precomputed, shipped with the sample" if workspace.is_precomputed(kind) else "trained here"
    st.markdown(f"**{_name(kind)}** · {origin}")
    figures = [f"{name.replace('_', ' ')} {value:g}" for name, value in lineage.figures.items()]
    made = [
        f"{lineage.trained.replace('T', ' ')[:16]} UTC",
        f"{lineage.pairs} pairs",
        f"{len(lineage.documents)} documents",
    ]
    st.caption(" · ".join([*made, *figures]))
    if stale := lineage.stale_documents(workspace.versions):
        st.warning(f"Stale: changed or deleted since: {as_text(', '.join(stale))}.", icon=":material/history:")


def _name(kind: AdapterKind) -> str:
    return {"closed-book": "Closed book", "raft": "RAFT"}[kind]


main()
