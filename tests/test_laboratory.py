"""Experiments on a real, small workspace: stopped in the midst of a training, gone on with, the workspace untouched."""

import shutil
from pathlib import Path

import pytest

from core import laboratory
from core.errors import TrainingFailed, UnusableInput
from core.measuring.experiments import edit_fact, lost_skills
from core.measuring.experiments.lab import Lab
from core.measuring.job import MeasuringJob
from core.records import TrainingPair
from core.retrieval.embedding import SentenceEmbedder
from core.settings import Settings
from core.workspace import Workspace

CLUB = (
    b"# Rowing club\n\nThe boat house key hangs in the Blue Cabinet. The membership fee is 42 euros a year.\n\n"
    b"Mara Lindqvist founded the club. The flag is green and white.\n"
)


@pytest.fixture
def workspace(
    tmp_path: Path, embedder: SentenceEmbedder, club_adapter: Path, club_pairs: tuple[TrainingPair, ...]
) -> Workspace:
    """One document, six pairs, and an adapter that has learned them."""
    shutil.copytree(club_adapter, tmp_path / "adapters" / "closed-book")
    made = Workspace(tmp_path, Settings())
    made.add_upload("club.md", CLUB)
    made.save_pairs(club_pairs)
    yield made
    made.close()


@pytest.mark.slow
def test_an_edit_that_is_stopped_while_it_trains_goes_on_and_the_workspace_stays_as_it_is(workspace: Workspace):
    before = (workspace.versions, workspace.pairs, workspace.lineage("closed-book"))
    edits = edit_fact.suggest_edits(laboratory.experiment_materials(workspace))
    assert edits[0].old_answer == "42 euros a year"
    job = laboratory.start_experiment(workspace, edit_fact.KEY, edit_fact.options_of(edits[0], epochs=2))
    with pytest.raises(UnusableInput, match="going on"):
        laboratory.start_experiment(workspace, lost_skills.KEY, {})
    with pytest.raises(TrainingFailed, match="going on"):
        workspace.start_training("closed-book")
    while "training again" not in job.progress.stage:
        assert job.wait(0.05) == "running", job.error
    job.cancel()
    assert job.wait(60) == "cancelled"
    (kept,) = laboratory.experiments(workspace)
    assert not kept.is_complete
    steps = (kept.folder / "steps.jsonl").read_text()
    assert "asking after indexing" in steps
    job = laboratory.resume_experiment(workspace, kept)
    assert job.wait(180) == "done", job.error
    assert (kept.folder / "steps.jsonl").read_text().startswith(steps)
    finding = kept.finding()
    assert finding.sentence.startswith("Indexing the edited document took")
    assert finding.notes[-1] == "Trained for 2 epochs; 20 are recommended."
    rag = {row["Stage"]: row["Answer"] for row in finding.table if row["Arm"] == "RAG"}
    assert "42" not in str(rag[edit_fact.INDEXED]), "The old fact is in no passage any more."
    assert {each.name for each in kept.folder.iterdir()} == {
        "settings.json", "steps.jsonl", "results.json", "results.csv", "report.html",
    }  # fmt: skip
    assert (workspace.versions, workspace.pairs, workspace.lineage("closed-book")) == before


@pytest.mark.slow
def test_lost_skills_are_the_same_each_time_and_cannot_go_on_after_a_change(workspace: Workspace):
    findings = []
    for _ in range(2):
        job = laboratory.start_experiment(workspace, lost_skills.KEY, {})
        assert job.wait(180) == "done", job.error
        findings.append(laboratory.experiments(workspace)[0].finding())
    assert findings[0].chart == findings[1].chart
    kept = laboratory.experiments(workspace)[0]
    (kept.folder / "results.json").unlink()
    workspace.save_pairs(workspace.pairs[1:])
    job = laboratory.resume_experiment(workspace, kept)
    assert job.wait(60) == "failed"
    assert "pairs changed" in job.error


def test_a_lab_counts_what_an_earlier_attempt_did(tmp_path: Path, workspace_free: MeasuringJob):
    materials = laboratory.Materials(())
    first = Lab(tmp_path, materials, workspace_free)
    first.plan_steps(4)
    first.once("one", lambda: 1)
    second = Lab(tmp_path, materials, workspace_free)
    second.plan_steps(4)
    assert second.once("one", lambda: 2) == 1
    assert second.once("two", lambda: 2) == 2
    progress = workspace_free.progress
    assert (progress.done, progress.total, progress.before) == (2, 4, 1)


@pytest.fixture
def workspace_free() -> MeasuringJob:
    job = MeasuringJob("nothing", lambda _: None)
    job.wait(20)
    return job
