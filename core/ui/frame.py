"""The frame around every page: title, menu, the state of the workspace, and the one place where errors are shown."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import streamlit as st

from core.errors import AppError
from core.retrieval.reranking import REREAD
from core.settings import RetrievalSettings
from core.ui.card_styles import CARD_STYLES
from core.ui.model_choice import draw_model_choice
from core.ui.state import current_workspace, keep, lasting_key, recall
from core.ui.styles import STYLES
from core.workspace import Workspace

MENU = (
    ("app.py", "Home", ":material/home:"),
    ("pages/Documents.py", "Documents", ":material/description:"),
    ("pages/Training.py", "Training", ":material/model_training:"),
    ("pages/Compare.py", "Compare", ":material/view_column:"),
    ("pages/Evaluate.py", "Evaluate", ":material/monitoring:"),
    ("pages/Experiments.py", "Experiments", ":material/science:"),
    ("pages/Decide.py", "Decide", ":material/balance:"),
)
MOST_PASSAGES = 10
ICON = Path(__file__).parent / "icon.png"
"""A file of ours: Streamlit fetches the picture of a named icon from the network."""

_REWRITTEN = re.compile(r"(?<=:)(?=[a-z/])|(?<=www)(?=\.)|(?<=@)(?=[\w-])|(?<=[-<>~])(?=[-=>])", re.IGNORECASE)


def setup_page(title: str, says: str) -> Workspace:
    """Draw the frame with the page's title and one line of what it is for; returns the visitor's workspace."""
    st.set_page_config(page_title=f"{title} · Retrieve or Tune", layout="wide")
    st.html(STYLES + CARD_STYLES)
    keep("page", title)
    workspace = current_workspace()
    with st.sidebar:
        _draw_menu()
        _draw_state(workspace)
        _draw_settings(workspace)
    st.title(title, anchor=False)
    st.markdown(says)
    st.set_page_config(page_icon=str(ICON))  # last: to read it, Streamlit imports numpy and Pillow
    return workspace


@contextmanager
def errors_shown() -> Iterator[None]:
    """Show an `AppError` as a message; whatever else goes wrong is a bug and surfaces as one."""
    try:
        yield
    except AppError as error:
        st.error(as_text(str(error)), icon=":material/error:")


def as_text(message: str) -> str:
    """A message with every Markdown character escaped: it may quote a file name or a question.

    Streamlit makes links, icons and arrows of text after it has read the escapes: an invisible word joiner keeps it
    from seeing them.
    """
    kept = _REWRITTEN.sub("\u2060", message)
    return "".join(f"\\{character}" if character in r"\`*_{}[]()<>#+-.!|$:~^&=" else character for character in kept)


def chosen_retrieval(workspace: Workspace) -> RetrievalSettings:
    """The workspace's settings with what is set in the sidebar."""
    used = workspace.settings.retrieval
    return replace(used, passages=recall("passages", used.passages), rerank=recall("rerank", used.rerank))


def _draw_menu() -> None:
    st.html('<div class="rt-brand">Retrieve <span>or</span> Tune</div>')
    for page, name, icon in MENU:
        st.page_link(page, label=name, icon=icon)


def _draw_state(workspace: Workspace) -> None:
    rows = {
        "Documents": len(workspace.documents),
        "Training pairs": len(workspace.pairs),
        "Adapters": len(workspace.adapters()),
        "Questions": len(workspace.questions),
    }
    cells = "".join(f"<dt>{name}</dt><dd>{count:,}</dd>" for name, count in rows.items())
    st.html(f'<div class="rt-label">Your workspace</div><dl class="rt-state">{cells}</dl>')


def _draw_settings(workspace: Workspace) -> None:
    used = chosen_retrieval(workspace)
    passages = st.slider(
        "Passages per question",
        1,
        MOST_PASSAGES,
        key=lasting_key("passages", used.passages),
        help="How many of the best passages RAG and Hybrid are given. More finds more, and distracts more.",
    )
    keep("passages", passages)
    rerank = st.toggle(
        "Re-rank by reading",
        key=lasting_key("rerank", used.rerank),
        help=f"The embedded model reads the {REREAD} best passages together and lifts those in which it would begin "
        "its answer. More often the right passage comes first; each search takes about half a second longer.",
    )
    keep("rerank", rerank)
    draw_model_choice(workspace)
