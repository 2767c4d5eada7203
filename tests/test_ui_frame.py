"""Text of strangers in messages: Markdown sees no markup in it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ui.frame import as_text

SPECIAL = r"\`*_{}[]()<>#+-.!|$:~^&="


@given(st.text(alphabet=st.one_of(st.sampled_from(SPECIAL), st.characters()), max_size=30))
def test_every_special_character_is_escaped_and_no_other_is_changed(text: str):
    shown = as_text(text)
    assert not set(SPECIAL) & set(re.sub(r"\\.", "", shown, flags=re.DOTALL))
    assert re.sub(r"\\(.)", r"\1", shown.replace("\u2060", "")) == text.replace("\u2060", "")


@pytest.mark.parametrize(
    "text",
    [
        ":material/home:",
        ":red[x]",
        "https://a.example",
        "www.a.example",
        "a@b.example",
        "a -> b",
        "a <- b",
        "a -- b",
        "a >= b",
    ],
)
def test_what_streamlit_rewrites_after_unescaping_is_broken_up(text: str):
    """These are matched in the text that is left once the backslashes are gone."""
    assert text not in re.sub(r"\\(.)", r"\1", as_text(text))


@pytest.mark.parametrize("name", ["travel-policy-2023.txt", "12:30", "a: b", "3 < 4"])
def test_plain_names_get_no_invisible_characters(name: str):
    assert re.sub(r"\\(.)", r"\1", as_text(name)) == name
