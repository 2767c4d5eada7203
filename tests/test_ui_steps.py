"""The steps of a workspace: to do, done, stale."""

import json
from pathlib import Path

import pytest

from core.records import Document
from core.sample import SAMPLE_DOCS
from core.settings import Settings
from core.ui.steps import list_steps
from core.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path, Settings())


def states(workspace: Workspace) -> dict[str, str]:
    return {step.name: step.state for step in list_steps(workspace)}


def pretend_documents(workspace: Workspace, versions: dict[str, str]) -> None:
    """Documents as if they had been indexed: the steps read their names, versions and lengths alone."""
    workspace._kept._by_name = {name: Document(name, version, "text") for name, version in versions.items()}


def test_in_an_empty_workspace_everything_is_to_do(workspace: Workspace):
    assert set(states(workspace).values()) == {"todo"}
    assert list(states(workspace)) == ["Documents", "Training pairs", "Adapters", "Evaluation"]


def test_what_is_there_is_done_and_has_its_figure(workspace: Workspace):
    pretend_documents(workspace, {"a.txt": "v1", "b.txt": "v1"})
    workspace.import_pairs(b'{"question": "Where?", "answer": "here"}\n', "pairs.jsonl")
    assert states(workspace) | {"Documents": "done", "Training pairs": "done"} == states(workspace)
    assert list_steps(workspace)[0].figure == "2 read and indexed, 8 characters"
    assert list_steps(workspace)[1].figure.startswith("1 ")


def test_an_adapter_is_stale_as_soon_as_one_of_its_documents_changed(workspace: Workspace):
    workspace.take_adapters(SAMPLE_DOCS / "adapters")
    lineage = json.loads((SAMPLE_DOCS / "adapters" / "closed-book" / "lineage.json").read_text())
    pretend_documents(workspace, lineage["documents"])
    assert states(workspace)["Adapters"] == "stale", "Its pairs are not there."
    workspace.import_pairs((SAMPLE_DOCS / "pairs.jsonl").read_bytes(), "pairs.jsonl")
    assert (states(workspace)["Adapters"], list_steps(workspace)[2].figure) == ("done", "Closed book, RAFT")
    pretend_documents(workspace, lineage["documents"] | {"staff-handbook.pdf": "newer"})
    assert states(workspace)["Adapters"] == "stale"
    assert list_steps(workspace)[2].figure.startswith("1 ")


def test_an_evaluation_is_done_with_its_figures_until_a_document_changes(workspace: Workspace):
    pretend_documents(workspace, {"a.txt": "v1"})
    workspace.import_questions(b'{"question": "Where?", "answers": ["here"]}\n', "questions.jsonl")
    assert (states(workspace)["Evaluation"], list_steps(workspace)[3].figure) == ("todo", "1 question ready")
    arms = {"rag": {"f1": 0.4}, "tuned": {"f1": 0.55}}
    results = {"computed": "2026-01-01T00:00:00+00:00", "arms": arms, "settings": {"documents": {"a.txt": "v1"}}}
    (workspace.folder / "runs" / "one").mkdir(parents=True)
    (workspace.folder / "runs" / "one" / "results.json").write_text(json.dumps(results))
    assert list_steps(workspace)[3].figure == "F1 Fine-tuned 55\u00a0%, RAG 40\u00a0%"
    assert states(workspace)["Evaluation"] == "done"
    pretend_documents(workspace, {"a.txt": "v2"})
    assert (states(workspace)["Evaluation"], list_steps(workspace)[3].figure) == ("stale", "1 document changed since")
