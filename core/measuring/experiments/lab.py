"""Where an experiment works: copies of a workspace's documents, an index and adapters of its own, a journal.

The workspace itself is never changed. Training runs in a process of its own, as everywhere.
"""

import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, TypeVar

from core.answering.choice import Ingredients, make_arms
from core.documents.splitting import split_into_passages
from core.errors import Stopped, TrainingFailed
from core.measuring.evaluation import Watch, evaluate
from core.measuring.experiments.journal import Journal
from core.measuring.job import MeasuringJob
from core.measuring.metrics import Aids
from core.measuring.ranking_scores import Corpus
from core.records import AdapterKind, ArmName, Document, EvaluationQuestion, TrainingPair
from core.settings import RetrievalSettings
from core.tuning.job import TrainingJob
from core.tuning.plan import RECOMMENDED, TrainingPlan, TrainingSettings, scratch_of
from core.tuning.planning import write_run_files

if TYPE_CHECKING:
    from core.retrieval.index import Index
    from core.tuning.raft_set import Search

LOOKS_EVERY_SECONDS = 0.5

Value = TypeVar("Value")


@dataclass(frozen=True)
class Materials:
    """What an experiment takes from a workspace. Adapters are folders, by kind."""

    documents: tuple[Document, ...]
    pairs: tuple[TrainingPair, ...] = ()
    questions: tuple[EvaluationQuestion, ...] = ()
    adapters: Mapping[AdapterKind, Path] = field(default_factory=dict)
    retrieval: RetrievalSettings = RetrievalSettings()

    def document(self, name: str) -> Document | None:
        return next((each for each in self.documents if each.name == name), None)


class Told(TypedDict):
    """What an arm told, as a journal remembers it."""

    arm: ArmName
    question: str
    text: str
    refused: bool
    scores: dict[str, float | None]
    seconds: float


class Lab:
    """One experiment's folder while it runs. `plan_steps` first, then `once` for each step."""

    def __init__(self, folder: Path, materials: Materials, job: MeasuringJob) -> None:
        self.folder = folder
        self.materials = materials
        self._job = job
        self._journal = Journal(folder / "steps.jsonl")
        self._before = len(self._journal)
        self._done = 0
        self._steps = 0
        self._stage = ""

    def plan_steps(self, count: int) -> None:
        self._steps = count

    def once(self, name: str, work: Callable[[], Value]) -> Value:
        """A step, done once even where the experiment is interrupted. Raises `Stopped` before a new one."""
        self._stage = name
        self._report(name)
        if name not in self._journal:
            self.stop_if_cancelled()
        value = self._journal.once(name, work)
        self._done += 1
        self._report(name)
        return value

    def stop_if_cancelled(self) -> None:
        """Raise `Stopped` where the user asked to stop: within a long step, now and then."""
        self._job.stop_if_cancelled()

    def _report(self, stage: str) -> None:
        self._job.report(stage, self._done, max(self._steps, self._done), min(self._before, self._done))

    @contextmanager
    def index(self, name: str) -> "Iterator[Index]":
        """An index of this experiment, kept in its folder under this name; empty when it is new."""
        from core.retrieval.embedding import shared_embedder
        from core.retrieval.index import Index

        index = Index(self.folder / f"index-{name}", shared_embedder())
        try:
            yield index
        finally:
            index.close()

    def add(self, index: "Index", documents: Sequence[Document], settings: RetrievalSettings | None = None) -> float:
        """Split and index documents; the seconds that took."""
        began = time.perf_counter()
        settings = settings or self.materials.retrieval
        passages = [each for document in documents for each in split_into_passages(document, settings)]
        index.add(passages, lambda _done, _all: self.stop_if_cancelled())
        return time.perf_counter() - began

    def train(
        self,
        name: str,
        pairs: Sequence[TrainingPair],
        settings: TrainingSettings | None = None,
        search: "Search | None" = None,
    ) -> tuple[Path, float]:
        """An adapter on these pairs, and the seconds of making its set and of its whole process.

        Closed-book; with `search`, which finds passages, a RAFT one. Raises `TrainingFailed`.
        """
        kind: AdapterKind = "raft" if search else "closed-book"
        out = self.folder / "adapters" / name
        shutil.rmtree(out, ignore_errors=True)
        settings = settings or RECOMMENDED[kind]
        began = time.perf_counter()
        if search:
            self._report(f"{self._stage} · finding passages")
        file, raft_set = write_run_files(scratch_of(out), pairs, search, settings)
        training = TrainingJob(TrainingPlan(kind, file, out, raft_set, settings=settings), takes_turn=False)
        while training.wait(LOOKS_EVERY_SECONDS) == "running":
            self._report_training(training)
            if self._job.cancelled():
                training.cancel()
                training.wait()
                raise Stopped("Stopped. The steps done so far are kept.")
        if training.state != "done":
            raise TrainingFailed(training.error or "The training ended without an adapter. Run the experiment again.")
        return out, time.perf_counter() - began

    def _report_training(self, training: TrainingJob) -> None:
        progress = training.progress
        step = f" · training step {progress.step} of {progress.steps}" if progress.steps else f" · {progress.stage}"
        self._report(self._stage + step)

    def ask(
        self,
        names: Sequence[ArmName],
        questions: Sequence[EvaluationQuestion],
        index: "Index | None" = None,
        adapters: Mapping[AdapterKind, Path] | None = None,
    ) -> list[Told]:
        """What each arm tells to each question. Raises `Stopped`."""
        given = Ingredients(index, adapters or {}, self.materials.retrieval)
        aids = Aids(corpus=Corpus(index.passages if index else ()))
        run = evaluate(make_arms(names, given), questions, Watch(cancelled=self._job.cancelled), aids)
        if run.cancelled:
            raise Stopped("Stopped. The steps done so far are kept.")
        return [
            Told(
                arm=each.arm,
                question=each.question.question,
                text=each.answer.text,
                refused=each.answer.refused,
                scores=each.scores,
                seconds=sum(each.answer.seconds.values()),
            )
            for each in run.results
        ]


def scores_of(told: Sequence[Told], arm: ArmName, metric: str) -> list[float | None]:
    """An arm's scores in a metric, question by question."""
    return [each["scores"].get(metric) for each in told if each["arm"] == arm]


def with_epochs(epochs: int, kind: AdapterKind = "closed-book") -> TrainingSettings:
    """The recommended settings of a kind with so many epochs; 0, and what is recommended, leaves them as they are."""
    good = RECOMMENDED[kind]
    return good if epochs in (0, good.epochs) else replace(good, epochs=epochs, fewest_steps=0)
