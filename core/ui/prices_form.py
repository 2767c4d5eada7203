"""Where the prices of tokens are set, for the cost estimates on the cards."""

import streamlit as st

from core.answering.prices import HIGHEST, Prices
from core.ui.state import lasting_key
from core.workspace import Workspace

FORM_PIXELS = 440
EXPLANATION = (
    "A model on this machine costs nothing by the token. For one that runs elsewhere, or to estimate what the same "
    "questions would cost there, give its prices. They are kept with your workspace and sent nowhere."
)


def draw_prices(workspace: Workspace) -> None:
    """A button that opens two fields; what is typed is kept at once."""
    with (
        st.popover("Prices", icon=":material/payments:", help="Prices of tokens, for the cost on the cards"),
        st.container(width=FORM_PIXELS),
    ):
        st.caption(EXPLANATION)
        kept = workspace.prices()
        left, right = st.columns(2)
        with left:
            read = _draw_price("Read ($ per million tokens)", "price-read", kept.read)
        with right:
            written = _draw_price("Written ($ per million tokens)", "price-written", kept.written)
        if Prices(read, written) != kept:
            workspace.save_prices(Prices(read, written))
            st.rerun()


def _draw_price(label: str, name: str, value: float) -> float:
    key = lasting_key(name, value)
    return float(st.number_input(label, 0.0, HIGHEST, step=0.1, format="%.3f", key=key))
