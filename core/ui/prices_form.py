"""Where the prices of tokens are set, for the cost estimates on the cards."""

import streamlit as st

from core.answering.prices import HIGHEST, Prices
from core.ui.state import lasting_key
from core.workspace import Workspace

EXPLANATION = (
    "The embedded model runs on this machine: it costs nothing by the token. To estimate what the same questions would "
    "cost elsewhere, give a provider's prices. They are kept with your workspace and sent nowhere."
)


def draw_prices(workspace: Workspace) -> None:
    """A button that opens two fields; what is typed is kept at once."""
    with st.popover("Prices", icon=":material/payments:", help="Prices of tokens, for the cost on the cards"):
        st.caption(EXPLANATION)
        kept = workspace.prices()
        read = _draw_price("Dollars per million tokens read", "price-read", kept.read)
        written = _draw_price("Dollars per million tokens written", "price-written", kept.written)
        if Prices(read, written) != kept:
            workspace.save_prices(Prices(read, written))
            st.rerun()


def _draw_price(label: str, name: str, value: float) -> float:
    key = lasting_key(name, value)
    return float(st.number_input(label, 0.0, HIGHEST, step=0.1, format="%.3f", key=key))
