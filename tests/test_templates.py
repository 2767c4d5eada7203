"""What a stranger wrote stays text in Markdown that is taken along."""

import doctest
import re

import pytest

from core import templates
from core.templates import escape_markdown


def test_the_examples_hold():
    assert doctest.testmod(templates).failed == 0


@pytest.mark.parametrize("text", ["- a", "+ a", "1. a", "1) a", "# a", "> a", "    a", "a\n\n- b", "***", "---"])
def test_no_line_becomes_a_list_heading_or_rule(text: str):
    assert re.match(r"[\\&a-z]|\d+\\", escape_markdown(text))
