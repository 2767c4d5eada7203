"""What a card shows beside the answer: time, counts, words, nearest pairs, looks. In words, not in colour alone."""

import doctest
import re
from html import unescape

import pytest

from core.answering.nearest import NearPair
from core.answering.prices import Prices
from core.records import Answer, Look, Memory, WrittenToken
from core.ui import word_strip
from core.ui.answer_card import beside_html
from core.ui.answer_facts import STAGES, counts_html, time_bar_html
from core.ui.answer_grounds import looks_html, nearest_html
from core.ui.card_details import CardDetails
from core.ui.card_styles import CARD_STYLES
from core.ui.word_strip import join_pieces, strip_html
from tests.test_ui_styles import PAIR, READABLE, contrast

ANSWER = Answer("tuned", "How long?", "five months", False, 0.87, "pocket", tokens=112, tokens_written=12)


def spoken(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", re.sub("</?bdi>", "", html))).split())


def test_examples_in_the_docstrings_hold():
    results = doctest.testmod(word_strip)
    assert results.attempted > 0
    assert results.failed == 0


def test_the_bar_is_split_by_stage_and_as_long_as_the_time_beside_the_slowest():
    html = time_bar_html({"embed": 0.01, "retrieve": 0.005, "generate": 0.085}, 0.2)
    widths = [float(width) for width in re.findall(r"width:([\d.]+)%", html)]
    assert widths == [5.0, 2.5, 42.5]
    assert spoken(html) == "100 ms embed 10 retrieve 5 generate 85"
    assert html.count('title="85.0 ms. Reading and writing.') == 2


def test_a_bar_never_leaves_its_place():
    for seconds, longest in (({"generate": 3.0}, 0.0), ({}, 0.0), ({"generate": 0.0}, 0.0)):
        assert all(float(width) <= 100 for width in re.findall(r"width:([\d.]+)%", time_bar_html(seconds, longest)))


def test_tokens_and_memory_are_told_apart_and_the_embedded_model_is_free():
    memory = Memory(62_000_000, 2_200_000)
    text = spoken(
        counts_html(Answer("tuned", "?", "x", False, 0.87, "p", tokens=112, tokens_written=12, memory=memory), Prices())
    )
    assert text == "Model p Confidence 0.87 Tokens 100 in, 12 out Memory 62 + 2.2 MB Cost free, local"
    assert "Memory" not in counts_html(ANSWER, Prices()), "Where the model does not tell, nothing is made up."


def test_a_model_elsewhere_is_neither_free_nor_sure_nor_counted_where_it_does_not_tell():
    html = counts_html(Answer("rag", "?", "x", False, None, "<b>large</b>"), Prices())
    assert spoken(html) == "Model <b>large</b> Tokens not told Cost set prices"
    assert "runs elsewhere" in html
    assert "costs nothing" not in html


def test_the_cost_is_that_of_the_prices_that_were_set():
    html = counts_html(ANSWER, Prices(2.0, 8.0))
    assert "$0.296 for 1,000 questions" in spoken(html)
    assert "prices that you set" in html


def test_each_word_has_its_probability_in_figures():
    written = [
        WrittenToken("ash", 0.5),
        WrittenToken("##lake", 0.9),
        WrittenToken("road", 0.999),
        WrittenToken("", 0.2),
    ]
    html = strip_html(written)
    assert re.findall(r'rt-sure-(\d)" title="([^"]*)">(.*?)<small>(\d+)<', html) == [
        ("1", "ashlake: 0.450", "ashlake", "45"),
        ("4", "road: 0.999", "road", "99"),
        ("0", "That the answer ends here: 0.200", "<i>end</i>", "20"),
    ]
    assert "least sure of “the end”, 20 %" in spoken(html)
    assert strip_html([]) == ""
    assert join_pieces([WrittenToken("##s", 0.5)]) == [("##s", 0.5)]


def test_the_nearest_pairs_say_what_was_trained_and_how_near_it_is():
    html = nearest_html([NearPair("How long is probation?", "five months", 0.912), NearPair("<b>", "<i>", 0.1)])
    assert (
        spoken(html)
        == "Nearest training pairs: similarity 0.91 0.91 How long is probation? → five months 0.10 <b> → <i>"
    )
    assert nearest_html([]) == ""


def test_every_look_is_told_with_what_came_of_it():
    first = Look("Which phone has the writer?", "as it stands", "Mara", False, False)
    step = Look("Who wrote it?", "for a step", "Mara", False, True)
    last = Look("Which phone has Mara?", "with the step", "320", False, True, used=True)
    text = spoken(looks_html([first, step, last]))
    assert text.startswith("Looked 3 times and found support 1. Asked as it stands “Which phone has the writer?”")
    assert "3. Asked with the step “Which phone has Mara?” → 320 (supported, used)" in text
    refused = Look("x", "as it stands", "not stated", True, False, used=True)
    assert "→ refused (not supported, used)" in spoken(looks_html([refused, refused]))
    assert looks_html([first]) == "", "One look is no second look."


def test_what_auto_chose_comes_first():
    answer = Answer("auto", "?", "x", False, 0.5, "p", note="Auto chose RAG: <b>why</b>.", chosen="rag")
    assert spoken(beside_html(answer, CardDetails())).startswith("Auto chose RAG: <b>why</b>.")


@pytest.mark.parametrize(("selector", "background", "colour"), PAIR.findall(re.sub(r"\s+", " ", CARD_STYLES)))
def test_every_pair_of_colours_can_be_read(selector: str, background: str, colour: str):
    assert contrast(background, colour) >= READABLE, selector


def test_every_stage_has_a_colour_and_every_step_of_sureness_a_line_of_its_own():
    assert all(f".rt-{stage} {{ --stage:" in CARD_STYLES for stage in STAGES)
    assert len(set(re.findall(r"rt-sure-\d [^}]*border-bottom: (\w+ \w+)", CARD_STYLES))) == 5
