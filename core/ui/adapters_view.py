"""The adapters of a workspace: where each comes from, whether that still holds, which one answers; downloads."""

import streamlit as st

from core.tuning.card import zip_adapter
from core.tuning.shelf import KIND_NAMES, LONGEST_NAME, Adapter
from core.ui.adapters_comparison import draw_comparison, name_figure, show_value
from core.ui.frame import as_text, errors_shown
from core.workspace import Workspace

HEADLINE = (
    "trained_wordings_exact",
    "strength",
    "held_out_f1",
    "held_out_f1_plain_rag",
    "held_out_exact",
    "held_out_loss",
    "seconds",
)
STRENGTH = (
    "Strength is how much of what the run learned is kept: 0 % would be the base model, 100 % all of it. Held-out F1 is"
    " the overlap in words with the right answers of rows that were not learned; plain RAG answered the same rows."
)


def draw_adapters(workspace: Workspace) -> None:
    """Draw the section."""
    adapters = workspace.shelf.all()
    st.subheader(f"{len(adapters):,} adapters" if len(adapters) > 1 else "Adapters", anchor=False)
    if not adapters:
        st.info("No adapter yet. Train one under Train, or load the sample on Home: it brings two.")
    else:
        st.caption(
            "Of each kind one answers: closed book in Fine-tuned, RAFT in Hybrid. Adapters cannot be uploaded: nobody "
            "could tell what such a file was trained on, or what it does."
        )
    for adapter in adapters:
        with st.container(border=True):
            _draw_adapter(workspace, adapter)
    if len(adapters) > 1:
        draw_comparison(adapters)


def _draw_adapter(workspace: Workspace, adapter: Adapter) -> None:
    lineage = adapter.lineage
    origin = "precomputed, shipped with the sample" if adapter.is_precomputed else "trained here"
    answers = " · :material/check: **answers**" if adapter.answers else ""
    st.markdown(f"**{as_text(adapter.name)}** · {KIND_NAMES[lineage.kind]} · {origin}{answers}")
    shown = [
        f"{name_figure(name)} {show_value(lineage.figures[name], name)}" for name in HEADLINE if name in lineage.figures
    ]
    made = f"{lineage.trained.replace('T', ' ')[:16]} UTC"
    counts = [f"{lineage.pairs:,} pairs", f"{len(lineage.documents)} documents"]
    st.caption(" · ".join([made, *counts, *shown]), help=STRENGTH if "strength" in lineage.figures else None)
    if stale := workspace.staleness(adapter):
        st.warning(f"Stale, changed or deleted since: {as_text(', '.join(stale))}.", icon=":material/history:")
    with st.container(horizontal=True):
        _draw_choice(workspace, adapter)
        st.download_button(
            "Download",
            lambda: zip_adapter(adapter),
            f"{adapter.id}.zip",
            key=f"download {adapter.id}",
            icon=":material/download:",
            help="A zip file: safetensors, lineage, the pairs it was trained on, and a model card.",
            on_click="ignore",
        )
        _draw_renaming(workspace, adapter)
        _draw_deleting(workspace, adapter)
    with st.expander("Where it comes from"):
        _draw_lineage(adapter)


def _draw_choice(workspace: Workspace, adapter: Adapter) -> None:
    if not adapter.answers and st.button("Let it answer", key=f"choose {adapter.id}", icon=":material/check:"):
        with errors_shown():
            workspace.shelf.choose(adapter.id)
            st.rerun()


def _draw_renaming(workspace: Workspace, adapter: Adapter) -> None:
    with st.popover("Rename", icon=":material/edit:"), st.form(f"rename {adapter.id}", border=False):
        name = st.text_input("Name", adapter.name, max_chars=LONGEST_NAME)
        if st.form_submit_button("Save the name"):
            with errors_shown():
                workspace.shelf.rename(adapter.id, name)
                st.rerun()


def _draw_deleting(workspace: Workspace, adapter: Adapter) -> None:
    with st.popover("Delete", icon=":material/delete:"):
        st.markdown("It cannot be brought back; it can be trained again.")
        if st.button("Delete for good", key=f"delete {adapter.id}"):
            with errors_shown():
                workspace.shelf.delete(adapter.id)
                st.rerun()


def _draw_lineage(adapter: Adapter) -> None:
    lineage = adapter.lineage
    told = {
        "Base model": f"{lineage.base}, weights {lineage.weights}",
        "Pairs": f"{lineage.pairs:,}, hash {lineage.pairs_hash or 'not noted'}",
        "Ended": lineage.ended or "not noted",
        "Libraries": ", ".join(f"{name} {number}" for name, number in lineage.versions.items()) or "not noted",
    }
    for name, value in told.items():
        st.markdown(f"**{name}:** {as_text(value)}")
    left, right = st.columns(2)
    documents = [{"Document": name, "Content hash": version} for name, version in lineage.documents.items()]
    settings = {name_figure(name): show_value(value, name) for name, value in lineage.settings.items()}
    figures = {name_figure(name): show_value(value, name) for name, value in lineage.figures.items()}
    left.dataframe(documents, hide_index=True)
    right.dataframe([{"Setting": name, "Value": value} for name, value in settings.items()], hide_index=True)
    left.dataframe([{"Figure": name, "Value": value} for name, value in figures.items()], hide_index=True)
