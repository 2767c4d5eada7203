"""The Decide page by AppTest: answers move the balance and stay, weights count, figures and records are taken."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.deciding.case import Case
from core.deciding.case_json import case_from_fields, write_case
from core.deciding.criteria import CRITERIA
from core.deciding.measurements import Figures, Measurements
from core.deciding.recommendation import recommend
from core.deciding.record import DecisionRecord
from core.deciding.record_page import render_html
from core.deciding.use_cases import USE_CASES, UseCase
from core.settings import HOME_VARIABLE
from core.ui.state import _visitors
from tests.test_pages import as_read, bodies, checked, open_page, press

PAGE = "pages/Decide.py"
RESULTS = {
    "computed": "2026-01-02T03:04:05+00:00",
    "cancelled": False,
    "arms": {
        "base": {"f1": 0.0, "refusal_recall": 0.9, "false_refusal_rate": 0.8, "latency_ms_p50": 40},
        "rag": {"f1": 0.2, "refusal_recall": 0.4, "false_refusal_rate": 0.1, "latency_ms_p50": 300},
        "tuned": {"f1": 0.8, "refusal_recall": 0.1, "false_refusal_rate": 0.0, "latency_ms_p50": 120},
    },
    "costs": {"index_seconds": 10, "training_seconds": {"closed-book": 180}},
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty workspace folder, which the page uses."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv(HOME_VARIABLE, str(folder))
    st.cache_resource.clear()
    yield folder
    _visitors().close()
    st.cache_resource.clear()


def kept(home: Path) -> Case:
    return case_from_fields(json.loads((home / "decision.json").read_text(encoding="utf8")))


def verdict(at: AppTest) -> str:
    (body,) = (each for each in bodies(at) if each.startswith('<p class="rt-verdict'))
    return body


def choose(at: AppTest, label: str, value: Any, kind: str = "selectbox") -> AppTest:
    (widget,) = (each for each in getattr(at, kind) if each.label == label)
    return checked(widget.set_value(value).run())


def answer(at: AppTest, level: str) -> AppTest:
    return checked(at.radio[0].set_value(level).run())


def start(at: AppTest, use_case: str) -> AppTest:
    return press(choose(at, "Start from a use case", use_case), "Start")


def test_nothing_is_recommended_before_anything_was_answered(home: Path):
    at = open_page(PAGE)
    assert "No recommendation yet" in verdict(at)
    (shares,) = (each for each in bodies(at) if each.startswith('<div class="rt-shares">'))
    assert shares.count('<span class="value">25.0 %</span>') == 4
    assert " leads" not in shares
    assert not (home / "decision.json").exists(), "Looking at the page keeps nothing."


@pytest.mark.parametrize("use_case", [USE_CASES[0], USE_CASES[8], USE_CASES[17], USE_CASES[20]], ids=lambda c: c.key)
def test_a_use_case_leads_where_its_sources_put_it(home: Path, use_case: UseCase):
    at = start(open_page(PAGE), use_case.key)
    assert f'class="rt-verdict {use_case.expected}"' in verdict(at)
    assert kept(home).answers == use_case.answers
    assert at.radio[0].value == use_case.answers.get(CRITERIA[0].key)


def test_an_answer_moves_the_balance_and_is_kept(home: Path):
    at = answer(open_page(PAGE), "all")
    assert 'class="rt-verdict rag"' in verdict(at)
    assert kept(home).answers == {"facts": "all"}
    (shares,) = (each for each in bodies(at) if each.startswith('<div class="rt-shares">'))
    assert "<small>+" in shares
    assert any("RAG</b> strongly for (+4)" in each for each in bodies(at))
    again = open_page(PAGE)
    assert again.radio[0].value == "all"
    assert 'class="rt-verdict rag"' in verdict(again)


def test_next_back_and_skip_walk_through_the_questions(home: Path):
    at = open_page(PAGE)
    assert "Question 1 of 16" in at.get("progress")[0].proto.text
    at = answer(press(at, "Next"), "daily")
    assert at.radio[0].label == "**How often do these facts change?**"
    at = press(at, "Skip")
    assert "Question 3 of 16" in at.get("progress")[0].proto.text
    assert kept(home).answers == {}, "A skipped question is left open."
    at = press(at, "Back")
    assert at.radio[0].value is None
    at = choose(at, "Go to a question", "prompting")
    assert "Question 16 of 16" in at.get("progress")[0].proto.text
    (next_,) = (each for each in at.button if each.label == "Next")
    assert next_.disabled


def test_a_weight_counts_and_can_be_put_back(home: Path):
    at = start(open_page(PAGE), "support")
    before = verdict(at)
    at = choose(at, "Facts from outside", 0.0, "slider")
    assert kept(home).weights == {"facts": 0.0}
    assert verdict(at) != before
    at = press(at, "Weights as they were at first")
    assert kept(home).weights == {}
    assert verdict(at) == before
    assert next(each for each in at.slider if each.label == "Facts from outside").value == 4.0


def test_the_arithmetic_stands_on_the_page(home: Path):
    at = answer(open_page(PAGE), "all")
    (table,) = (each for each in bodies(at) if 'aria-label="The arithmetic"' in each)
    total = sum(criterion.weight for criterion in CRITERIA)
    assert table.count("skipped") == 15
    assert f'<td class="n">{total}</td><td class="n">{4 * 4 / total:+.2f}</td>' in table
    assert f'<td class="n">{25 + 100 * 4 * 4 / total / 12:.1f} %</td>' in table


def write_run(home: Path, name: str = "20260102-030405-abcd") -> None:
    (home / "runs" / name).mkdir(parents=True)
    (home / "runs" / name / "results.json").write_text(json.dumps(RESULTS), encoding="utf8")


def test_without_a_run_the_page_says_so_and_leads_to_evaluate(home: Path):
    at = open_page(PAGE)
    assert any("Nothing was measured here yet" in each.value for each in at.info)
    assert not [each for each in at.slider if each.label.startswith("Measured")]


def test_own_figures_count_are_named_and_contradictions_said(home: Path):
    write_run(home)
    at = start(open_page(PAGE), "support")
    shown = " ".join(bodies(at))
    assert "RAG 20 %, Fine-tuned 80 %, Base 0 %" in shown
    assert "run 20260102-030405-abcd, 2026-01-02 03:04 UTC" in shown
    assert "Fine-tuned from 1,000 answers on" in shown
    assert any("Your answers alone lead to RAG, your own figures alone to Fine" in each.value.replace("\\", "")
               for each in at.warning)  # fmt: skip
    at = choose(at, "Measured: accuracy", 0.0, "slider")
    assert kept(home).weights == {"measured accuracy": 0.0}


def test_figures_of_documents_that_changed_are_marked_stale(home: Path):
    write_run(home)
    at = open_page(PAGE)
    assert not at.warning
    file = home / "runs" / "20260102-030405-abcd" / "results.json"
    file.write_text(json.dumps(RESULTS | {"settings": {"documents": {"<b>old</b>.txt": "1"}}}), encoding="utf8")
    (warning,) = open_page(PAGE).warning
    assert "since that run: <b>old</b>.txt" in as_read(warning.value)
    assert "<b>" not in warning.value


def test_evidence_follows_the_option_that_is_chosen(home: Path):
    at = start(open_page(PAGE), "support")
    assert "For RAG" in [each.value for each in at.subheader]
    at = checked(at.segmented_control[0].set_value("tuned").run())
    assert "Against Fine-tuning" in [each.value for each in at.subheader]


def test_words_of_the_record_are_kept(home: Path):
    at = choose(open_page(PAGE), "What is decided", "Our helpdesk", "text_input")
    at = choose(at, "Decision", "rag")
    at = choose(at, "Context", "Two people answer 300 mails a day.", "text_area")
    case = kept(home)
    assert (case.title, case.chosen, case.context) == ("Our helpdesk", "rag", "Two people answer 300 mails a day.")


def reopen(at: AppTest, content: bytes) -> AppTest:
    at.file_uploader[0].set_value(("decision.html", content, "text/html"))
    return press(at, "Re-open")


def test_a_record_is_re_opened_with_its_figures(home: Path):
    figures = Measurements(accuracy=Figures({"rag": 0.9, "tuned": 0.3}, "<b>run</b>", "2026-01-01T00:00:00+00:00"))
    record = DecisionRecord(recommend(Case().start_from("legal"), figures), "2026-01-02")
    at = reopen(open_page(PAGE), render_html(record).encode())
    assert kept(home).use_case == "legal"
    assert any("the record of 2026-01-02 decided Hybrid" in each.value.replace("\\", "") for each in at.info)
    assert 'class="rt-verdict hybrid"' in verdict(at)
    shown = " ".join(bodies(at))
    assert "RAG 90 %, Fine-tuned 30 %" in shown
    assert "run &lt;b&gt;run&lt;/b&gt;" in shown
    assert "<b>run" not in shown


def test_a_file_that_is_no_record_is_refused_and_nothing_is_lost(home: Path):
    at = reopen(answer(open_page(PAGE), "all"), b"<!-- retrieve-or-tune decision {} -->")
    (error,) = at.error
    assert "damaged" in error.value
    assert kept(home).answers == {"facts": "all"}


def test_damaged_answers_are_said_and_the_page_works(home: Path):
    write_case(Case({"facts": "all"}), home / "decision.json")
    (home / "decision.json").write_text("{half", encoding="utf8")
    at = open_page(PAGE)
    (error,) = at.error
    assert "set aside as decision" in error.value
    at = answer(at, "some")
    assert not at.error
    assert kept(home).answers == {"facts": "some"}
