"""Reports parsed back: figures arrive, hostile texts stay texts."""

import csv
import io
import json
import math
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from core.errors import AppError
from core.measuring.charts import Chart, Point
from core.measuring.evaluation import EvaluationRun, QuestionResult
from core.measuring.experiments.finding import Finding
from core.measuring.metrics import Aids, score_answer
from core.measuring.report import render_csv, render_html, render_json, write_report
from core.measuring.report_page import judge, mark_evidence
from core.records import Answer, ArmName, EvaluationQuestion, Evidence, Passage, RankedPassage

HOSTILE = "<script>alert(1)</script>"
FORMULA = "=cmd|' /C calc'!A0"
PASSAGE = Passage("p1", "fees.md", "v1", 100, 122, "The <b>fee</b> is £12.", page=3)
FEE = EvaluationQuestion(HOSTILE, (FORMULA, "£12"), "fees.md", tags=('"><img src=x>',))
MOON = EvaluationQuestion("+1 on the moon?", unanswerable=True)


def result(question: EvaluationQuestion, arm: ArmName, text: str, refused: bool = False, **more) -> QuestionResult:
    answer = Answer(arm, question.question, text, refused, 0.5, "model", seconds={"generate": 0.25}, **more)
    return QuestionResult(question, arm, answer, score_answer(question, answer, Aids()))


def make_run() -> EvaluationRun:
    evidence = Evidence("fees.md", 118, 121, "£12", "p1", page=3, probability=math.nan)
    after = Evidence("hr.md", 0, 5, "<i>x", "p9", used=False)
    results = (
        result(FEE, "rag", FORMULA, sources=(RankedPassage(PASSAGE, 1, 0.1),), evidence=(evidence,)),
        result(FEE, "tuned", HOSTILE, evidence=(after,)),
        result(MOON, "rag", "not stated", refused=True),
        replace(result(MOON, "tuned", ""), error="-No adapter & no model."),
    )
    return EvaluationRun(results, "2025-01-02T03:04:05+00:00")


def read_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


class Page(HTMLParser):
    """What a browser would make of a page: its tags with attributes, and its text."""

    VOID = ("meta", "img", "br")

    def __init__(self, text: str):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.marked: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data
        if self.open and self.open[-1] == "mark":
            self.marked.append(data)


def test_json_holds_figures_and_answers():
    content = json.loads(render_json(make_run()))
    assert content["computed"] == "2025-01-02T03:04:05+00:00"
    rag = content["arms"]["rag"]
    known = ("right", "exact_match", "f1", "retrieval_hit_rate", "mrr", "refusal_recall", "false_refusal_rate")
    assert [rag[key] for key in known] == [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0]
    assert (rag["latency_ms_p50"], rag["latency_ms_p95"], rag["n"], rag["failed"]) == (250.0, 250.0, 2, 0)
    assert rag["intervals"]["exact_match"] == [pytest.approx(0.025), 1.0]
    assert rag["counts"]["right"] == 2
    assert content["differences"]["right"][0] | {"low": 0, "high": 0} == {
        "first": "rag", "second": "tuned", "value": 1.0, "low": 0, "high": 0, "n": 2,
    }  # fmt: skip
    assert content["arms"]["tuned"]["retrieval_hit_rate"] is None
    assert content["by_tag"]['"><img src=x>']["rag"]["n"] == 1
    first = content["questions"][0]
    assert (first["question"], first["answers"], first["answer"]) == (HOSTILE, [FORMULA, "£12"], FORMULA)
    assert first["sources"] == [
        {"document": "fees.md", "start": 100, "end": 122, "text": PASSAGE.text, "page": 3},
    ]
    assert first["evidence"][0] == {
        "document": "fees.md",
        "start": 118,
        "end": 121,
        "text": "£12",
        "page": 3,
        "probability": None,
        "used": True,
    }


def test_json_has_no_nan():
    run = make_run()
    scores = run.results[0].scores | {"f1": math.nan}
    broken = replace(run.results[0], scores=scores, answer=replace(run.results[0].answer, confidence=math.inf))
    text = render_json(replace(run, results=(broken, *run.results[1:])))

    def refuse(constant: str):
        raise AssertionError(constant)

    first = json.loads(text, parse_constant=refuse)["questions"][0]
    assert first["f1"] is first["confidence"] is None


def test_csv_has_a_row_per_question_and_arm_and_no_formula():
    rows = read_rows(render_csv(make_run()))
    assert [(row["arm"], row["answer"]) for row in rows] == [
        ("rag", f"'{FORMULA}"),
        ("tuned", HOSTILE),
        ("rag", "not stated"),
        ("tuned", ""),
    ]
    assert rows[0]["answers"] == f"'{FORMULA} | £12"
    assert rows[0]["sources"] == "fees.md 100-122"
    assert rows[2]["question"] == "'+1 on the moon?"
    assert rows[3]["error"] == "'-No adapter & no model."
    assert (rows[0]["latency_ms"], rows[0]["exact_match"]) == ("250.0", "1.0")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\n-1"])
def test_formula_starts_get_an_apostrophe(text: str):
    run = make_run()
    first = replace(run.results[0], answer=replace(run.results[0].answer, text=text))
    assert read_rows(render_csv(replace(run, results=(first,))))[0]["answer"] == f"'{text}"


def test_html_escapes_and_loads_nothing():
    page = Page(render_html(make_run()))
    names = {name for name, _ in page.tags}
    assert not names & {"script", "img", "link", "iframe", "b", "i", "a"}
    assert not any(key in ("src", "href") or key.startswith("on") for _, attributes in page.tags for key in attributes)
    assert page.open == []
    assert HOSTILE in page.text
    assert FORMULA in page.text
    assert "http" not in page.text.replace("http-equiv", "")


def test_html_tables_are_accessible():
    page = Page(render_html(make_run()))
    assert ("html", {"lang": "en"}) in page.tags
    assert all(attributes.get("scope") in ("col", "row") for name, attributes in page.tags if name == "th")
    counts = [sum(name == tag for name, _ in page.tags) for tag in ("table", "caption")]
    assert counts[0] == counts[1] == 4
    assert all(attributes["title"] for name, attributes in page.tags if name == "abbr")


def test_html_marks_evidence_and_says_right_or_wrong_in_words():
    page = Page(render_html(make_run()))
    assert page.marked == ["£12", "<i>x"]
    assert "found afterwards, not used" in page.text
    assert "Right: refused" in page.text
    assert "Failed" in page.text
    assert "-No adapter & no model." in page.text
    assert "not applicable" in page.text


def test_html_of_a_run_that_was_stopped_at_once():
    page = Page(render_html(EvaluationRun((), "2025-01-02T03:04:05+00:00", cancelled=True)))
    assert "0 questions" in page.text
    assert "stopped early" in page.text


@pytest.mark.parametrize(
    ("spans", "marked"),
    [
        ([], []),
        ([(2, 4)], ["cd"]),
        ([(2, 4), (3, 6)], ["cd", "ef"]),
        ([(2, 6), (3, 4)], ["cdef"]),
        ([(-5, 1), (7, 99)], ["a", "h"]),
        ([(8, 9)], []),
    ],
)
def test_mark_evidence(spans: list[tuple[int, int]], marked: list[str]):
    passage = Passage("p", "d", "v", 50, 58, "abcdefgh")
    evidence = [Evidence("d", 50 + start, 50 + end, "", "p") for start, end in spans]
    pieces = mark_evidence(passage, evidence)
    assert [text for text, is_marked in pieces if is_marked] == marked
    assert "".join(text for text, _ in pieces) == "abcdefgh"


def test_evidence_in_another_document_marks_nothing():
    passage = Passage("p", "d", "v", 0, 4, "abcd")
    assert mark_evidence(passage, [Evidence("e", 0, 2, "ab", "p")]) == [("abcd", False)]


@pytest.mark.parametrize(
    ("match", "overlap", "refused", "word"),
    [(1, 1, False, "Right"), (0, 0.5, False, "Partly right"), (0, 0, False, "Wrong"), (0, 0, True, "Wrong: refused")],
)
def test_judge(match: float, overlap: float, refused: bool, word: str):
    judged = replace(result(FEE, "rag", "x", refused), scores={"right": match, "f1": overlap})
    assert judge(judged).word == word


def test_files_are_written_and_replaced_whole(tmp_path: Path):
    folder = tmp_path / "new" / "run"
    write_report(make_run(), folder)
    run = make_run()
    write_report(replace(run, results=(replace(run.results[0], error="half \ud83d"), *run.results[1:])), folder)
    assert sorted(file.name for file in folder.iterdir()) == ["report.html", "results.csv", "results.json"]
    assert json.loads((folder / "results.json").read_text("utf-8"))["questions"][0]["error"] == "half ?"
    assert (folder / "results.csv").read_bytes().startswith(b"\xef\xbb\xbfquestion,")


def test_a_folder_that_cannot_be_written_to_is_an_app_error(tmp_path: Path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(AppError, match="Choose another folder"):
        write_report(make_run(), tmp_path / "taken")


def test_html_takes_findings_along():
    chart = Chart("Rows <b>", "intervals", (Point(HOSTILE, 50.0, "RAG"),), "What it shows")
    finding = Finding("edit-fact", "Edit a fact", HOSTILE, chart, ({"Answer": HOSTILE},), ("A note.",))
    page = Page(render_html(make_run(), [finding]))
    assert "script" not in {name for name, _ in page.tags}
    assert all(text in page.text for text in ("Experiments", "Edit a fact", "A note.", "Rows <b>"))
    charts = [sum(name == "svg" for name, _ in each.tags) for each in (page, Page(render_html(make_run())))]
    assert charts[0] == charts[1] + 1
