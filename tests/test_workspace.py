"""One user's folder: what is put in is found again, also after a restart; what fails leaves all as it was."""

import io
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from core.errors import (
    AppError,
    LimitReached,
    NothingToSearch,
    TrainingFailed,
    UnreadableDocument,
    UnusableInput,
)
from core.records import TrainingPair
from core.retrieval.embedding import SentenceEmbedder
from core.settings import Limits, Settings
from core.tuning.pairs import write_pairs
from core.tuning.plan import RECOMMENDED, TrainingSettings
from core.tuning.raft_set import read_raft_set
from core.tuning.training import train_adapter
from core.workspace import Workspace

CLUB = b"# The club\n\nMembers pay 42 euros a year. The boat house key is in the Blue Cabinet.\n"
BUSES = b"Bus 17 stops at the pier every ten minutes.\n"

Open = Callable[..., Workspace]


@pytest.fixture
def open_workspace(tmp_path: Path, embedder: SentenceEmbedder) -> Iterator[Open]:
    """Open the workspace of a name; all are closed afterwards."""
    opened: list[Workspace] = []

    def open_named(name: str = "mine") -> Workspace:
        opened.append(Workspace(tmp_path / name, Settings()))
        return opened[-1]

    yield open_named
    for workspace in opened:
        workspace.close()


@pytest.fixture
def workspace(open_workspace: Open) -> Workspace:
    """A workspace with two documents."""
    made = open_workspace()
    made.add_upload("club.md", CLUB)
    made.add_upload("buses.txt", BUSES)
    return made


def state(workspace: Workspace) -> tuple:
    found = workspace.search("How much do members pay?", 5)
    return workspace.documents, {each.passage.id for each in found}, workspace.pairs, workspace.questions


def test_uploads_are_found_and_shown_by_name(workspace: Workspace):
    assert [each.name for each in workspace.documents] == ["buses.txt", "club.md"]
    best = workspace.search("Where is the key of the boat house?", 1)[0].passage
    document = workspace.document(best.document)
    assert document is not None
    assert document.name == "club.md"
    assert document.text[best.start : best.end] == best.text
    assert workspace.document("other.md") is None


def test_a_document_of_the_same_name_takes_the_place_of_the_earlier_one(workspace: Workspace):
    before = workspace.versions["club.md"]
    workspace.add_upload("club.md", CLUB.replace(b"42", b"50"))
    assert workspace.versions["club.md"] != before
    texts = [each.passage.text for each in workspace.search("How much do members pay?", 10)]
    assert any("50 euros" in text for text in texts)
    assert not any("42 euros" in text for text in texts)
    assert len(list((workspace.folder / "documents").iterdir())) == 2


def test_a_removed_document_is_gone(workspace: Workspace):
    workspace.remove_document("club.md")
    workspace.remove_document("never there.md")
    assert [each.name for each in workspace.documents] == ["buses.txt"]
    assert {each.passage.document for each in workspace.search("Where is the key?", 10)} == {"buses.txt"}
    workspace.remove_document("buses.txt")
    with pytest.raises(NothingToSearch):
        workspace.search("Where is the key?", 1)
    assert workspace.ingredients().index is None


def test_everything_is_there_after_a_restart(workspace: Workspace, open_workspace: Open):
    workspace.import_pairs(b'{"question": "Q?", "answer": "A"}', "pairs.jsonl")
    workspace.import_questions(b'{"question": "Q?", "answers": ["A", "B"]}', "questions.jsonl")
    before = state(workspace)
    workspace.close()
    again = open_workspace()
    assert state(again) == before
    assert again.pairs == (TrainingPair("Q?", "A"),)
    assert again.questions[0].answers == ("A", "B")


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("empty.txt", b"", UnreadableDocument),
        ("broken.pdf", b"%PDF-1.7 nothing more", UnreadableDocument),
        ("club.exe", b"MZ", UnreadableDocument),
        ("large.txt", b"word " * 400, LimitReached),
        ("none", b"text", AppError),
    ],
)
def test_a_refused_upload_leaves_all_as_it_was(
    workspace: Workspace, open_workspace: Open, name: str, content: bytes, error: type[AppError]
):
    before = state(workspace)
    workspace.settings = replace(workspace.settings, limits=Limits(file_bytes=1000))
    with pytest.raises(error):
        workspace.add_upload(name, content)
    assert state(workspace) == before
    workspace.close()
    assert state(open_workspace()) == before


def test_one_document_too_many_is_refused_but_a_new_version_is_not(workspace: Workspace):
    workspace.settings = replace(workspace.settings, limits=Limits(documents=2))
    workspace.add_upload("club.md", CLUB + b"More.\n")
    before = state(workspace)
    with pytest.raises(LimitReached, match="at most 2 documents"):
        workspace.add_upload("third.md", b"A third text.")
    assert state(workspace) == before


def test_an_upload_that_is_stopped_while_it_is_indexed_changes_nothing(workspace: Workspace):
    before = state(workspace)

    def stop(done: int, all_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        workspace.add_upload("club.md", CLUB * 20, stop)
    assert state(workspace) == before


@pytest.mark.parametrize(
    "name",
    [
        "../../escaped.txt",
        "/tmp/escaped.txt",
        "..\\..\\escaped.txt",
        "a/../../b.txt",
        "..txt",
        "\x00x.txt",
        "x.t\x00xt",
        "x." + "t" * 400,
        "x." + "ü" * 200,
        "x" * 400 + ".txt",
        "",
    ],
)
def test_a_name_that_is_a_path_stays_inside(open_workspace: Open, tmp_path: Path, name: str):
    workspace = open_workspace("deep/inside")
    outside = {each for each in tmp_path.rglob("*") if workspace.folder not in each.parents}
    try:
        document = workspace.add_upload(name, b"Some text of a stranger.")
    except AppError:
        document = None
    assert {each for each in tmp_path.rglob("*") if workspace.folder not in each.parents} == outside
    assert not Path("/tmp/escaped.txt").exists()
    if document:
        assert "/" not in document.name
        assert "\\" not in document.name


def test_pairs_that_cannot_be_used_leave_the_earlier_ones(workspace: Workspace):
    workspace.import_pairs(b'{"question": "Q?", "answer": "A"}', "pairs.jsonl")
    workspace.import_questions(b'{"question": "Q?", "answer": "A"}', "questions.jsonl")
    before = state(workspace)
    for take in (workspace.import_pairs, workspace.import_questions):
        with pytest.raises(UnusableInput, match="other.jsonl, line 2"):
            take(b'{"question": "New?", "answer": "A"}\n{"question": "Q?"}', "other.jsonl")
    assert state(workspace) == before


def test_all_pairs_can_be_taken_away(workspace: Workspace):
    workspace.save_pairs([TrainingPair("Q?", "A")])
    workspace.save_pairs([])
    assert workspace.pairs == ()


def test_training_is_planned_on_the_pairs_and_documents_of_now(
    workspace: Workspace, club_pairs: tuple[TrainingPair, ...]
):
    with pytest.raises(UnusableInput, match="no training pairs yet"):
        workspace.plan_training("closed-book")
    workspace.save_pairs(club_pairs)
    plan = workspace.plan_training("closed-book")
    assert (plan.documents, plan.settings, plan.raft_set) == (workspace.versions, RECOMMENDED["closed-book"], None)
    raft = workspace.plan_training("raft").raft_set
    assert raft is not None
    assert {row.answer for row in read_raft_set(raft)} == {"in the Blue Cabinet", "42 euros a year"}


def test_raft_is_not_planned_without_documents(open_workspace: Open):
    empty = open_workspace("empty")
    empty.save_pairs([TrainingPair("Q?", "A")])
    with pytest.raises(NothingToSearch, match="Add documents first"):
        empty.plan_training("raft")


def test_an_adapter_is_found_with_its_lineage_and_shipped_ones_are_marked(
    workspace: Workspace, open_workspace: Open, club_pairs: tuple[TrainingPair, ...], embedder: SentenceEmbedder
):
    assert workspace.adapters() == {}
    workspace.save_pairs(club_pairs)
    train_adapter(workspace.plan_training("closed-book", TrainingSettings(rank=2, epochs=1)), embedder.embed)
    assert workspace.adapters() == {"closed-book": workspace.folder / "adapters" / "closed-book-1"}
    assert workspace.lineage("closed-book").documents == workspace.versions
    assert not workspace.is_precomputed("closed-book")
    workspace.add_upload("club.md", CLUB + b"More.\n")
    assert workspace.lineage("closed-book").stale_documents(workspace.versions) == ["club.md"]

    other = open_workspace("other")
    (workspace.folder / "adapters" / "closed-book-1").rename(workspace.folder / "adapters" / "closed-book")
    other.take_adapters(workspace.folder / "adapters")
    assert other.is_precomputed("closed-book")
    shutil.rmtree(workspace.folder / "adapters")
    assert list(other.adapters()) == ["closed-book"]


@pytest.mark.slow
def test_one_training_at_a_time_and_none_after_closing(workspace: Workspace, club_pairs: tuple[TrainingPair, ...]):
    write_pairs(club_pairs, workspace.folder / "pairs.jsonl")
    job = workspace.start_training("closed-book", TrainingSettings(rank=2, epochs=200))
    with pytest.raises(TrainingFailed, match="going on"):
        workspace.start_training("closed-book")
    assert workspace.job is job
    workspace.close()
    assert job.wait(60) == "cancelled"
    assert workspace.adapters() == {}


def test_other_cuts_are_indexed_kept_and_taken_back_when_stopped(workspace: Workspace, open_workspace: Open):
    workspace.add_upload("long.md", b"# Long\n\n" + b"The boat house is painted every spring. " * 60)
    before = state(workspace)

    def stop(done: int, all_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        workspace.change_splitting(200, 0, stop)
    assert state(workspace) == before
    with pytest.raises(UnusableInput, match="choose one"):
        workspace.change_splitting(200, 150)
    workspace.change_splitting(200, 20)
    lengths = [len(passage.text) for passage in workspace.index().passages]
    assert max(lengths) <= 200
    workspace.close()
    again = open_workspace()
    assert again.settings.retrieval.passage_characters == 200
    assert again.settings.retrieval.overlap_characters == 20
    assert [len(passage.text) for passage in again.index().passages] == lengths


def test_a_search_can_be_kept_to_some_documents(workspace: Workspace):
    found = workspace.search("Where is the key of the boat house?", 5, ["buses.txt"])
    assert {each.passage.document for each in found} == {"buses.txt"}


def test_one_lot_of_uploads_at_a_time_and_none_after_closing(workspace: Workspace, open_workspace: Open):
    job = workspace.start_uploads([("a.md", CLUB), ("b.md", CLUB), ("c.md", CLUB)])
    with pytest.raises(LimitReached, match="being added"):
        workspace.start_uploads([("d.md", CLUB)])
    workspace.close()
    assert not job.is_running
    states = {file.name: file.state for file in job.files}
    names = {document.name for document in open_workspace().documents}
    assert names - {"club.md", "buses.txt"} == {name for name, each in states.items() if each == "done"}


def pdf_of(text: str) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.drawString(100, 700, text)
    canvas.save()
    return stream.getvalue()


def test_the_file_of_a_pdf_is_kept_for_its_pictures_until_it_is_replaced_or_removed(
    open_workspace: Open, tmp_path: Path
):
    workspace = open_workspace("pictures")
    workspace.add_upload("../Fees 2025.PDF", pdf_of("The fee is 42 euros."))
    (first,) = (workspace.folder / "documents").glob("*.pdf")
    assert re.fullmatch(r"[0-9a-f]+\.pdf", first.name), "The name is ours, not the visitor's."
    assert "42" in workspace.page_picture("Fees 2025.PDF", 1).text
    workspace.add_upload("Fees 2025.PDF", pdf_of("The fee is 50 euros."))
    assert [file.name for file in (workspace.folder / "documents").glob("*.pdf")] != [first.name]
    assert len(list((workspace.folder / "documents").iterdir())) == 2
    assert "50" in workspace.page_picture("Fees 2025.PDF", 1).text
    workspace.close()
    again = open_workspace("pictures")
    assert "50" in again.page_picture("Fees 2025.PDF", 1).text
    again.remove_document("Fees 2025.PDF")
    assert list((again.folder / "documents").iterdir()) == []
    assert not again.has_page_pictures("Fees 2025.PDF")
    with pytest.raises(UnreadableDocument, match="no picture"):
        again.page_picture("Fees 2025.PDF", 1)


def test_other_files_are_not_kept(workspace: Workspace):
    assert not list((workspace.folder / "documents").glob("*.pdf"))
    assert not workspace.has_page_pictures("club.md")
