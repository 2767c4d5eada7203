"""Documents: add, look at, search and delete what the arms answer from."""

import pandas as pd
import streamlit as st

from core.documents.reading import READERS
from core.documents.splitting import split_into_passages
from core.errors import AppError
from core.ui.frame import as_text, errors_shown, passages_per_question, setup_page
from core.ui.loading import indexing_bar, load_sample_shown
from core.ui.source_view import describe_place, draw_passage, scores_html
from core.ui.state import keep, recall
from core.workspace import Workspace

PREVIEWED = 12


def main() -> None:
    workspace = setup_page(
        "Documents", "What the arms answer from. Each file is read, split into passages and indexed on this machine."
    )
    _draw_messages()
    _draw_upload(workspace)
    if not workspace.documents:
        _draw_empty(workspace)
        return
    _draw_list(workspace)
    _draw_search(workspace)
    _draw_preview(workspace)


def _draw_messages() -> None:
    """What the latest upload led to, once."""
    messages: list[tuple[bool, str]] = recall("document messages", [])
    for done, message in messages:
        if done:
            st.success(message, icon=":material/check:")
        else:
            st.error(message, icon=":material/error:")
    keep("document messages", [])


def _draw_upload(workspace: Workspace) -> None:
    megabytes = workspace.settings.limits.file_bytes // 1_000_000
    with st.form("upload", clear_on_submit=True, border=False):
        files = st.file_uploader(
            f"Add documents ({', '.join(sorted(READERS))}; up to {megabytes} MB each)",
            accept_multiple_files=True,
            help="A document of a name that is already here takes its place. Nothing leaves this machine.",
        )
        if st.form_submit_button("Read and index", type="primary", icon=":material/upload_file:") and files:
            keep("document messages", [_add(workspace, file.name, file.getvalue()) for file in files])
            st.rerun()


def _add(workspace: Workspace, name: str, content: bytes) -> tuple[bool, str]:
    """Add one upload; whether that worked, and what to say."""
    try:
        with indexing_bar(as_text(name)) as report:
            document = workspace.add_upload(name, content, report)
    except AppError as error:
        return False, as_text(str(error))
    return True, f"Read and indexed: {as_text(document.name)}"


def _draw_empty(workspace: Workspace) -> None:
    st.info("No document yet. Add your own above, or start with the sample of an invented company.")
    if st.button("Use the sample documents", icon=":material/library_books:"):
        with errors_shown():
            load_sample_shown(workspace)
            st.rerun()


def _draw_list(workspace: Workspace) -> None:
    rows = [
        {
            "Document": document.name,
            "Kind": document.kind,
            "Size (kB)": document.size_bytes / 1000,
            "Pages": str(len(document.pages) or "–"),
            "Characters": len(document.text),
            "Passages": len(split_into_passages(document, workspace.settings.retrieval)),
            "Version": document.version,
        }
        for document in workspace.documents
    ]
    st.subheader(f"{len(rows)} documents" if len(rows) > 1 else "1 document", anchor=False)
    formats = {"Size (kB)": st.column_config.NumberColumn(format="%.1f")}
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", column_config=formats)


def _draw_search(workspace: Workspace) -> None:
    st.subheader("What retrieval finds", anchor=False)
    question = st.text_input("Search the passages", placeholder="A question, as you would ask it on Compare")
    if not question:
        return
    with errors_shown(), st.spinner("Searching…"):
        for found in workspace.search(question, passages_per_question(workspace)):
            with st.container(border=True):
                st.html(f'<p class="rt-where">{found.rank}. {describe_place(found.passage)}</p>')
                draw_passage(found.passage, (), found.rank)
                st.html(scores_html(found))


def _draw_preview(workspace: Workspace) -> None:
    st.subheader("Passages of a document", anchor=False)
    name = st.selectbox("Document", [document.name for document in workspace.documents])
    document = workspace.document(name) if name else None
    if document is None:
        return
    passages = split_into_passages(document, workspace.settings.retrieval)
    shown = passages[:PREVIEWED]
    st.caption(f"The first {len(shown)} of {len(passages)} passages, as they are searched and read.")
    with st.container(height=420):
        for number, passage in enumerate(shown, start=1):
            st.html(f'<p class="rt-where">{describe_place(passage)} · characters {passage.start:,}–{passage.end:,}</p>')
            draw_passage(passage, (), number)
    if st.button("Delete this document", icon=":material/delete:"):
        with errors_shown():
            workspace.remove_document(document.name)
            keep("document messages", [(True, f"Deleted: {as_text(document.name)}")])
            st.rerun()


main()
