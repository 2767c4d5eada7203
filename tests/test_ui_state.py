"""Who a visitor is: the token in Streamlit's cookie, masked anew at every load of the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string

from core.ui.state import unmask_token

TOKEN = bytes(range(16))


def cookie_of(token: bytes, mask: bytes, time: str = "1795274042", version: str = "2") -> str:
    masked = bytes(one ^ mask[at % len(mask)] for at, one in enumerate(token))
    return f"{version}|{mask.hex()}|{masked.hex()}|{time}"


@given(st.binary(min_size=4, max_size=4), st.binary(min_size=4, max_size=4), st.binary(min_size=16, max_size=16))
def test_cookies_of_one_token_are_one_visitor(mask: bytes, other: bytes, token: bytes):
    first, later = cookie_of(token, mask), cookie_of(token, other, time="1795279999")
    assert unmask_token(first) == unmask_token(later) == token


def test_the_cookie_that_this_streamlit_makes_can_be_read():
    assert unmask_token(generate_xsrf_token_string(TOKEN)) == TOKEN


def test_other_tokens_are_other_visitors():
    assert unmask_token(cookie_of(TOKEN[::-1], b"mask")) != unmask_token(cookie_of(TOKEN, b"mask"))


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "2",
        "2|||",
        "2|00ff00ff|zz|1",
        "2|00ff|" + TOKEN.hex() + "|1",
        "2|00ff00ff|" + TOKEN[:15].hex() + "|1",
        "2|00ff00ff|" + TOKEN.hex(),
        "2|00ff00ff|" + TOKEN.hex() + "|1|2",
        "1|00ff00ff|" + TOKEN.hex() + "|1",
        "２|00ff00ff|" + TOKEN.hex() + "|1",
        TOKEN.hex(),
    ],
)
def test_a_cookie_of_another_form_names_nobody(cookie: str):
    assert unmask_token(cookie) == b""


@given(st.text(alphabet="2|0fé\x00", max_size=60))
def test_no_cookie_breaks_it(cookie: str):
    assert isinstance(unmask_token(cookie), bytes)
