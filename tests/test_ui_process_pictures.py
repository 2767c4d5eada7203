"""The drawn processes: every arrow joins two parts, nothing leaves the picture, and the words are there."""

import xml.etree.ElementTree as ElementTree
from itertools import combinations

import pytest

from core.ui.process_pictures import BOX_HEIGHT, BOX_WIDTH, HEIGHT, RAFT, RAG, TUNED, WIDTH, Picture, draw_svg


@pytest.mark.parametrize("picture", [RAG, TUNED, RAFT], ids=["rag", "tuned", "raft"])
def test_a_picture_holds_together(picture: Picture):
    joined = {at for arrow in picture.arrows for at in arrow}
    assert joined == set(range(len(picture.parts)))
    for part in picture.parts:
        assert BOX_WIDTH / 2 < part.x < WIDTH - BOX_WIDTH / 2
        assert BOX_HEIGHT / 2 < part.y < HEIGHT - BOX_HEIGHT / 2
    for one, other in combinations(picture.parts, 2):
        assert abs(one.x - other.x) >= BOX_WIDTH or abs(one.y - other.y) >= BOX_HEIGHT, "No two parts overlap."


@pytest.mark.parametrize("picture", [RAG, TUNED, RAFT], ids=["rag", "tuned", "raft"])
def test_a_picture_is_svg_that_says_itself_in_words(picture: Picture):
    svg = ElementTree.fromstring(draw_svg(picture))
    assert (svg.get("role"), svg.get("aria-label")) == ("img", picture.says)
    drawn = {text.text for text in svg.iter("text")}
    assert {line for part in picture.parts for line in part.lines} <= drawn
    assert sum(path.get("class") == "arrow" for path in svg.iter("path")) == len(picture.arrows)
