"""An evaluation from its settings to its report: described, begun, gone on with, finished."""

import json
import os
import platform
import sys
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from core.answering.answerer import Answerer
from core.answering.choice import Ingredients, make_arms
from core.errors import Stopped, UnusableInput
from core.measuring.evaluation import EvaluationRun, QuestionResult, Watch, evaluate
from core.measuring.exposure import tag_by_exposure
from core.measuring.job import MeasuringJob
from core.measuring.judging import Judge
from core.measuring.metrics import Aids, sentence_similarity
from core.measuring.question_making import HidingIndex, hidden_documents
from core.measuring.ranking_scores import Corpus
from core.measuring.run_folder import RunFolder, create_run
from core.measuring.sentence_checks import SentenceChecks
from core.models.describing import describe_model
from core.records import AdapterKind, ArmName, EvaluationQuestion, Passage
from core.retrieval.index import Index
from core.retrieval.remembered import RememberedVectors
from core.tuning.lineage import BASE_NAME, PAIRS_FILE, read_lineage
from core.tuning.pairs import read_pairs

MEGABYTE = 1_000_000
MUST_AGREE = ("arms", "model", "adapters", "retrieval", "documents", "check_sentences", "judge")
"""Settings that must be as they were for a run to go on: its answers would not belong together otherwise."""


@dataclass(frozen=True)
class Setup:
    """What a run is made of. `index`: what is searched, for judging; `documents`: name -> version.

    `precomputed`: adapters that were shipped instead of trained here. `index_folder` and `index_seconds`, where known,
    are for the costs. `check_sentences`: verify what is answered, which takes a part of the answering's time. `judge`:
    a language model to ask about every answer.
    """

    arms: tuple[ArmName, ...]
    ingredients: Ingredients
    documents: Mapping[str, str] = field(default_factory=dict)
    index: Index | None = None
    precomputed: Collection[AdapterKind] = ()
    index_folder: Path | None = None
    index_seconds: float | None = None
    check_sentences: bool = True
    judge: Judge | None = None

    @property
    def passages(self) -> tuple[Passage, ...]:
        return self.index.passages if self.index else ()


def describe_setup(setup: Setup) -> dict[str, Any]:
    """The exact settings of a run, as plain data."""
    from core.tuning.adapters import base_version

    adapters = {
        kind: asdict(read_lineage(folder)) | {"precomputed": kind in setup.precomputed}
        for kind, folder in setup.ingredients.adapters.items()
    }
    described = {
        "arms": list(setup.arms),
        "model": describe_model(setup.ingredients.model) or {"name": BASE_NAME, "weights": base_version()},
        "adapters": adapters,
        "retrieval": asdict(setup.ingredients.settings),
        "documents": dict(setup.documents),
        "check_sentences": setup.check_sentences,
        "judge": setup.judge.model.name if setup.judge else None,
        "machine": {"system": platform.platform(), "cores": os.cpu_count(), "python": platform.python_version()},
    }
    plain: dict[str, Any] = json.loads(json.dumps(described))  # as it will be read back, for comparison
    return plain


def begin_run(folder: Path, setup: Setup, questions: Sequence[EvaluationQuestion]) -> RunFolder:
    """Keep settings and questions, each tagged by what the closed-book adapter has seen of it."""
    if not questions:
        raise UnusableInput("There are no questions to ask. Add evaluation questions first.")
    return create_run(folder, describe_setup(setup), _tagged(questions, setup))


def begin_or_find_run(folder: Path, setup: Setup, questions: Sequence[EvaluationQuestion]) -> RunFolder:
    """The unfinished run of this setup and these questions in a folder, or a new one in its place."""
    run = RunFolder(folder)
    changed = run.is_complete or not run.settings or _changes(run, describe_setup(setup))
    return begin_run(folder, setup, questions) if changed or run.questions() != _tagged(questions, setup) else run


def _tagged(questions: Sequence[EvaluationQuestion], setup: Setup) -> tuple[EvaluationQuestion, ...]:
    adapter = setup.ingredients.adapters.get("closed-book")
    return tag_by_exposure(questions, read_pairs(adapter / PAIRS_FILE) if adapter else ())


def continue_run(run: RunFolder, setup: Setup, watch: Watch | None = None) -> EvaluationRun:
    """Ask what has not been asked yet, then write figures and reports.

    Raises `UnusableInput` where the setup is not that of the run any more, before or after, and `Stopped` when `watch`
    says stop; the answers so far are kept.
    """
    watch = watch or Watch()
    _check_agreement(run, describe_setup(setup))
    run.drop_torn_line()
    earlier, questions = run.answered(), run.questions()
    arms, checks = _make_arms(setup, questions), _make_checks(setup)
    began = time.perf_counter()
    measured = evaluate(arms, questions, replace(watch, on_result=run.append), _aids(setup, checks), earlier)
    seconds = time.perf_counter() - began
    if measured.cancelled:
        raise Stopped("The evaluation was stopped. Its answers so far are kept: it can go on later.")
    _check_agreement(run, describe_setup(setup))
    spent = {
        "evaluation_seconds": round(_answering_seconds(earlier.values()) + seconds, 1),
        "of_which_answering": round(_answering_seconds(measured.results), 1),
        "of_which_checking_sentences": round(checks.seconds, 1),
    }
    if setup.judge:
        spent |= {"judge_without_verdict": setup.judge.failed}
    finished = replace(measured, settings=run.settings, costs=_costs(setup) | spent)
    run.finish(finished)
    return finished


def _answering_seconds(results: Iterable[QuestionResult]) -> float:
    return sum((result.latency_ms or 0) / 1000 for result in results)


def watch_of(job: MeasuringJob, before: int) -> Watch:
    """A job looks on; `before` answers are there already."""
    return Watch(
        on_progress=lambda done, total: job.report("asking", done, total, min(before, done)), cancelled=job.cancelled
    )


def _make_arms(setup: Setup, questions: Sequence[EvaluationQuestion]) -> list[Answerer]:
    given, hidden = setup.ingredients, hidden_documents(questions)
    if hidden and given.index is not None:
        given = replace(given, index=HidingIndex(given.index, hidden))
    return make_arms(setup.arms, given)


def _make_checks(setup: Setup) -> SentenceChecks:
    from core.retrieval.embedding import shared_embedder

    embed = RememberedVectors(shared_embedder().embed)
    return SentenceChecks(embed, setup.index, setup.ingredients.settings)


def _aids(setup: Setup, checks: SentenceChecks) -> Aids:
    similarity, corpus = sentence_similarity(checks.embed), Corpus(setup.passages)
    aids = Aids(similarity, corpus, judge=setup.judge)
    return replace(aids, check=checks, prepare=checks.prepare) if setup.check_sentences else aids


def _check_agreement(run: RunFolder, now: Mapping[str, Any]) -> None:
    if changed := _changes(run, now):
        raise UnusableInput(
            f"This run cannot go on: {', '.join(changed)} changed since it began. Start a new evaluation."
        )


def _changes(run: RunFolder, now: Mapping[str, Any]) -> list[str]:
    before = run.settings
    return [name for name in MUST_AGREE if before.get(name) != now[name]]


def _costs(setup: Setup) -> dict[str, Any]:
    """What training, index and program take: seconds and megabytes (10^6 bytes); None where it is not known.

    To these come the seconds of the evaluation itself: of earlier attempts only the arms' answering counts.
    """
    adapters = setup.ingredients.adapters
    return {
        "training_seconds": {kind: read_lineage(folder).figures.get("seconds") for kind, folder in adapters.items()},
        "adapter_megabytes": {kind: folder_megabytes(folder) for kind, folder in adapters.items()},
        "index_seconds": setup.index_seconds,
        "index_megabytes": folder_megabytes(setup.index_folder) if setup.index_folder else None,
        "passages": len(setup.passages),
        "peak_memory_megabytes": peak_memory_megabytes(),
    }


def folder_megabytes(folder: Path) -> float:
    return round(sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / MEGABYTE, 1)


def peak_memory_megabytes() -> float | None:
    """Most memory that this whole program has had so far; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MEGABYTE)
