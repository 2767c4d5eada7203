"""A page that is named but not built yet says so, and what it will hold."""

from collections.abc import Sequence

import streamlit as st


def draw_plan(will_hold: Sequence[str], until_then: str) -> None:
    """What the page will hold, and what serves in the meantime."""
    st.info("This page is not built yet. Nothing on it is computed.", icon=":material/construction:")
    st.markdown("**It will hold**\n\n" + "\n".join(f"- {each}" for each in will_hold))
    st.markdown(f"**Until then:** {until_then}")
