"""What a model copied from its passages -> evidence in the documents, to the character."""

from collections.abc import Sequence

from core.models.generator import Reply
from core.records import Evidence, RankedPassage


def find_evidence(reply: Reply, sources: Sequence[RankedPassage]) -> tuple[Evidence, ...]:
    """One piece of evidence for each copied span, its offsets counted in the document."""
    return tuple(_locate(sources[span.passage], span.start, span.end, span.probability) for span in reply.spans)


def _locate(source: RankedPassage, start: int, end: int, probability: float) -> Evidence:
    passage = source.passage
    return Evidence(
        document=passage.document,
        start=passage.start + start,
        end=passage.start + end,
        text=passage.text[start:end],
        passage_id=passage.id,
        page=passage.page,
        probability=probability,
    )
