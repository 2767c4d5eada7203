"""What a visit remembers: the visitor's workspace and what was chosen on the pages. The only user of session state.

Widget keys are dropped when the page changes, so whatever has to last is copied to a key of its own here.
"""

import atexit
import hashlib
from typing import Any, TypeVar

import streamlit as st

from core.settings import read_settings
from core.visitors import Visitors
from core.workspace import Workspace

COOKIE = "_streamlit_xsrf"
"""Streamlit's own random cookie, by which a visitor is known again after a reload of the page: `2|mask|token|time`,
the token (16 random bytes, hexadecimal) masked anew with 4 bytes at every load."""

Value = TypeVar("Value")


@st.cache_resource(show_spinner=False)
def _visitors() -> Visitors:
    visitors = Visitors(read_settings())
    atexit.register(visitors.close)
    return visitors


def current_workspace() -> Workspace:
    """The workspace of whoever looks at the page."""
    if "visitor" not in st.session_state:
        st.session_state["visitor"] = _visitor_key()
    return _visitors().workspace(st.session_state["visitor"])


def _visitor_key() -> str:
    """Unguessable: from the browser's cookie where it has one, else drawn for this visit."""
    token = unmask_token(st.context.cookies.get(COOKIE) or "")
    if _visitors().settings.home or not token:
        return _visitors().new_key()
    return hashlib.sha256(token).hexdigest()


def unmask_token(cookie: str) -> bytes:
    """The token of Streamlit's cookie, empty where the cookie is not of its form.

    >>> unmask_token("2|00ff00ff|aa00aa00aa00aa00aa00aa00aa00aa00|1795274042").hex()
    'aaffaaffaaffaaffaaffaaffaaffaaff'
    """
    try:
        version, mask, token, _ = cookie.split("|")
        masked, by = bytes.fromhex(token), bytes.fromhex(mask)
    except ValueError:
        return b""
    if version != "2" or len(by) != 4 or len(masked) < 16:
        return b""
    return bytes(one ^ by[at % 4] for at, one in enumerate(masked))


def recall(name: str, default: Value) -> Value:
    """What was kept under this name in this visit."""
    value: Value = st.session_state.get(f"kept:{name}", default)
    return value


def keep(name: str, value: Any) -> None:
    st.session_state[f"kept:{name}"] = value


def lasting_key(name: str, default: Any, now: Any = None) -> str:
    """Key for a widget that shows what was kept under this name, or `now` where it is to show something else.

    To be called right before the widget is drawn, one key a page: Streamlit resets a widget that has moved to another.
    Without a key, a widget whose default follows what was kept would be a new one after every change, and lose the
    change after that.
    """
    key = f"widget:{recall('page', '')}:{name}"
    if now is not None or key not in st.session_state:
        st.session_state[key] = recall(name, default) if now is None else now
    return key


def take_from_link(name: str) -> str:
    """What the page's address carries under this name, once: afterwards it is gone from there."""
    value: str = st.query_params.get(name, "")
    if name in st.query_params:
        del st.query_params[name]
    return value
