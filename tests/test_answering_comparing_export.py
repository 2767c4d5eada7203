"""A comparison taken along as Markdown, JSON and HTML: everything in it, and nothing in it is markup."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from core.answering.checking import CheckedAnswer
from core.answering.comparing.comparison import Comparison, comparison_from_fields
from core.answering.comparing.export import render_html, render_json, render_markdown
from core.records import Answer, ArmName, CheckedSentence, Evidence, Passage, RankedPassage

HOSTILE = (
    "</title></style><script>alert(1)</script><img src=x onerror=alert(1)> ![a](http://b.example/c.png) "
    "[d](javascript:e) `f` **g** | # h\n# i\n- j\n> k\n```\n$l$ &lt;m&gt; {{ n }} {% o %} \u202e \u0000 \ud800"
)
TEXT = "Probation lasts five months. During it the notice is two weeks."
PASSAGE = Passage("p1", "handbook.pdf", "v1", 100, 100 + len(TEXT), TEXT, page=3, heading="Joining")
OTHER = Passage("p2", "other.csv", "v1", 0, 4, "Rows", rows=(1, 2))


def spot(stance: str, words: str = "five months", passage: Passage = PASSAGE) -> Evidence:
    at = passage.start + passage.text.index(words)
    return Evidence(passage.document, at, at + len(words), words, passage.id, passage.page, stance=stance)  # type: ignore[arg-type]


def checked(
    arm: ArmName, text: str, state: str = "supported", used: bool = True, refused: bool = False
) -> CheckedAnswer:
    stance = {"supported": "supports", "contradicted": "contradicts"}[state]
    sources = tuple(RankedPassage(each, rank, 0.1) for rank, each in enumerate((PASSAGE, OTHER), start=1))
    answer = Answer(arm, "How long?", text, refused, 0.87, "pocket", sources if used else (), (), {"generate": 0.25}, 9)
    sentence = CheckedSentence(text, state, "The passage tells.", (spot(stance),))  # type: ignore[arg-type]
    return CheckedAnswer(answer, () if refused else (sentence,), sources, used)


ANSWERS = (
    checked("rag", "five months"),
    checked("tuned", "six months", "contradicted", used=False),
    checked("base", "not stated", refused=True),
)
COMPARISON = Comparison(
    "And how long?",
    "How long is probation?",
    ANSWERS,
    {"hybrid": "There is no RAFT adapter."},
    {"tuned": "trained here"},
)


class Seen(HTMLParser):
    """What a browser makes of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_tells_question_answers_states_and_sources():
    seen = Seen(render_html(COMPARISON))
    text = " ".join(seen.text.split())
    for words in (
        "How long is probation?",
        "Typed: “And how long?”",
        "No two agree: RAG says “five months”; Fine-tuned says “six months”; Base refuses.",
        "✓ Supported “five months” [1]: The passage tells.",
        "≠ Contradicted “six months” [1]",
        "Refused: it says that it does not know.",
        "Found afterwards, not used",
        "No answer. There is no RAFT adapter.",
        "adapter trained here",
        "[1] handbook.pdf, page 3, Joining",
        "Read by RAG and Base. Found afterwards for Fine-tuned, not used. Marked for RAG and Fine-tuned.",
        "Probation lasts five months[1]≠. During it the notice is two weeks.",
        "1 found that no answer rests on",
        "[2] other.csv, rows 1 to 2",
    ):
        assert words in text, words


def test_citations_lead_to_sources_on_the_page_and_nothing_is_loaded():
    html = render_html(COMPARISON)
    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert targets == {"source-1"}
    assert targets <= set(re.findall(r'id="([^"]+)"', html))
    assert not re.search(r"(?:src|href)=\"(?!#)|@import|url\(|<script", html)
    assert "default-src 'none'" in html


def test_markdown_marks_evidence_and_names_its_source():
    text = render_markdown(COMPARISON)
    assert text.startswith("# How long is probation?\n")
    assert r"✓ Supported: “five months” \[1\]. The passage tells." in text
    assert r"Probation lasts **five months** \[1≠\]" in text
    assert r"### \[1\] handbook.pdf, page 3, Joining" in text
    assert "No answer: There is no RAFT adapter." in text


def test_json_holds_everything_and_is_read_back():
    fields = json.loads(render_json(COMPARISON))
    assert fields["agreement"]["groups"] == [["rag"], ["tuned"], ["base"]]
    kept = {name: value for name, value in fields.items() if name not in ("format", "agreement")}
    assert comparison_from_fields(kept) == COMPARISON


@pytest.fixture
def hostile() -> Comparison:
    passage = replace(PASSAGE, text=HOSTILE, end=100 + len(HOSTILE), document=HOSTILE, heading=HOSTILE)
    found = (RankedPassage(passage, 1, 0.1),)
    evidence = (Evidence(HOSTILE, 103, 140, HOSTILE[3:40], "p1", stance="supports"),)
    answer = Answer("rag", HOSTILE, HOSTILE, False, 0.5, HOSTILE, found, (), {HOSTILE: 0.1}, 1, HOSTILE)
    checked = CheckedAnswer(answer, (CheckedSentence(HOSTILE, "supported", HOSTILE, evidence),), found, True)
    return Comparison(HOSTILE, HOSTILE + "?", (checked,), {"hybrid": HOSTILE}, {"rag": HOSTILE}, vote="none")


def test_nothing_hostile_is_markup_on_the_page(hostile: Comparison):
    clean, seen = Seen(render_html(COMPARISON)), Seen(render_html(hostile))
    assert set(seen.tags) <= set(clean.tags)
    assert {name for name, _ in seen.attributes} <= {name for name, _ in clean.attributes}
    assert seen.tags.count("script") == 0
    assert "<script>alert(1)</script>" in seen.text, "It is there, as text."


def test_nothing_hostile_is_markup_in_markdown(hostile: Comparison):
    text = render_markdown(hostile)
    assert not re.search(r"<\w|(?<!\\)!\[|(?<!\\)\]\(|://|(?<!\\)`", text)
    headings = [line for line in text.split("\n") if line.startswith("#")]
    assert [len(line.split(" ")[0]) for line in headings] == [1, 2, 3, 3, 2, 3]
    assert "{{ n }}" in text.replace("\\", ""), "Templates within the text are not run."
