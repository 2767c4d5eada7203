"""All documents of a workspace -> training pairs to choose from, and a report of what was proposed, kept and dropped.

Found by structure and rule first; where a document gave fewer pairs than its share, a model writes more. Nothing is
saved here.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from core.documents.splitting import split_into_passages
from core.records import Document, Passage, TrainingPair
from core.settings import RetrievalSettings
from core.tuning.proposing.faq import find_definitions, find_faq
from core.tuning.proposing.proposal import Proposal, Way
from core.tuning.proposing.rephrasing import rephrase
from core.tuning.proposing.sifting import Placed, place, sift
from core.tuning.proposing.spreading import spread_evenly
from core.tuning.proposing.statements import find_statements
from core.tuning.proposing.table_questions import ask_table
from core.tuning.proposing.tables import find_tables
from core.tuning.proposing.writing import FindSpans, Writer, ask_about

ENOUGH = "its document has given its share"
SPANS_A_PASSAGE = 3
"""Spans of a passage for which a question is written, at most."""
MOST_PARAPHRASES = 2


@dataclass(frozen=True)
class Wish:
    """How many pairs are wanted, from which documents, and whether the model is to write some."""

    most: int = 200
    write: bool = True
    retrieval: RetrievalSettings = field(default_factory=RetrievalSettings)


@dataclass
class Report:
    """Counts by way of finding: what was `proposed` and `kept`; and why others were `dropped`, with how many."""

    pairs: tuple[TrainingPair, ...] = ()
    proposed: Counter[Way] = field(default_factory=Counter)
    kept: Counter[Way] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    was_stopped: bool = False

    def drop(self, reason: str) -> None:
        self.dropped[reason] += 1


@dataclass(frozen=True)
class Watcher:
    """Told how far it is: stage, done, total; and asked whether to stop. What was found until then is kept."""

    on_progress: Callable[[str, int, int], object] = lambda stage, done, total: None
    is_cancelled: Callable[[], bool] = lambda: False


def propose_pairs(
    documents: Sequence[Document],
    present: Sequence[TrainingPair],
    wish: Wish,
    writer: Writer | None = None,
    find_spans: FindSpans = lambda text: (),
    watcher: Watcher | None = None,
) -> Report:
    """Pairs that are not among those `present`, evenly from the documents. Without a `writer` none are written."""
    report, watcher = Report(), watcher or Watcher()
    found = sift(_find(documents, wish, report, watcher), present, report.drop)
    if writer and wish.write:
        written = _write(documents, found, wish, writer, find_spans, report, watcher)
        found = sift([*found, *written], present, report.drop)
    chosen = spread_evenly(found, wish.most)
    report.dropped[ENOUGH] += len(found) - len(chosen)
    report.kept.update(each.proposal.way for each in chosen)
    report.pairs = tuple(_as_pair(each) for each in chosen)
    report.dropped = +report.dropped
    return report


def _find(documents: Sequence[Document], wish: Wish, report: Report, watcher: Watcher) -> list[Placed]:
    placed: list[Placed] = []
    for at, document in enumerate(documents):
        if watcher.is_cancelled():
            report.was_stopped = True
            break
        watcher.on_progress("reading documents", at, len(documents))
        proposals = list(_structural(document))
        report.proposed.update(each.way for each in proposals)
        placed += place(document, proposals, wish.retrieval, report.drop)
    return placed


def _structural(document: Document) -> Iterator[Proposal]:
    yield from find_faq(document)
    for table in find_tables(document.text):
        yield from ask_table(table)
    if document.kind == "prose":
        yield from find_definitions(document)
        yield from find_statements(document.text)


def _write(
    documents: Sequence[Document],
    found: Sequence[Placed],
    wish: Wish,
    writer: Writer,
    find_spans: FindSpans,
    report: Report,
    watcher: Watcher,
) -> list[Placed]:
    """Written proposals of documents in which less than their share was found, passage after passage."""
    share = -(-wish.most // max(len(documents), 1))
    given = Counter(each.document.name for each in found)
    taken = {(each.document.name, each.proposal.start, each.proposal.end) for each in found}
    work = [(one, passage) for one in documents if given[one.name] < share for passage in _prose(one, wish.retrieval)]
    placed: list[Placed] = []
    for at, (document, passage) in enumerate(work):
        if watcher.is_cancelled():
            report.was_stopped = True
            break
        watcher.on_progress("writing questions", at, len(work))
        if given[document.name] >= share:
            continue
        spans = [span for span in find_spans(passage.text) if not _overlaps(span, passage, taken)][:SPANS_A_PASSAGE]
        report.proposed["written"] += len(spans)
        new = [Placed(proposal, document, passage) for proposal in ask_about(passage, spans, writer, report.drop)]
        given[document.name] += len(new)
        taken |= {(document.name, each.proposal.start, each.proposal.end) for each in new}
        placed += new
    return placed


def _prose(document: Document, settings: RetrievalSettings) -> list[Passage]:
    """Passages that are no rows of a table: those are asked for by their columns."""
    if document.kind == "table":
        return []
    rows = [(table[0][0].start, table[-1][-1].end) for table in find_tables(document.text)]
    passages = split_into_passages(document, settings)
    return [each for each in passages if not any(a < each.end and each.start < b for a, b in rows)]


def _overlaps(span: tuple[int, int], passage: Passage, taken: set[tuple[str, int, int]]) -> bool:
    start, end = passage.start + span[0], passage.start + span[1]
    return any(name == passage.document and start < b and a < end for name, a, b in taken)


def _as_pair(placed: Placed) -> TrainingPair:
    proposal = placed.proposal
    others = tuple(dict.fromkeys([*proposal.paraphrases, *rephrase(proposal.question)]))[:MOST_PARAPHRASES]
    return TrainingPair(
        proposal.question,
        proposal.answer,
        placed.document.name,
        others,
        (proposal.way,),
        placed.passage.text,
        "generated" if proposal.way == "written" else "found",
    )
