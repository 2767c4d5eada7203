"""The part of the Training page that is about pairs: see and edit, find, import, check, split and export them."""

from collections.abc import Sequence

import streamlit as st

from core.errors import AppError
from core.records import TrainingPair
from core.tuning.quality import Finding
from core.ui.frame import as_text, errors_shown
from core.ui.loading import load_sample_shown
from core.ui.pair_beside_passage import draw_beside_passage
from core.ui.pair_changes import change_pairs, draw_last_change
from core.ui.pair_checks import INFORMS, draw_checks, findings_of
from core.ui.pair_export import draw_split_and_export
from core.ui.pair_filters import choose_pairs
from core.ui.pair_import import draw_import
from core.ui.pair_search import draw_search
from core.ui.pairs_table import edit_pairs, merge_edited
from core.ui.state import keep, lasting_key, recall
from core.workspace import Workspace

VIEWS = EDIT, FIND, IMPORT, CHECK, EXPORT = "Edit", "From documents", "From a file", "Check", "Split and export"


def draw_pairs(workspace: Workspace) -> None:
    """Draw the view that is chosen; others cost nothing."""
    with errors_shown():
        pairs = workspace.pairs
        findings = findings_of(workspace, pairs)
        st.subheader(f"{len(pairs):,} training pairs" if pairs else "Training pairs", anchor=False)
        draw_last_change(workspace)
        if not pairs:
            _draw_empty(workspace)
        view = _choose_view()
        if view == EDIT:
            _draw_editing(workspace, pairs, findings)
        elif view == FIND:
            draw_search(workspace)
        elif view == IMPORT:
            draw_import(workspace)
        elif not pairs:
            st.caption("There is no pair to check or export yet.")
        elif view == CHECK:
            draw_checks(workspace, pairs, findings)
        else:
            draw_split_and_export(_placed(workspace, pairs))


def _placed(workspace: Workspace, pairs: tuple[TrainingPair, ...]) -> tuple[TrainingPair, ...]:
    """The pairs with their passages, kept for as long as pairs and documents stay as they are."""
    state = hash((pairs, tuple(sorted(workspace.versions.items()))))
    known, placed = recall("placed pairs", (None, pairs))
    if known != state:
        placed = workspace.placed_pairs
        keep("placed pairs", (state, placed))
    return placed


def _choose_view() -> str:
    """The view that is chosen; the one before where none is."""
    chosen = st.segmented_control(
        "View of the pairs",
        VIEWS,
        key=lasting_key("pairs view", EDIT),
        label_visibility="collapsed",
    )
    keep("pairs view", chosen or recall("pairs view", EDIT))
    return recall("pairs view", EDIT)


def _draw_empty(workspace: Workspace) -> None:
    st.info("No training pair yet. Find some in your documents, import a file, type them, or use those of the sample.")
    if st.button("Use the sample’s documents and pairs", icon=":material/library_books:"):
        load_sample_shown(workspace)
        st.rerun()


def _draw_editing(workspace: Workspace, pairs: tuple[TrainingPair, ...], findings: Sequence[Finding]) -> None:
    if faults := [finding.title for finding in findings if finding.kind not in INFORMS]:
        st.caption(f"{CHECK}: {as_text(', '.join(faults))}.")
    shown = choose_pairs(pairs, findings) if pairs else []
    some = [pairs[at] for at in shown]
    if len(shown) < len(pairs):
        st.caption(f"{len(shown):,} of {len(pairs):,} pairs are shown; the others stay as they are.")
    try:
        edited = merge_edited(pairs, shown, edit_pairs(some, key=f"pairs {hash((pairs, tuple(shown)))}"))
    except AppError:
        st.caption("The changes are not saved yet.")
        raise
    if edited != pairs:
        _draw_saving(workspace, pairs, edited)
    draw_beside_passage(workspace, some)


def _draw_saving(workspace: Workspace, before: tuple[TrainingPair, ...], after: tuple[TrainingPair, ...]) -> None:
    said = _describe_change(before, after)
    if st.button("Save the changes", type="primary", icon=":material/save:", help=said):
        change_pairs(workspace, after, said)


def _describe_change(before: tuple[TrainingPair, ...], after: tuple[TrainingPair, ...]) -> str:
    """What was done, by count.

    >>> _describe_change((TrainingPair("Who?", "Ada"),), (TrainingPair("Who?", "Tom"), TrainingPair("Where?", "here")))
    'Added 1 and changed 1 of the pairs'
    """
    gone, new = len(set(before) - set(after)), len(set(after) - set(before))
    changed = min(gone, new)
    counts = {"added": new - changed, "deleted": gone - changed, "changed": changed}
    parts = [f"{what} {count:,}" for what, count in counts.items() if count] or ["reordered some"]
    told = " and ".join(parts)
    return f"{told[:1].upper()}{told[1:]} of the pairs"
