"""Evaluations and experiments of a workspace: started, gone on with, listed. One of a workspace at a time.

runs/<id>/          evaluations, see `measuring.run_folder`
experiments/<id>/   experiments, see `measuring.experiments.kept`
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.errors import UnusableInput
from core.measuring.experiments.finding import Finding
from core.measuring.experiments.kept import (
    KeptExperiment,
    begin_experiment,
    continue_experiment,
    list_experiments,
)
from core.measuring.experiments.lab import Materials
from core.measuring.experiments.table import EXPERIMENT
from core.measuring.job import MeasuringJob
from core.measuring.judging import Judge
from core.measuring.run_folder import RunFolder, list_runs, new_run_folder
from core.measuring.running import Setup, begin_run, continue_run, watch_of
from core.models.endpoint import ChatModel
from core.records import ArmName, EvaluationQuestion
from core.settings import OtherModel, RetrievalSettings
from core.workspace import Workspace


def runs(workspace: Workspace) -> list[RunFolder]:
    """Evaluations, newest first; also those that are not finished."""
    return list_runs(workspace.folder / "runs")


def evaluation_setup(
    workspace: Workspace,
    names: Sequence[ArmName],
    retrieval: RetrievalSettings | None = None,
    check_sentences: bool = True,
    judged: bool = False,
    model: OtherModel | None = None,
) -> Setup:
    """What an evaluation of these arms is made of now. `judged`: by the configured judge, if there is one.

    `model`: the one to ask in the place of the embedded one; no adapter fits it.
    """
    given = replace(workspace.ingredients(), settings=retrieval or workspace.settings.retrieval, model=model)
    given = replace(given, adapters={}) if model else given
    shipped = [kind for kind in given.adapters if workspace.is_precomputed(kind)]
    index, folder = workspace.index() if workspace.documents else None, workspace.folder / "index"
    seconds = workspace.index_seconds
    endpoint = workspace.settings.judge if judged else None
    judge = Judge(ChatModel(endpoint)) if endpoint else None
    return Setup(tuple(names), given, workspace.versions, index, shipped, folder, seconds, check_sentences, judge)


def start_evaluation(
    workspace: Workspace,
    names: Sequence[ArmName],
    questions: Sequence[EvaluationQuestion],
    retrieval: RetrievalSettings | None = None,
    check_sentences: bool = True,
    judged: bool = False,
    model: OtherModel | None = None,
) -> MeasuringJob:
    """Evaluate in the background. Raises `UnusableInput` while something else goes on, or for an unusable setup."""
    check_free(workspace)
    if not names:
        raise UnusableInput("There is no arm to ask. Choose at least one.")
    setup = evaluation_setup(workspace, names, retrieval, check_sentences, judged, model)
    return resume_evaluation(workspace, begin_run(new_run_folder(workspace.folder / "runs"), setup, questions))


def resume_evaluation(workspace: Workspace, run: RunFolder) -> MeasuringJob:
    """Go on with a run that was stopped or killed, in the background."""

    def work(job: MeasuringJob) -> None:
        kept = run.settings
        retrieval = RetrievalSettings(**kept["retrieval"])
        checked, judged = kept.get("check_sentences", True), bool(kept.get("judge"))
        model = workspace.settings.model(kept.get("model", {}).get("kind", ""))
        setup = evaluation_setup(workspace, kept["arms"], retrieval, checked, judged, model)
        continue_run(run, setup, watch_of(job, run.count_answered()))

    return _start(workspace, "Evaluation", work)


def experiments(workspace: Workspace) -> list[KeptExperiment]:
    """Experiments, newest first; also those that are not finished."""
    return list_experiments(workspace.folder / "experiments")


def newest_findings(workspace: Workspace) -> list[Finding]:
    """The latest finding of each experiment that has one, in the order of the table."""
    newest: dict[str, KeptExperiment] = {}
    for kept in experiments(workspace):
        if kept.is_complete:
            newest.setdefault(kept.settings["experiment"], kept)
    return [newest[key].finding() for key in EXPERIMENT if key in newest]


def experiment_materials(workspace: Workspace, retrieval: RetrievalSettings | None = None) -> Materials:
    """What experiments take from a workspace now."""
    return Materials(
        workspace.documents,
        workspace.pairs,
        workspace.questions,
        workspace.adapters(),
        retrieval or workspace.settings.retrieval,
    )


def start_experiment(
    workspace: Workspace, key: str, options: Mapping[str, Any], retrieval: RetrievalSettings | None = None
) -> MeasuringJob:
    """Run an experiment in the background. Raises `UnusableInput` where the workspace lacks something for it."""
    check_free(workspace)
    folder = new_run_folder(workspace.folder / "experiments")
    kept = begin_experiment(folder, key, options, experiment_materials(workspace, retrieval))
    return resume_experiment(workspace, kept)


def resume_experiment(workspace: Workspace, kept: KeptExperiment) -> MeasuringJob:
    """Go on with an experiment that was stopped or killed, in the background."""

    def work(job: MeasuringJob) -> None:
        retrieval = RetrievalSettings(**kept.settings["retrieval"])
        continue_experiment(kept, experiment_materials(workspace, retrieval), job)

    return _start(workspace, EXPERIMENT[kept.settings["experiment"]].title, work)


def check_free(workspace: Workspace) -> None:
    """Raise `UnusableInput` while a training, an evaluation or an experiment of this workspace goes on."""
    if workspace.is_working:
        raise UnusableInput(
            "A training, evaluation or experiment is going on. Wait for it or stop it, then start this one."
        )


def _start(workspace: Workspace, title: str, work: Callable[[MeasuringJob], object]) -> MeasuringJob:
    check_free(workspace)
    workspace.measuring = MeasuringJob(title, work)
    return workspace.measuring
