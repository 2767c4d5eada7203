"""One user's documents, index, training pairs and adapters in one folder. Knows every room above; none knows it.

documents/<hash>.json      a document as it was read; uploads themselves are not kept
documents/<hash>.pdf       the file itself of a PDF, for pictures of its pages
index/                     its passages in Chroma
splitting.json             length and overlap of passages, where the user chose them
pairs.jsonl                training pairs
questions.jsonl            evaluation questions
adapters/<kind>/           the latest adapter of each kind
decision.json              answers, weights and words of the Decide page
runs/, experiments/        see `laboratory`
indexing.json              how long indexing each document took
"""

import json
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.answering.choice import Ingredients
from core.documents.checks import harmless_name
from core.documents.page_pictures import PagePicture, PictureBook
from core.documents.sandbox import draw_untrusted, read_untrusted
from core.documents.splitting import split_into_passages
from core.documents.uploading import UploadJob
from core.errors import LimitReached, NothingToSearch, TrainingFailed, UnreadableDocument, UnusableInput
from core.records import (
    AdapterKind,
    Document,
    EvaluationQuestion,
    RankedPassage,
    TrainingPair,
    document_from_fields,
)
from core.settings import RetrievalSettings, Settings
from core.tuning.pairs import parse_pairs, read_pairs, read_questions, write_pairs
from core.tuning.plan import RECOMMENDED, TrainingPlan, TrainingSettings

if TYPE_CHECKING:
    from core.deciding.case import Case
    from core.deciding.measurements import Measurements
    from core.measuring.job import MeasuringJob
    from core.retrieval.index import Embed, Index
    from core.tuning.job import TrainingJob
    from core.tuning.lineage import Lineage

OnProgress = Callable[[int, int], object]
KINDS: tuple[AdapterKind, ...] = ("closed-book", "raft")
LONGEST_SUFFIX = 20
SPLITTING = "splitting.json"
INDEXING = "indexing.json"
SECONDS_TO_STOP = 10
PRECOMPUTED = "precomputed"
"""File that marks an adapter as shipped with the program instead of trained here."""


class Workspace:
    """Everything of one user. Methods that change it wait for each other; reading does not wait."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.settings = replace(settings, retrieval=_chosen_splitting(folder, settings.retrieval))
        self.job: TrainingJob | None = None
        self.uploads: UploadJob | None = None
        self.measuring: MeasuringJob | None = None
        self.proposing: MeasuringJob | None = None
        self._changing = threading.RLock()
        self._index: Index | None = None
        self._pictures = PictureBook(partial(draw_untrusted, limits=settings.limits))
        for name in ("documents", "adapters"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        read = [_load_document(file) for file in sorted((folder / "documents").glob("*.json"))]
        self._documents = {document.name: document for document in read}

    # Documents and index

    @property
    def documents(self) -> tuple[Document, ...]:
        """By name."""
        return tuple(self._documents[name] for name in sorted(self._documents))

    @property
    def versions(self) -> dict[str, str]:
        """Version of each document by its name."""
        return {name: document.version for name, document in self._documents.items()}

    def document(self, name: str) -> Document | None:
        return self._documents.get(name)

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
            together = {*self._documents, *(document.name for document in documents)}
            most = self.settings.limits.documents
            if len(together) > most:
                raise LimitReached(f"A workspace holds at most {most} documents. Delete some, then add these again.")
            passages = [each for one in documents for each in split_into_passages(one, self.settings.retrieval)]
            began = time.perf_counter()
            self.index().add(passages, on_progress, _embed_with(vectors) if vectors else None)
            for document in documents:
                self._forget_file(document.name)
                self._file(document, ".json").write_text(json.dumps(asdict(document)), encoding="utf8")
                if _is_pdf(document) and document.name in (files or {}):
                    self._file(document, ".pdf").write_bytes((files or {})[document.name])
                self._documents[document.name] = document
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
        noted = [self._indexing().get(name) for name in self._documents]
        return round(sum(filter(None, noted)), 2) if noted and None not in noted else None

    def remove_document(self, name: str) -> None:
        """Forget a document and its passages; without effect for an unknown name."""
        with self._changing:
            if name in self._documents:
                self.index().remove(name)
                self._forget_file(name)
                del self._documents[name]

    def _forget_file(self, name: str) -> None:
        if name in self._documents:
            self._pictures.forget(self._file(self._documents[name], ".pdf"))
            for suffix in (".json", ".pdf"):
                self._file(self._documents[name], suffix).unlink(missing_ok=True)

    def _file(self, document: Document, suffix: str) -> Path:
        return self.folder / "documents" / f"{_file_name(document)}{suffix}"

    def has_page_pictures(self, name: str) -> bool:
        """Whether this document is a PDF whose file is kept."""
        document = self._documents.get(name)
        return document is not None and self._file(document, ".pdf").exists()

    def page_picture(self, name: str, number: int) -> PagePicture:
        """Page `number`, from 1, of a PDF, drawn in a sandbox. Raises `UnreadableDocument` or `LimitReached`."""
        document = self._documents.get(name)
        if document is None or not self.has_page_pictures(name):
            raise UnreadableDocument(f"{name}: there is no picture of its pages. Add it again as a PDF.")
        return self._pictures.page(self._file(document, ".pdf"), number)

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
        """Folders of the adapters that are there."""
        folders: Mapping[AdapterKind, Path] = {kind: self.folder / "adapters" / kind for kind in KINDS}
        return {kind: folder for kind, folder in folders.items() if (folder / "lineage.json").exists()}

    def lineage(self, kind: AdapterKind) -> "Lineage":
        from core.tuning.lineage import read_lineage

        return read_lineage(self.folder / "adapters" / kind)

    def is_precomputed(self, kind: AdapterKind) -> bool:
        """Whether this adapter was shipped instead of trained here."""
        return (self.folder / "adapters" / kind / PRECOMPUTED).exists()

    def take_adapters(self, folder: Path) -> None:
        """Copy shipped adapters of this workspace's kinds from the subfolders of `folder`."""
        for kind in KINDS:
            if (folder / kind).is_dir():
                target = self.folder / "adapters" / kind
                shutil.rmtree(target, ignore_errors=True)
                shutil.copytree(folder / kind, target)
                (target / PRECOMPUTED).touch()

    def plan_training(self, kind: AdapterKind, settings: TrainingSettings | None = None) -> TrainingPlan:
        """What a run on the present pairs and documents is told. Raises `UnusableInput` without pairs."""
        pairs = self.pairs
        if not pairs:
            raise UnusableInput("There are no training pairs yet. Import a JSON Lines file of questions and answers.")
        settings = settings or RECOMMENDED[kind]
        out = self.folder / "adapters" / kind
        frozen = self.folder / f".{kind}.pairs.jsonl"
        write_pairs(pairs, frozen)
        raft_set = self._write_raft_set(pairs, settings) if kind == "raft" else None
        return TrainingPlan(kind, frozen, out, raft_set, self.versions, settings)

    def _write_raft_set(self, pairs: Sequence[TrainingPair], settings: TrainingSettings) -> Path:
        from core.tuning.raft_set import build_raft_set, write_raft_set

        if not self._documents:
            raise NothingToSearch("RAFT trains on passages, and there is no document yet. Add documents first.")
        rows, _ = build_raft_set(pairs, self.search, settings)
        file = self.folder / "raft_set.jsonl"
        write_raft_set(rows, file)
        return file

    def start_training(self, kind: AdapterKind, settings: TrainingSettings | None = None) -> "TrainingJob":
        """Train in a process of its own. Raises `TrainingFailed` while another run of this workspace goes on."""
        from core.tuning.job import TrainingJob

        with self._changing:
            if self.job and self.job.state == "running":
                raise TrainingFailed("A training run is going on. Wait for it or stop it, then start this one.")
            if self.is_working:
                raise TrainingFailed("An evaluation or experiment is going on. Wait for it or stop it, then train.")
            self.job = TrainingJob(self.plan_training(kind, settings))
            return self.job

    # Asking

    def search(self, question: str, k: int, documents: Collection[str] | None = None) -> tuple[RankedPassage, ...]:
        """The k best passages of all or of the named documents.

        Raises `NothingToSearch` when there is no document, and `UnusableInput` without question.
        """
        return self.index().search(question, k, self.settings.retrieval.candidates, documents)

    def ingredients(self) -> Ingredients:
        """What the arms of this workspace are made of."""
        index = self.index() if self._documents else None
        return Ingredients(index, self.adapters(), self.settings.retrieval)

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
        """Stop what runs and let go of the index; the folder stays."""
        if self.uploads:  # it needs the lock to end
            self.uploads.cancel()
            self.uploads.wait(SECONDS_TO_STOP)
        if self.proposing:
            self.proposing.cancel()
            self.proposing.wait(SECONDS_TO_STOP)
        with self._changing:
            if self.job:
                self.job.cancel()
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


def _is_pdf(document: Document) -> bool:
    return document.name.lower().endswith(".pdf")


def _file_name(document: Document) -> str:
    """A name that no document's own name can influence, one for each document."""
    import hashlib

    return hashlib.sha256(f"{document.name}\0{document.version}".encode()).hexdigest()[:24]


def _load_document(file: Path) -> Document:
    return document_from_fields(json.loads(file.read_text(encoding="utf8")))
