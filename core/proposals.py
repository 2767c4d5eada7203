"""Training pairs proposed from a workspace's documents: sought in the background, then taken or left by the user.

proposed.json      counts of the latest search: proposed, kept, dropped and why
proposed.jsonl     the pairs it found; both go when they are taken or left
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from core.answering.language.details import find_details
from core.answering.language.names import find_names
from core.errors import NothingToSearch, UnusableInput
from core.measuring.job import MeasuringJob
from core.records import TrainingPair
from core.tuning.pairs import read_pairs, write_pairs
from core.tuning.proposing.proposing import Report, Watcher, Wish, propose_pairs
from core.tuning.proposing.writing import PocketWriter, Writer
from core.workspace import Workspace

COUNTS, PAIRS = "proposed.json", "proposed.jsonl"
LONGEST_SPAN_WORDS = 6
WORTH_ASKING = (
    "date",
    "time",
    "money",
    "duration",
    "code",
    "number",
    "share",
    "length",
    "mass",
    "degrees",
    "frequency",
)
"""Kinds of details that a question is written for; see `core.answering.language.details`."""


@dataclass(frozen=True)
class Proposed:
    """What the latest search found. Counts by way of finding, and by reason for what was dropped."""

    pairs: tuple[TrainingPair, ...]
    proposed: dict[str, int]
    kept: dict[str, int]
    dropped: dict[str, int]
    was_stopped: bool


def start_proposing(workspace: Workspace, wish: Wish) -> MeasuringJob:
    """Seek pairs in the background. Raises `NothingToSearch` without documents, `UnusableInput` while it goes on."""
    if not workspace.documents:
        raise NothingToSearch("There is no document yet to find pairs in. Add documents first.")
    if workspace.proposing and workspace.proposing.state == "running":
        raise UnusableInput("Pairs are being sought already. Wait for them or stop it, then start again.")
    wish = replace(wish, retrieval=workspace.settings.retrieval)

    def work(job: MeasuringJob) -> None:
        watcher = Watcher(job.report, job.cancelled)
        writer = load_writer() if wish.write else None
        _keep(workspace.folder, propose_pairs(workspace.documents, workspace.pairs, wish, writer, find_spans, watcher))

    workspace.proposing = MeasuringJob("Pairs from documents", work)
    return workspace.proposing


def load_writer() -> Writer:
    """The embedded model, as a writer of questions. Loading it the first time takes seconds."""
    from core.models.pocket.generator import PocketGenerator, load_pocket
    from core.retrieval.embedding import shared_embedder
    from core.retrieval.remembered import RememberedVectors

    embed = RememberedVectors(shared_embedder().embed)  # a passage has several questions
    return PocketWriter(PocketGenerator(load_pocket(), embed, verbatim=True))


def find_spans(text: str) -> Iterator[tuple[int, int]]:
    """Names, amounts, dates and codes of a text that are worth a question, in order, each character once.

    >>> text = "Ada Byrne founded the mill on 4 May 1984 for 300 crowns."
    >>> [text[start:end] for start, end in find_spans(text)]
    ['Ada Byrne', '4 May 1984', '300 crowns']
    """
    details = [each for each in find_details(text) if each.kind.partition(":")[0] in WORTH_ASKING]
    spans = [(each.start, each.end) for each in details] + [(each.start, each.end) for each in find_names(text)]
    last = 0
    for start, end in sorted(spans):
        short = len(text[start:end].split()) <= LONGEST_SPAN_WORDS and "\n" not in text[start:end]
        if start >= last and short and end - start > 1:
            yield start, end
            last = end


def read_proposed(workspace: Workspace) -> Proposed | None:
    """What waits to be taken or left; None where nothing does."""
    counts, pairs = workspace.folder / COUNTS, workspace.folder / PAIRS
    if not counts.exists():
        return None
    fields = json.loads(counts.read_text(encoding="utf8"))
    return Proposed(read_pairs(pairs) if pairs.stat().st_size else (), **fields)


def leave_proposed(workspace: Workspace) -> None:
    """Forget the proposed pairs."""
    for name in (COUNTS, PAIRS):
        (workspace.folder / name).unlink(missing_ok=True)


def _keep(folder: Path, report: Report) -> None:
    write_pairs(report.pairs, folder / PAIRS)
    counts = {
        "proposed": dict(report.proposed),
        "kept": dict(report.kept),
        "dropped": dict(report.dropped.most_common()),
        "was_stopped": report.was_stopped,
    }
    (folder / COUNTS).write_text(json.dumps(counts), encoding="utf8")
