"""Another model than the embedded one: what it serves, what the other arms say, and that runs name it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core import laboratory
from core.__main__ import main
from core.answering.asking import ask_each
from core.answering.checking import CheckedAnswer
from core.answering.choice import Ingredients, base_generator, make_arms, possible_arms
from core.answering.comparing.comparison import Comparison
from core.answering.comparing.export import render_html, render_markdown
from core.deciding.measurements import newest_measurements
from core.errors import ModelUnavailable, UnusableInput
from core.measuring.running import continue_run, describe_setup
from core.models.describing import describe_model
from core.records import Answer, ArmName, EvaluationQuestion
from core.settings import Endpoint, HuggingFaceModel, OtherModel, Settings
from core.workspace import Workspace
from tests.chat_server import ChatServer, serving
from tests.tiny_models import CLUB, FEE

LOCAL, ELSEWHERE = HuggingFaceModel("some/name"), Endpoint("http://127.0.0.1:9/v1", "large", "secret")
TAKE_ADAPTERS: tuple[ArmName, ...] = ("tuned", "hybrid", "auto", "tuned-rag")
QUESTIONS = (EvaluationQuestion(FEE, ("42 euros a year",), "club.md"),)


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with serving() as state:
        state.says = ("42 euros", " a year")
        yield state


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "club.md").write_text(CLUB)
    return folder


@pytest.mark.parametrize("name", TAKE_ADAPTERS)
@pytest.mark.parametrize(
    ("model", "why"),
    [
        (LOCAL, "Adapters fit the embedded model alone, not some/name"),
        (ELSEWHERE, "large cannot be tuned over its address"),
    ],
)
def test_arms_with_adapters_say_why_not_and_what_would_help(name: ArmName, model: OtherModel, why: str):
    with pytest.raises(ModelUnavailable, match=rf"{why}.*Choose the embedded model.*LLaMA-Factory or axolotl"):
        make_arms([name], Ingredients(None, model=model))


def test_other_models_serve_what_takes_no_adapter():
    kinds = ("closed-book", "raft")
    assert possible_arms(True, kinds, LOCAL) == ["base", "rag"]
    assert possible_arms(False, kinds, ELSEWHERE) == ["base"]
    assert base_generator(ELSEWHERE).name == "large"


def test_an_arm_that_cannot_be_served_leaves_the_others_standing(server: ChatServer):
    given = Ingredients(None, model=Endpoint(server.url, "large"))
    base, tuned = ask_each(["base", "tuned"], given, FEE)
    assert base.answer is not None
    assert (base.answer.model, base.answer.refused, base.answer.confidence) == ("large", True, None)
    assert "cannot be tuned" in tuned.problem
    server.status = 500
    (base,) = ask_each(["base"], given, FEE)
    assert base.problem.startswith("The model large refused with status 500.")


def test_a_description_tells_versions_apart_and_no_key(tiny_chat_model: Path, tmp_path: Path):
    assert describe_model(None) == {}
    assert describe_model(LOCAL) == {"kind": "hugging-face", "name": "some/name"}
    assert describe_model(ELSEWHERE) == {"kind": "endpoint", "name": "large", "address": "http://127.0.0.1:9/v1"}
    before = describe_model(HuggingFaceModel(str(tiny_chat_model)))
    assert before["name"] == "tiny-chat"
    (tmp_path / "tiny-chat").mkdir()
    (tmp_path / "tiny-chat" / "model.safetensors").write_bytes(b"other")
    assert describe_model(HuggingFaceModel(str(tmp_path / "tiny-chat")))["weights"] != before["weights"]


@pytest.fixture
def workspace(tmp_path: Path, server: ChatServer, embedder: object) -> Iterator[Workspace]:
    made = Workspace(tmp_path / "home", Settings(models=(Endpoint(server.url, "large", "secret"),)))
    made.add_upload("club.md", CLUB.encode())
    yield made
    made.close()


def test_a_run_names_its_model_is_gone_on_with_by_it_and_is_not_weighed(workspace: Workspace, server: ChatServer):
    model = workspace.settings.model("endpoint")
    job = laboratory.start_evaluation(workspace, ["base", "rag"], QUESTIONS, model=model)
    assert job.wait(120) == "done", job.error
    (run,) = laboratory.runs(workspace)
    assert run.settings["model"] == {"kind": "endpoint", "name": "large", "address": server.url}
    results = (run.folder / "results.json").read_text()
    assert "secret" not in results
    told = json.loads(results)
    assert told["arms"]["rag"]["exact_match"] == 1
    assert told["arms"]["rag"]["supported_rate"] == 1
    assert [each["confidence"] for each in told["questions"]] == [None, None]
    assert not newest_measurements(workspace.folder / "runs"), "Decide weighs tuned arms of the same model."
    (run.folder / "results.json").unlink()
    (run.folder / "answers.jsonl").unlink()
    asked = len(server.asked)
    assert laboratory.resume_evaluation(workspace, run).wait(120) == "done"
    assert len(server.asked) == asked + 2


def test_a_run_does_not_go_on_with_another_model(workspace: Workspace):
    embedded = laboratory.evaluation_setup(workspace, ["base"])
    assert describe_setup(embedded)["model"]["name"] == "pocket"
    large = laboratory.evaluation_setup(workspace, ["base"], model=workspace.settings.model("endpoint"))
    run = laboratory.begin_run(workspace.folder / "runs" / "1", large, QUESTIONS)
    with pytest.raises(UnusableInput, match="model changed since it began"):
        continue_run(run, embedded)
    workspace.settings = replace(workspace.settings, models=())
    job = laboratory.resume_evaluation(workspace, run)
    assert job.wait(60) == "failed"
    assert "model changed" in job.error


def test_the_command_line_asks_an_endpoint_and_evaluates_it(
    documents: Path,
    tmp_path: Path,
    server: ChatServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    given = ["--documents", str(documents), "--model", "endpoint"]
    assert main(["ask", FEE, *given]) == 2
    assert "Set RETRIEVE_OR_TUNE_ENDPOINT_URL and _MODEL first" in capsys.readouterr().err
    monkeypatch.setenv("RETRIEVE_OR_TUNE_ENDPOINT_URL", server.url)
    monkeypatch.setenv("RETRIEVE_OR_TUNE_ENDPOINT_MODEL", "large")
    assert main(["ask", FEE, *given]) == 0
    said = capsys.readouterr().out
    assert "Base: not stated" in said
    assert "RAG: 42 euros a year" in said
    assert "confidence" not in said
    assert main(["ask", FEE, *given, "--arms", "tuned", "--adapter", str(documents)]) == 2
    assert "large cannot be tuned over its address" in capsys.readouterr().err
    (tmp_path / "questions.jsonl").write_text(json.dumps({"question": FEE, "answers": ["42 euros a year"]}))
    out = tmp_path / "report"
    assert main(["evaluate", *given, "--questions", str(tmp_path / "questions.jsonl"), "--out", str(out)]) == 0
    assert json.loads((out / "results.json").read_text())["settings"]["model"]["name"] == "large"


def test_the_command_line_asks_a_hugging_face_model_and_looks_twice(
    documents: Path, tiny_chat_model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("RETRIEVE_OR_TUNE_MODEL", str(tiny_chat_model))
    question = "Who owns the ship that the harbour master of Oslo repaired?"
    given = ["--documents", str(documents), "--model", "hugging-face", "--arms", "rag", "--second-look"]
    assert main(["ask", question, *given]) == 0
    said = capsys.readouterr().out
    assert f"  look 1: asked as it stands: “{question}” → " in said
    assert "  look 2: asked " in said


def test_exports_say_nothing_of_a_confidence_that_is_not_known():
    answer = Answer("rag", FEE, "42 euros", False, None, "large")
    made = Comparison(FEE, FEE, (CheckedAnswer(answer, (), (), False),))
    for render in (render_html, render_markdown):
        assert "large" in render(made)
        assert "Confidence" not in render(made)
        known = replace(made, answers=(CheckedAnswer(replace(answer, confidence=0.5), (), (), False),))
        assert "Confidence 0.50" in render(known)
