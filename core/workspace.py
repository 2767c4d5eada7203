"""One user's documents, index, training pairs and adapters in one folder. Knows every room above; none knows it.

documents/                 see `documents.kept`
index/                     its passages in Chroma
splitting.json             length and overlap of passages, where the user chose them
pairs.jsonl                training pairs
questions.jsonl            evaluation questions
adapters/                  see `tuning.shelf`
history/                   what was asked on the Compare page, with votes
decision.json              answers, weights and words of the Decide page
runs/, experiments/        see `laboratory`
indexing.json              how long indexing each document took
prices.json                what a million tokens cost, for the estimates on the Compare page
"""

import json
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.answering.choice import Ingredients
from core.answering.comparing.history import History
from core.answering.prices import Prices, read_prices, write_prices
from core.documents.checks import harmless_name
from core.documents.kept import KeptDocuments
from core.documents.page_pictures import PagePicture
from core.documents.sandbox import read_untrusted
from core.documents.splitting import split_into_passages
from core.documents.uploading import UploadJob
from core.errors import LimitReached, TrainingFailed
from core.records import AdapterKind, Document, EvaluationQuestion, RankedPassage, TrainingPair
from core.settings import RetrievalSettings, Settings
from core.tuning.lineage import PAIRS_FILE, changed_pairs
from core.tuning.pairs import parse_pairs, read_pairs, read_questions, write_pairs
from core.tuning.plan import RECOMMENDED, TrainingPlan, TrainingSettings
from core.tuning.shelf import Adapter, AdapterShelf

if TYPE_CHECKING:
    from core.deciding.case import Case
    from core.deciding.measurements import Measurements
    from core.measuring.job import MeasuringJob
    from core.retrieval.index import Embed, Index
    from core.tuning.job import TrainingJob
    from core.tuning.lineage import Lineage
    from core.tuning.raft_set import RaftRow

OnProgress = Callable[[int, int], object]
LONGEST_SUFFIX = 20
SPLITTING = "splitting.json"
INDEXING = "indexing.json"
SECONDS_TO_STOP = 10


class Workspace:
    """Everything of one user. Methods that change it wait for each other; reading does not wait."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.settings = replace(settings, retrieval=_chosen_splitting(folder, settings.retrieval))
        self.job: TrainingJob | None = None
        self.uploads: UploadJob | None = None
        self.history = History(folder / "history")
        self.measuring: MeasuringJob | None = None
        self.proposing: MeasuringJob | None = None
        self._changing = threading.RLock()
        self._index: Index | None = None
        self._kept = KeptDocuments(folder / "documents", settings.limits)
        self.shelf = AdapterShelf(folder / "adapters")

    # Documents and index

    @property
    def documents(self) -> tuple[Document, ...]:
        """By name."""
        return self._kept.all()

    @property
    def versions(self) -> dict[str, str]:
        """Version of each document by its name."""
        return {document.name: document.version for document in self._kept.all()}

    def document(self, name: str) -> Document | None:
        return self._kept.get(name)

    def index(self) -> "Index":
        """The passage index. Loading it the first time takes seconds: it brings the sentence encoder."""
        with self._changing:
            if self._index is None:
                from core.retrieval.embedding import shared_embedder
                from core.retrieval.index import Index

                self._index = Index(self.folder / "index", shared_embedder())
            return self._index

    def add_upload(
        self,
        name: str,
        content: bytes,
        on_progress: OnProgress | None = None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> Document:
        """Read an upload in a sandbox and index it.

        Raises `UnreadableDocument`, `LimitReached` or `AddingCancelled`; what is there already stays.
        """
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"upload{Path(harmless_name(name)).suffix.lower()[:LONGEST_SUFFIX]}"
            file.write_bytes(content)
            document = read_untrusted(file, name, self.settings.limits, is_cancelled)
        self.add_documents([document], on_progress, files={document.name: content})
        return document

    def start_uploads(self, files: Sequence[tuple[str, bytes]]) -> UploadJob:
        """Add files, archives too, in the background. Raises `LimitReached` while earlier ones are being added."""
        with self._changing:
            if self.uploads and self.uploads.is_running:
                raise LimitReached("Documents are being added. Wait for them or stop them, then add these.")
            self.uploads = UploadJob(self.add_upload, files, self.settings.limits)
            return self.uploads

    def change_splitting(self, length: int, overlap: int, on_progress: OnProgress | None = None) -> None:
        """Cut all documents anew and index what is new. Raises `UnusableInput`; if stopped, all is as before."""
        with self._changing:
            chosen = replace(self.settings.retrieval, passage_characters=length, overlap_characters=overlap)
            passages = [each for one in self.documents for each in split_into_passages(one, chosen)]
            self.index().add(passages, on_progress)
            splitting = {"passage_characters": length, "overlap_characters": overlap}
            (self.folder / SPLITTING).write_text(json.dumps(splitting), encoding="utf8")
            self.settings = replace(self.settings, retrieval=chosen)

    def add_documents(
        self,
        documents: Sequence[Document],
        on_progress: OnProgress | None = None,
        vectors: Path | None = None,
        files: Mapping[str, bytes] | None = None,
    ) -> None:
        """Index documents; one of a name that is there already takes its place. `vectors`: see `precomputed`.

        `files`: contents of their files by name, of which those of PDFs are kept.
        """
        with self._changing:
            together = {*self._kept.names(), *(document.name for document in documents)}
            most = self.settings.limits.documents
            if len(together) > most:
                raise LimitReached(f"A workspace holds at most {most} documents. Delete some, then add these again.")
            passages = [each for one in documents for each in split_into_passages(one, self.settings.retrieval)]
            began = time.perf_counter()
            self.index().add(passages, on_progress, _embed_with(vectors) if vectors else None)
            for document in documents:
                self._kept.put(document, (files or {}).get(document.name))
            self._note_indexing(documents, 0.0 if vectors else time.perf_counter() - began)

    def _note_indexing(self, documents: Sequence[Document], seconds: float) -> None:
        """Keep what indexing took, shared out by length; nothing where the vectors were shipped."""
        characters = sum(len(document.text) for document in documents) or 1
        share = {document.name: seconds * len(document.text) / characters or None for document in documents}
        (self.folder / INDEXING).write_text(json.dumps(self._indexing() | share), encoding="utf8")

    def _indexing(self) -> dict[str, float | None]:
        file = self.folder / INDEXING
        noted: dict[str, float | None] = json.loads(file.read_text(encoding="utf8")) if file.exists() else {}
        return noted

    @property
    def index_seconds(self) -> float | None:
        """What indexing the present documents took on this machine; None where a part of it was not done here."""
        noted = [self._indexing().get(name) for name in self._kept.names()]
        return round(sum(filter(None, noted)), 2) if noted and None not in noted else None

    def remove_document(self, name: str) -> None:
        """Forget a document and its passages; without effect for an unknown name."""
        with self._changing:
            if self._kept.get(name):
                self.index().remove(name)
                self._kept.forget(name)

    def has_page_pictures(self, name: str) -> bool:
        """Whether this document is a PDF whose file is kept."""
        return self._kept.has_page_pictures(name)

    def page_picture(self, name: str, number: int) -> PagePicture:
        """Page `number`, from 1, of a PDF, drawn in a sandbox. Raises `UnreadableDocument` or `LimitReached`."""
        return self._kept.page_picture(name, number)

    # Training pairs and questions

    @property
    def pairs(self) -> tuple[TrainingPair, ...]:
        file = self.folder / "pairs.jsonl"
        return read_pairs(file) if file.exists() and file.stat().st_size else ()

    @property
    def questions(self) -> tuple[EvaluationQuestion, ...]:
        file = self.folder / "questions.jsonl"
        return read_questions(file) if file.exists() else ()

    def import_pairs(self, content: bytes, name: str) -> tuple[TrainingPair, ...]:
        """Take training pairs from a file's content. Raises `UnusableInput`; the pairs that were there then stay."""
        pairs = parse_pairs(content, name)
        self.save_pairs(pairs)
        return pairs

    @property
    def placed_pairs(self) -> tuple[TrainingPair, ...]:
        """The pairs, each with its passage in the documents as they are now: what is held out goes by passages."""
        from core.tuning.pair_passages import PassageFinder

        return PassageFinder(self.documents, self.settings.retrieval).place(self.pairs)

    def save_pairs(self, pairs: Sequence[TrainingPair]) -> None:
        """Take these pairs in the place of those that were there."""
        write_pairs(pairs, self.folder / "pairs.jsonl")

    def import_questions(self, content: bytes, name: str) -> tuple[EvaluationQuestion, ...]:
        """Take evaluation questions from a file's content. Raises `UnusableInput`; those that were there then stay."""
        from core.measuring.question_files import parse_question_file

        questions = parse_question_file(content, name, self.settings.limits)
        self.save_questions(questions)
        return questions

    def save_questions(self, questions: Sequence[EvaluationQuestion]) -> None:
        """Take these evaluation questions in the place of those that were there."""
        from core.measuring.question_files import write_question_lines

        file = self.folder / "questions.jsonl"
        if questions:
            file.write_text(write_question_lines(questions), encoding="utf8")
        else:
            file.unlink(missing_ok=True)

    # Adapters

    def adapters(self) -> dict[AdapterKind, Path]:
        """Folders of the adapters that answer, by kind."""
        return {kind: adapter.folder for kind, adapter in self.shelf.answering().items()}

    def lineage(self, kind: AdapterKind) -> "Lineage":
        """Of the adapter of this kind that answers."""
        return self.shelf.answering()[kind].lineage

    def is_precomputed(self, kind: AdapterKind) -> bool:
        """Whether the adapter of this kind that answers was shipped instead of trained here."""
        answering = self.shelf.answering()
        return kind in answering and answering[kind].is_precomputed

    def take_adapters(self, folder: Path) -> None:
        """Copy shipped adapters from the subfolders of `folder`; they answer from now on."""
        self.shelf.take(folder)

    def staleness(self, adapter: Adapter) -> list[str]:
        """What changed since this adapter was trained: documents by name, pairs in a few words; nothing if it fits."""
        pairs = changed_pairs(adapter.lineage, read_pairs(adapter.folder / PAIRS_FILE), self.pairs)
        return [*adapter.lineage.stale_documents(self.versions), *([pairs] if pairs else [])]

    def plan_training(self, kind: AdapterKind, settings: TrainingSettings | None = None) -> TrainingPlan:
        """What a run on the present pairs and documents is told. Raises `UnusableInput` without pairs."""
        from core.tuning.planning import plan_run

        out, limits = self.shelf.new_place(kind), self.settings.training
        used = settings or RECOMMENDED[kind]
        return plan_run(kind, out, self.placed_pairs, self.search, self.versions, used, limits)

    def raft_set(self, settings: TrainingSettings) -> "tuple[list[RaftRow], list[TrainingPair]]":
        """The rows that RAFT would be trained on now, and the pairs whose answer is in no passage that is found."""
        from core.tuning.raft_set import build_raft_set

        return build_raft_set(self.placed_pairs, self.search, settings)

    def start_training(self, kind: AdapterKind, settings: TrainingSettings | None = None) -> "TrainingJob":
        """Train in a process of its own. Raises `TrainingFailed` while something else of this workspace goes on."""
        with self._changing:
            self._check_idle()
            return self._train(self.plan_training(kind, settings), resume=False)

    def resume_training(self, plan: TrainingPlan) -> "TrainingJob":
        """Go on with a run that was cut short. Raises `TrainingFailed` as `start_training` does."""
        with self._changing:
            self._check_idle()
            return self._train(plan, resume=True)

    def unfinished_trainings(self) -> list[TrainingPlan]:
        """Runs that were cut short and can be gone on with."""
        running = self.job.plan if self.job and self.job.state == "running" else None
        return [plan for plan in self.shelf.unfinished() if running is None or plan.out != running.out]

    def _check_idle(self) -> None:
        if self.job and self.job.state == "running":
            raise TrainingFailed("A training run is going on. Wait for it or stop it, then start this one.")
        if self.is_working:
            raise TrainingFailed("An evaluation or experiment is going on. Wait for it or stop it, then train.")

    def _train(self, plan: TrainingPlan, resume: bool) -> "TrainingJob":
        from core.tuning.job import TrainingJob

        self.job = TrainingJob(plan, self._let_answer, resume)
        return self.job

    def _let_answer(self, job: "TrainingJob") -> None:
        """A new adapter answers from now on."""
        if job.state == "done":
            self.shelf.choose(job.plan.out.name)

    # Asking

    def search(
        self, question: str, k: int, documents: Collection[str] | None = None, rerank: bool = False
    ) -> tuple[RankedPassage, ...]:
        """The k best passages of all or of the named documents, ranked again by reading the first of them or not.

        Raises `NothingToSearch` when there is no document, and `UnusableInput` without question.
        """
        from core.models.pocket.pointing import open_pointer

        point = open_pointer() if rerank else None
        return self.index().search(question, k, self.settings.retrieval.candidates, documents, point)

    def ingredients(self) -> Ingredients:
        """What the arms of this workspace are made of."""
        index = self.index() if len(self._kept) else None
        return Ingredients(index, self.adapters(), self.settings.retrieval)

    def prices(self) -> Prices:
        """What tokens cost, as far as the user said it."""
        return read_prices(self.folder / "prices.json")

    def save_prices(self, prices: Prices) -> None:
        """Take these prices in the place of those that were there."""
        write_prices(prices, self.folder / "prices.json")

    # Deciding

    def case(self) -> "Case":
        """What was answered on the Decide page. Raises `UnusableInput` once where it was damaged; see `read_case`."""
        from core.deciding.case_json import read_case

        return read_case(self.folder / "decision.json")

    def save_case(self, case: "Case") -> None:
        """Take this case in the place of the one that was there."""
        from core.deciding.case_json import write_case

        write_case(case, self.folder / "decision.json")

    def measurements(self) -> "Measurements":
        """From the newest complete evaluation of this workspace; nothing measured where there is none."""
        from core.deciding.measurements import newest_measurements

        return newest_measurements(self.folder / "runs")

    @property
    def is_working(self) -> bool:
        """Whether a training, an evaluation, an experiment or an upload goes on."""
        jobs = (self.job, self.measuring, self.proposing)
        uploading = self.uploads is not None and self.uploads.is_running
        return uploading or any(job is not None and job.state == "running" for job in jobs)

    def close(self) -> None:
        """Stop what runs and let go of the index; the folder stays, and in it a training's last checkpoint."""
        if self.uploads:  # it needs the lock to end
            self.uploads.cancel()
            self.uploads.wait(SECONDS_TO_STOP)
        if self.proposing:
            self.proposing.cancel()
            self.proposing.wait(SECONDS_TO_STOP)
        with self._changing:
            if self.job:
                self.job.cancel(forget=False)
            if self.measuring:
                self.measuring.cancel()
                self.measuring.wait(SECONDS_TO_STOP)
            if self._index:
                self._index.close()
                self._index = None


def _chosen_splitting(folder: Path, retrieval: RetrievalSettings) -> RetrievalSettings:
    file = folder / SPLITTING
    return replace(retrieval, **json.loads(file.read_text(encoding="utf8"))) if file.exists() else retrieval


def _embed_with(vectors: Path) -> "Embed":
    from core.retrieval.embedding import shared_embedder
    from core.retrieval.precomputed import embed_with

    return embed_with(vectors, shared_embedder())
