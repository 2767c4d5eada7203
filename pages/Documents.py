"""Documents: add, look at, search, cut, replace and delete what the arms answer from."""

import streamlit as st

from core.documents.reading import READERS
from core.documents.unpacking import ARCHIVE
from core.ui.document_list import draw_actions, draw_documents
from core.ui.frame import errors_shown, setup_page
from core.ui.loading import load_sample_shown
from core.ui.search_view import draw_search
from core.ui.splitting_preview import draw_splitting
from core.ui.state import keep, recall
from core.ui.upload_watch import draw_outcome, watch_uploads
from core.workspace import Workspace

AT_ONCE_SECONDS = 1.0  # small files are in before anybody would look at a bar


def main() -> None:
    workspace = setup_page(
        "Documents", "What the arms answer from. Each file is read, split into passages and indexed on this machine."
    )
    _draw_messages()
    _draw_upload(workspace)
    if not workspace.documents:
        _draw_empty(workspace)
        return
    draw_documents(workspace)
    st.subheader("What retrieval finds", anchor=False)
    draw_search(workspace)
    st.subheader("Passages of a document", anchor=False)
    name = st.selectbox("Document", [document.name for document in workspace.documents])
    document = workspace.document(name) if name else None
    if document:
        draw_actions(workspace, document.name)
        draw_splitting(workspace, document)


def _draw_messages() -> None:
    """What the latest change led to, once."""
    messages: list[tuple[bool, str]] = recall("document messages", [])
    for done, message in messages:
        if done:
            st.success(message, icon=":material/check:")
        else:
            st.error(message, icon=":material/error:")
    keep("document messages", [])


def _draw_upload(workspace: Workspace) -> None:
    job = workspace.uploads
    if job and not job.wait(AT_ONCE_SECONDS):
        watch_uploads(job)
        return
    if job:
        draw_outcome(job.files)
        workspace.uploads = None
    with st.form("upload", clear_on_submit=True, border=False):
        megabytes = workspace.settings.limits.file_bytes // 1_000_000
        kinds = ", ".join(suffix.removeprefix(".") for suffix in sorted({*READERS, ARCHIVE}))
        files = st.file_uploader(
            f"Add documents ({kinds}; up to {megabytes} MB each)",
            accept_multiple_files=True,
            help="A document of a name that is already here takes its place. Nothing leaves this machine.",
        )
        if st.form_submit_button("Read and index", type="primary", icon=":material/upload_file:") and files:
            with errors_shown():
                workspace.start_uploads([(file.name, file.getvalue()) for file in files])
                st.rerun()


def _draw_empty(workspace: Workspace) -> None:
    st.info("No document yet. Add your own above, or start with the sample of an invented company.")
    if st.button("Use the sample documents", icon=":material/library_books:"):
        with errors_shown():
            load_sample_shown(workspace)
            st.rerun()


main()
