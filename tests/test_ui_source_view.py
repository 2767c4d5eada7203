"""Passages as HTML: the marked characters are the evidence's, and nothing of a document is ever markup."""

import re
from html import unescape
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.answering.marking import holds_evidence
from core.records import Document, Evidence, Passage
from core.ui.source_view import around_html, describe_place, mark_passage

MARK = re.compile(r'<mark class="rt[^>]*>(.*?)<sup>\[(\d+)\]≠?</sup></mark>', re.DOTALL)
Stance = Literal["copied", "supports", "contradicts"]
HOSTILE = (
    "<script>alert(1)</script>",
    "</mark>",
    "</p>",
    '<img src=x onerror="alert(1)">',
    "&",
    "&lt;",
    "&#60;",
    "'\"",
    "<sup>[1]</sup>",
    "**bold** $x$ :red[x]",
    "\x00",
    "\u202e",
    "é🚀",
    " ",
    "\n",
)


def passage_of(text: str, start: int = 0, document: str = "a.txt") -> Passage:
    return Passage("id", document, "v1", start, start + len(text), text)


def evidence_of(start: int, end: int, document: str = "a.txt", stance: Stance = "copied") -> Evidence:
    return Evidence(document, start, end, "", "id", stance=stance)


def marked(html: str) -> list[str]:
    """The characters in marks, as a reader sees them."""
    return [unescape(inner) for inner, _ in MARK.findall(html)]


def without_marks(html: str) -> str:
    """The source with our own tags taken off."""
    inner = html.removeprefix('<p class="rt-source">').removesuffix("</p>")
    return MARK.sub(lambda match: match[1], inner)


texts = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=6)), min_size=1, max_size=8).map("".join)


@st.composite
def passages_with_evidence(draw: st.DrawFn) -> tuple[Passage, list[Evidence]]:
    text, start = draw(texts), draw(st.integers(0, 50))
    spans = st.tuples(st.integers(0, len(text) + 60), st.integers(0, 20))
    return passage_of(text, start), [evidence_of(at, at + length) for at, length in draw(st.lists(spans, max_size=4))]


@settings(max_examples=200, deadline=None)
@given(passages_with_evidence())
@example((passage_of("<script>a</script></mark>&"), [evidence_of(3, 20)]))
def test_whatever_a_passage_holds_its_characters_are_kept_and_none_is_markup(case: tuple[Passage, list[Evidence]]):
    passage, evidence = case
    source = without_marks(mark_passage(passage, evidence, 1))
    assert unescape(source) == passage.text
    assert not set("<>\"'") & set(source)
    assert not re.search(r"&(?!(amp|lt|gt|quot|#x27);)", source)


@settings(max_examples=200, deadline=None)
@given(passages_with_evidence())
def test_a_character_is_marked_exactly_where_evidence_covers_it(case: tuple[Passage, list[Evidence]]):
    passage, evidence = case
    covered = [any(each.start <= at < each.end for each in evidence) for at in range(passage.start, passage.end)]
    html = mark_passage(passage, evidence, 3)
    wanted = "".join(character for character, inside in zip(passage.text, covered, strict=True) if inside)
    assert "".join(marked(html)) == wanted
    assert len(marked(html)) == sum(b and not a for a, b in zip([False, *covered], covered, strict=False))
    assert holds_evidence(passage, evidence) == any(covered)


def test_the_mark_bears_the_number_of_the_source():
    html = mark_passage(passage_of("Probation lasts five months."), [evidence_of(16, 27)], 4)
    assert MARK.findall(html) == [("five months", "4")]


def test_overlapping_and_touching_evidence_is_one_mark():
    passage = passage_of("0123456789")
    assert marked(mark_passage(passage, [evidence_of(4, 8), evidence_of(1, 5)], 1)) == ["1234567"]
    assert marked(mark_passage(passage, [evidence_of(1, 4), evidence_of(4, 6)], 1)) == ["12345"]
    assert marked(mark_passage(passage, [evidence_of(1, 9), evidence_of(3, 4)], 1)) == ["12345678"]
    assert marked(mark_passage(passage, [evidence_of(6, 8), evidence_of(1, 2)], 1)) == ["1", "67"]


def test_evidence_found_in_an_overlapping_passage_is_marked_where_both_hold_it():
    later = passage_of("lasts five months.", start=10)
    assert marked(mark_passage(later, [evidence_of(0, 15)], 2)) == ["lasts"]
    assert marked(mark_passage(later, [evidence_of(16, 27)], 2)) == ["five months"]


@pytest.mark.parametrize("evidence", [evidence_of(2, 5, "b.txt"), evidence_of(3, 3), evidence_of(30, 40)])
def test_evidence_elsewhere_marks_nothing(evidence: Evidence):
    passage = passage_of("0123456789")
    assert marked(mark_passage(passage, [evidence], 1)) == []
    assert not holds_evidence(passage, [evidence])


def test_the_place_is_escaped_too():
    hostile = Passage("id", "<b>&.txt", "v", 0, 1, "x", page=2, heading="</b><script>")
    assert describe_place(hostile) == "<b>&lt;b&gt;&amp;.txt</b>, page 2 · &lt;/b&gt;&lt;script&gt;"


def test_what_contradicts_is_told_apart_without_colour_and_wins_over_what_supports():
    html = mark_passage(
        passage_of("0123456789"), [evidence_of(0, 6, stance="supports"), evidence_of(4, 8, stance="contradicts")], 2
    )
    assert re.findall(r'<mark class="([^"]*)" title="([^"]*)">(\d+)<sup>([^<]*)</sup>', html) == [
        ("rt rt-for", "This supports the answer.", "0123", "[2]"),
        ("rt rt-against", "This contradicts the answer.", "4567", "[2]≠"),
    ]


def test_a_passage_is_shown_within_its_document_with_its_marks():
    text = "Before it. " * 300 + "Probation lasts five months." + " After it." * 300
    start = text.index("Probation")
    passage = Passage("id", "a.txt", "v1", start, start + 28, text[start : start + 28])
    document = Document("a.txt", "v1", text)
    html = around_html(document, passage, [evidence_of(start + 16, start + 27)], 1)
    assert marked(html) == ["five months"]
    assert "Before it. Probation lasts" in html
    assert "months<sup>[1]</sup></mark>. After it." in html
    assert len(unescape(html)) < 5000, "Of a long document what is near."
    newer = Document("a.txt", "v2", "Something else.")
    assert around_html(newer, passage, [], 1) == ""


def test_a_document_around_a_passage_is_escaped():
    text = "<script>alert(1)</script> The fee is 5 euros. </details><img src=x>"
    passage = Passage("id", "a.txt", "v1", 26, 45, text[26:45])
    html = around_html(Document("a.txt", "v1", text), passage, [evidence_of(37, 44)], 1)
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("</details>") == 1
