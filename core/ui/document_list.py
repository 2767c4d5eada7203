"""The documents of a workspace as a table, and what can be done with one of them."""

import pandas as pd
import streamlit as st

from core.documents.splitting import split_into_passages
from core.records import Document
from core.ui.frame import as_text, errors_shown
from core.ui.state import keep
from core.workspace import Workspace

HELP = {
    "Kind": "Prose with headings, or a table whose rows are read with the names of their columns",
    "Pages": "Pages of a PDF, slides of a presentation; other formats have none",
    "Passages": "Pieces that are searched and given to a model",
    "Status": "Whether all of the file could be read; what could not is told below",
    "Version": "The start of the SHA-256 of the file. It changes with the smallest edit",
}
MOST_ROWS_SHOWN = 15
ROW_PIXELS = 35


def draw_documents(workspace: Workspace) -> None:
    """The table of all documents, and what of them could not be read."""
    documents = workspace.documents
    st.subheader(f"{len(documents)} documents" if len(documents) > 1 else "1 document", anchor=False)
    table = pd.DataFrame([_row(document, workspace) for document in documents])
    columns = {name: st.column_config.Column(help=text) for name, text in HELP.items()}
    columns["Size"] = st.column_config.NumberColumn("Size (kB)", format="%.1f")
    for name in ("Pages", "Characters", "Passages"):
        columns[name] = st.column_config.NumberColumn(help=HELP.get(name), format="localized")
    st.dataframe(table, hide_index=True, height=_height(len(documents)), column_config=columns, placeholder="–")
    _draw_notes(documents)


def _height(rows: int) -> int:
    """Pixels for the heads and as many rows; more are scrolled to."""
    return (1 + min(rows, MOST_ROWS_SHOWN)) * ROW_PIXELS + 2


def _row(document: Document, workspace: Workspace) -> dict[str, object]:
    return {
        "Document": document.name,
        "Kind": document.kind,
        "Size": document.size_bytes / 1000,
        "Pages": len(document.pages) or None,
        "Characters": len(document.text),
        "Passages": len(split_into_passages(document, workspace.settings.retrieval)),
        "Status": "read in part" if document.notes else "read",
        "Version": document.version,
    }


def draw_actions(workspace: Workspace, name: str) -> None:
    """Delete a document, or put a newer file in its place."""
    with st.container(horizontal=True):
        with st.popover("Replace by a newer version", icon=":material/published_with_changes:"):
            _draw_replacing(workspace, name)
        if st.button("Delete this document", icon=":material/delete:"):
            with errors_shown():
                workspace.remove_document(name)
                keep("document messages", [(True, f"Deleted: {as_text(name)}")])
                st.rerun()


def _draw_replacing(workspace: Workspace, name: str) -> None:
    st.caption(f"Takes the place of {as_text(name)} under its name. Only the passages that changed are embedded anew.")
    file = st.file_uploader("The newer file", key=f"replacing {name}")
    if st.button("Replace", type="primary") and file:
        with errors_shown():
            workspace.start_uploads([(name, file.getvalue())])
            st.rerun()


def _draw_notes(documents: tuple[Document, ...]) -> None:
    """What of each document could not be read."""
    partly = [document for document in documents if document.notes]
    if partly:
        label = "1 document was read in part" if len(partly) == 1 else f"{len(partly)} documents were read in part"
        with st.expander(label, icon=":material/info:"):
            for document in partly:
                st.markdown(f"**{as_text(document.name)}** {as_text(' '.join(document.notes))}")
