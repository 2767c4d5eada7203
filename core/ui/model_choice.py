"""The choice of the model in the sidebar, where this installation offers more than the embedded one."""

from html import escape
from urllib.parse import urlsplit

import streamlit as st

from core.settings import EMBEDDED, Endpoint, OtherModel
from core.ui.state import keep, lasting_key, recall
from core.workspace import Workspace

EMBEDDED_LABEL = "Embedded pocket model"
ABOUT_EMBEDDED = "Embedded pocket model, 31 million parameters, on this machine’s processor. Nothing leaves it."
HELP = (
    "Base and RAG are answered by this model. Adapters are trained on the embedded one, so Fine-tuned, Hybrid and Auto "
    "need that. Whoever runs this installation says which others there are."
)


def chosen_model(workspace: Workspace) -> OtherModel | None:
    """The model to ask in the place of the embedded one, as chosen in the sidebar."""
    return workspace.settings.model(recall("model", EMBEDDED))


def draw_model_choice(workspace: Workspace) -> None:
    """A list of the models, where there are several, and what becomes of what is asked."""
    labels = {EMBEDDED: EMBEDDED_LABEL} | {each.kind: each.name for each in workspace.settings.models}
    if len(labels) > 1:
        kind = st.selectbox(
            "Model", list(labels), format_func=labels.__getitem__, key=lasting_key("model", EMBEDDED), help=HELP
        )
        keep("model", kind)
    else:
        st.html('<div class="rt-label">Model</div>')
    st.html(f'<p class="rt-note">{escape(_about(chosen_model(workspace)))}</p>')


def _about(model: OtherModel | None) -> str:
    if model is None:
        return ABOUT_EMBEDDED
    if isinstance(model, Endpoint):
        host = urlsplit(model.url).hostname or model.url
        return f"{model.name}, asked at {host}. Each question, and for RAG the passages found for it, are sent there."
    fetched = "Nothing leaves it." if model.is_folder else "Its weights are fetched from the hub once; nothing is sent."
    return f"{model.name}, a Hugging Face model on this machine. {fetched}"
