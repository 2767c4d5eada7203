"""The Evaluate page by AppTest: a question set in, a run watched to its end, its figures looked at and taken along."""

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.laboratory import evaluation_setup, runs
from core.measuring.evaluation import Watch, evaluate
from core.measuring.run_folder import new_run_folder
from core.measuring.running import begin_run
from core.records import Answer
from core.ui.state import _visitors
from core.workspace import Workspace
from tests.test_pages import ROOT, as_read, ask, bodies, checked, filled, home, open_page, prepared, press  # noqa: F401

QUESTIONS = (
    b"question,answers,source,unanswerable\n"
    b"How long is probation?,seven months,handbook.md,\n"
    b"Where do receipts go?,to Tarnbrook|Tarnbrook,handbook.md,\n"
    b"What is the daily allowance?,45 euros,handbook.md,\n"
    b"<b>Who</b> is the :red[mayor] of Oslo?,,,true\n"
)


def workspace() -> Workspace:
    (key,) = _visitors()._open
    return _visitors()._open[key]


def import_questions(at: AppTest, content: bytes = QUESTIONS, name: str = "mine.csv") -> AppTest:
    at.file_uploader[0].set_value([(name, content, "")])
    return press(at, "Import")


def table(at: AppTest, column: str) -> pd.DataFrame:
    """The first table that has this column."""
    return next(each.value for each in at.dataframe if column in each.value)


def evaluate_to_the_end(at: AppTest) -> AppTest:
    at = press(at, "Evaluate")
    job = workspace().measuring
    assert job is not None
    assert job.wait(120) == "done", job.error
    return checked(at.run())


@pytest.fixture
def evaluated(filled: Path) -> AppTest:  # noqa: F811
    return evaluate_to_the_end(import_questions(open_page("pages/Evaluate.py")))


def test_without_questions_the_page_says_what_to_do(home: Path):  # noqa: F811
    at = open_page("pages/Evaluate.py")
    assert "No question yet" in at.info[0].value
    assert "Evaluate" not in [button.label for button in at.button]


def test_questions_are_imported_counted_and_evaluated(evaluated: AppTest):
    assert "4 questions" in [each.value for each in evaluated.subheader]
    assert {each.label: each.value for each in evaluated.metric}["Unanswerable"] == "1"
    figures = table(evaluated, "right").set_index("Arm")
    assert list(figures.index) == ["Base", "RAG"]
    assert figures.loc["Base", "retrieval_hit_rate"] == "not applicable"
    assert figures.loc["RAG", "retrieval_hit_rate"].startswith("100.0 (")
    assert figures.loc["RAG", "supported_rate"].startswith("100.0 ("), "It copies its answers."
    kept = json.loads((runs(workspace())[0].folder / "results.json").read_text())
    shown = float(figures.loc["RAG", "right"].split()[0])
    assert shown == pytest.approx(100 * kept["arms"]["rag"]["right"], abs=0.05)
    assert kept["settings"]["questions"]["count"] == 4
    assert kept["costs"]["index_seconds"] > 0


def test_only_questions_where_arms_differ_can_be_shown_and_every_file_can_be_taken(evaluated: AppTest):
    def shown() -> list[str]:
        return list(table(evaluated, "Accepted")["Question"])

    assert len(shown()) == 4
    kept = json.loads((runs(workspace())[0].folder / "results.json").read_text())["questions"]
    right = {(each["question"], each["arm"]): each["scores"]["right"] for each in kept}
    differing = [q for q in dict.fromkeys(q for q, _ in right) if right[q, "rag"] != right[q, "base"]]
    (toggle,) = (each for each in evaluated.toggle if each.label == "Only where arms differ")
    checked(toggle.set_value(True).run())
    assert shown() == differing
    assert [each.proto.label for each in evaluated.get("download_button")] == [
        "Report (HTML)",
        "Answers (CSV)",
        "Everything (JSON)",
    ]


class Guessing:
    """An arm that always says the same."""

    name = "base"

    def __init__(self, text: str) -> None:
        self.text = text

    def answer(self, question: str) -> Answer:
        return Answer("base", question, self.text, False, 1.0, "m", seconds={"generate": 0.01})


def keep_run(name: str, says: str) -> None:
    """A complete run of one arm, without a model."""
    here = workspace()
    run = begin_run(here.folder / "runs" / name, evaluation_setup(here, ["base"]), here.questions)
    measured = evaluate([Guessing(says)], run.questions(), Watch(on_result=run.append))
    run.finish(replace(measured, settings=run.settings))


def test_a_link_opens_its_run_beside_which_others_are_shown(filled: Path):  # noqa: F811
    at = import_questions(open_page("pages/Evaluate.py"))
    keep_run("20200101-000000-aaaa", "seven months")
    keep_run("20200202-000000-bbbb", "who knows")

    def chosen() -> str:
        (box,) = (each for each in checked(at.run()).selectbox if each.label == "Run")
        return str(box.value)

    assert chosen() == "20200202-000000-bbbb", "The newest, unless another is asked for."
    at.query_params["run"] = "20200101-000000-aaaa"
    assert chosen() == chosen() == "20200101-000000-aaaa", "It stays chosen."
    compared = table(at, "Other run").set_index("Figure").loc["Exact match"]
    assert (compared["This run"], compared["Other run"], compared["Difference"]) == ("33.3", "0.0", "+33.3")
    at.query_params["run"] = "gone"
    assert chosen() == "20200101-000000-aaaa"
    assert any("not in this workspace" in each.value for each in at.warning)


def test_a_run_that_ranked_again_says_so(filled: Path):  # noqa: F811
    at = import_questions(open_page("pages/Evaluate.py"))
    (again,) = (each for each in at.sidebar.toggle if each.label == "Re-rank by reading")
    at = evaluate_to_the_end(checked(again.set_value(True).run()))
    (box,) = (each for each in at.selectbox if each.label == "Run")
    assert "re-ranked" in box.options[0]
    results = json.loads((runs(workspace())[0].folder / "results.json").read_text())
    assert results["arms"]["rag"]["stage_ms"]["rerank"]["p50"] > 0


def test_a_run_can_be_deleted(evaluated: AppTest):
    at = press(evaluated, "Delete this run")
    assert runs(workspace()) == []
    assert not any("right" in each.value for each in at.dataframe)


def test_a_stopped_run_goes_on(filled: Path):  # noqa: F811
    at = import_questions(open_page("pages/Evaluate.py"))
    at = press(at, "Evaluate")
    job = workspace().measuring
    assert job is not None
    while not runs(workspace())[0].answered():
        assert job.wait(0.01) == "running"
    job.cancel()
    assert job.wait(60) == "cancelled"
    at = checked(at.run())
    assert any("Not finished" in each.value for each in at.markdown)
    kept = len(runs(workspace())[0].answered())
    press(at, "Go on")
    job = workspace().measuring
    assert job is not None
    assert job.wait(120) == "done", job.error
    assert job.progress.before == kept
    at = checked(at.run())
    assert not any("Not finished" in each.value for each in at.markdown)


def test_a_run_cannot_go_on_after_its_documents_changed(filled: Path):  # noqa: F811
    at = import_questions(open_page("pages/Evaluate.py"))
    run = workspace()
    begin_run(new_run_folder(run.folder / "runs"), evaluation_setup(run, ["base", "rag"]), run.questions)
    run.add_upload("new.md", b"Something new.")
    press(checked(at.run()), "Go on")
    job = run.measuring
    assert job is not None
    assert job.wait(60) == "failed"
    assert "documents changed" in job.error


def test_a_bad_file_is_named_and_the_questions_stay(filled: Path):  # noqa: F811
    at = import_questions(open_page("pages/Evaluate.py"))
    at = import_questions(at, b"nothing,here\n1,2\n", "other.csv")
    assert "other.csv" in as_read(at.error[0].value)
    assert "4 questions" in [each.value for each in at.subheader]


def test_questions_are_made_from_training_pairs(filled: Path):  # noqa: F811
    at = press(open_page("pages/Evaluate.py"), "Use these questions")
    assert "2 questions" in [each.value for each in at.subheader]
    assert [each.question for each in workspace().questions] == ["For how long am I on trial?", "Where do receipts go?"]


def test_a_document_is_hidden_from_the_search_of_a_swapped_question(filled: Path):  # noqa: F811
    at = import_questions(open_page("pages/Evaluate.py"))
    press(at, "Make them unanswerable")
    assert {each.label: each.value for each in checked(at.run()).metric}["Unanswerable"] == "4"
    workspace().add_upload("other.md", b"The office in Ashbury is closed on Mondays.")
    at = evaluate_to_the_end(at)
    kept = json.loads((runs(workspace())[0].folder / "results.json").read_text())["questions"]
    read = {source["document"] for each in kept if each["question"].startswith("How") for source in each["sources"]}
    assert read == {"other.md"}


def test_compare_takes_the_question_of_a_link_once(filled: Path):  # noqa: F811
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=180)
    at.switch_page("pages/Compare.py")
    at.query_params["q"] = "How long is probation?"
    at = checked(at.run())
    assert at.text_input[0].value == "How long is probation?"
    assert not at.query_params, "The address is clean again."
    assert ask(at, "Where do receipts go?").text_input[0].value == "Where do receipts go?"


def test_hostile_questions_stay_text(evaluated: AppTest):
    assert not any("<b>Who</b>" in body for body in bodies(evaluated))
    report = (runs(workspace())[0].folder / "report.html").read_text()
    assert "<b>Who</b>" not in report
    assert "&lt;b&gt;Who" in report
