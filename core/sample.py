"""The sample documents of an invented company, with training pairs, questions and adapters made from them."""

from pathlib import Path

from core.documents.folder import read_folder
from core.workspace import OnProgress, Workspace

SAMPLE_DOCS = Path(__file__).resolve().parents[1] / "sample_docs"
VECTORS = SAMPLE_DOCS / "adapters" / "passages.npz"
"""Vectors of the sample's passages, precomputed, so that a first visit need not wait for them."""


def load_sample(workspace: Workspace, on_progress: OnProgress | None = None) -> None:
    """Put the sample into a workspace. Documents already there in the sample's version are not indexed again."""
    sample = read_folder(SAMPLE_DOCS, workspace.settings.limits).documents
    missing = [each for each in sample if workspace.versions.get(each.name) != each.version]
    if missing:
        files = {each.name: (SAMPLE_DOCS / each.name).read_bytes() for each in missing}
        workspace.add_documents(missing, on_progress, VECTORS, files)
    workspace.import_pairs((SAMPLE_DOCS / "pairs.jsonl").read_bytes(), "pairs.jsonl")
    workspace.import_questions((SAMPLE_DOCS / "questions.jsonl").read_bytes(), "questions.jsonl")
    workspace.take_adapters(SAMPLE_DOCS / "adapters")


def suggested_questions() -> tuple[str, ...]:
    """A few that show what the arms differ in: trained, never trained, in a table, and not in the documents."""
    return (
        "How long is the probation period at Wrenfield?",
        "By how much are our own products reduced for employees?",
        "Who is the Head of People?",
        "What is the company's share price?",
    )
