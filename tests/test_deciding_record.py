"""What is kept and what is downloaded comes back as it was; what is a stranger's is checked."""

import json
import math
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.deciding.case import Case
from core.deciding.case_json import case_from_fields, case_to_fields, read_case, write_case
from core.deciding.measurements import Figures, Measurements
from core.deciding.recommendation import recommend
from core.deciding.record import DecisionRecord, carried_comment, read_record
from core.deciding.record_page import render_html, render_markdown
from core.errors import AppError, LimitReached, UnusableInput

HOSTILE = '<script>alert(1)</script> --> <!-- | **x** "\n![y](http://a.example) \u2028 retrieve-or-tune decision {}'
FIGURES = Measurements(
    accuracy=Figures({"rag": 0.8, "tuned": 0.5}, "run <b>7</b>", "2026-01-02T03:04:05+00:00", {"rag": (0.7, 0.9)}),
    break_even=Figures({"tuned": math.inf}, "run <b>7</b>", "2026-01-02T03:04:05+00:00"),
)
CASE = replace(Case().start_from("legal"), context=HOSTILE, reason="It is law.", weights={"updates": 2.5})


def make_record(case: Case = CASE, measurements: Measurements = FIGURES) -> DecisionRecord:
    return DecisionRecord(recommend(case, measurements), "2026-11-21")


class Page(HTMLParser):
    """What a browser would make of a page: its tags, its text, and which tags were left open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("render", [render_markdown, render_html])
def test_a_record_reopens_as_it_was(render):
    record = make_record()
    found = read_record(render(record).encode())
    assert replace(found.case, carried=Measurements()) == CASE
    assert found.case.carried == FIGURES
    assert (found.date, found.decision) == ("2026-11-21", "hybrid")
    assert found.shares == record.recommendation.balance.shares
    assert recommend(found.case, found.case.carried).balance == record.recommendation.balance
    again = DecisionRecord(recommend(replace(found.case, carried=Measurements()), found.case.carried), found.date)
    assert render(again) == render(record)


def test_a_record_says_what_a_decision_record_says():
    text = render_markdown(make_record())
    for heading in ("Context", "Options", "Decision", "Criteria and weights", "Own measurements", "Evidence",
                    "Consequences", "What would reverse it", "Sources"):  # fmt: skip
        assert f"## {heading}\n" in text
    assert "Decided: **Hybrid**" in text
    assert "| How often facts change | About once a month | 2.5 | +2 | -1 | +1 | -2 |" in text
    assert "RAG 80 % (70 to 90), Fine-tuned 50 %" in text
    assert "Reason given: It is law." in text
    assert "If there" in text


def test_a_decision_against_the_recommendation_is_told():
    text = render_markdown(make_record(replace(CASE, chosen="rag")))
    assert "Decided: **RAG**" in text
    assert "Recommended: **Hybrid**" in text
    assert "Decided otherwise: **RAG**" in text
    assert "For RAG:" in text


@pytest.mark.parametrize("case", [Case(), CASE], ids=["nothing answered", "answered"])
def test_the_page_escapes_and_loads_nothing(case: Case):
    page = Page(render_html(make_record(case)))
    names = {name for name, _ in page.tags}
    assert not names & {"script", "img", "link", "iframe", "b", "a"}
    assert not any(key in ("src", "href") or key.startswith("on") for _, attributes in page.tags for key in attributes)
    assert page.open == []
    assert ("html", {"lang": "en"}) in page.tags
    assert case.context in page.text
    assert all(attributes.get("scope") in ("col", "row") for name, attributes in page.tags if name == "th")


def test_words_of_the_user_are_no_markup_in_markdown():
    visible = render_markdown(make_record()).rpartition("<!--")[0]
    assert "<script>" not in visible
    assert "![y]" not in visible
    assert "<b>" not in visible


@pytest.mark.parametrize("context", ["- weekly", "1. weekly", "weekly, see http://a.example", "from $5 to $9 a month"])
def test_a_context_makes_no_list_link_or_formula_in_markdown(context: str):
    written = render_markdown(make_record(replace(CASE, context=context))).rpartition("<!--")[0]
    assert not re.search(r"^(- |1\. )weekly|://|(?<!\\)\$", written, re.MULTILINE)


def test_nothing_in_a_record_can_end_its_comment():
    comment = carried_comment(make_record(replace(CASE, title="-->", context="--!> ---> <!--")))
    assert comment.count("-->") == comment.count("<!--") == 1
    assert comment.endswith("-->")


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_was_written_comes_back(title: str, context: str):
    case = replace(Case({"updates": "daily"}), title=title, context=context)
    found = read_record(carried_comment(make_record(case, Measurements())).encode("utf8", errors="replace"))
    assert (found.case.title, found.case.context) == (title, context)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"# A note\n",
        b"\xff\xfe\x00",
        b"<!-- retrieve-or-tune decision {} -->",
        b'<!-- retrieve-or-tune decision {"date": 1} -->',
        b"<!-- retrieve-or-tune decision {nonsense} -->",
    ],
    ids=repr,
)
def test_a_file_that_is_no_record_is_refused(content: bytes):
    with pytest.raises(UnusableInput, match="Choose"):
        read_record(content)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("case", "answers", "updates"), "never ever"),
        (("case", "answers", "colour"), "blue"),
        (("case", "weights", "updates"), 6),
        (("case", "weights", "updates"), math.nan),
        (("case", "weights", "colour"), 1),
        (("case", "chosen"), "both"),
        (("case", "title"), 7),
        (("case", "context"), "x" * 4001),
        (("case", "use_case"), "other"),
        (("case", "format"), 2),
        (("case", "carried", "accuracy", "values", "rag"), 1e300),
        (("case", "carried", "accuracy", "values"), {"me": 1}),
        (("shares", "rag"), 7),
        (("decision",), "both"),
        (("date",), "<b>today</b>"),
    ],
    ids=str,
)
def test_a_record_that_was_tampered_with_is_refused(path: tuple[str, ...], value: object):
    start, end = "<!-- retrieve-or-tune decision ", " -->"
    content = json.loads(carried_comment(make_record()).removeprefix(start).removesuffix(end))
    inner = content
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(UnusableInput):
        read_record(f"{start}{json.dumps(content)}{end}".encode())


def test_a_file_too_large_is_refused():
    with pytest.raises(LimitReached):
        read_record(b" " * 2_000_001)


def test_a_case_is_kept_and_read_again(tmp_path: Path):
    file = tmp_path / "decision.json"
    assert read_case(file) == Case()
    case = replace(CASE, carried=FIGURES)
    write_case(case, file)
    assert read_case(file) == case
    assert case_from_fields(json.loads(json.dumps(case_to_fields(case), allow_nan=False))) == case
    assert [each.name for each in tmp_path.iterdir()] == ["decision.json"], "No temporary file is left."


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"format": 9}', b"\xff", b"[" * 100_000], ids=lambda b: repr(b[:9])
)
def test_a_damaged_case_is_said_once_and_set_aside(tmp_path: Path, content: bytes):
    file = tmp_path / "decision.json"
    file.write_bytes(content)
    with pytest.raises(UnusableInput, match=r"set aside as decision\.damaged\.json"):
        read_case(file)
    assert read_case(file) == Case()
    assert (tmp_path / "decision.damaged.json").read_bytes() == content


def test_a_folder_that_cannot_be_written_to_is_an_app_error(tmp_path: Path):
    with pytest.raises(AppError, match="could not be kept"):
        write_case(CASE, tmp_path / "missing" / "decision.json")
