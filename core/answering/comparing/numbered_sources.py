"""Answers of several arms -> their sources, each passage once, numbered. Draws nothing.

What holds evidence comes first, in the order of the answers, so that citations have small numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.answering.answerer import ARM_LABELS
from core.answering.checking import CheckedAnswer
from core.answering.marking import holds_evidence
from core.records import Evidence, RankedPassage


@dataclass(frozen=True)
class NumberedSource:
    """A passage with its number on the page. `given`: the arms that read it; `afterwards`: those it was found for.

    `marked`: of both, those whose answers have evidence in it.
    """

    number: int
    ranked: RankedPassage
    evidence: tuple[Evidence, ...]
    given: tuple[str, ...]
    afterwards: tuple[str, ...]
    marked: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """Its id on the page: a citation links to it."""
        return f"source-{self.number}"


def number_sources(answers: Sequence[CheckedAnswer]) -> list[NumberedSource]:
    """Every source of every answer, those with evidence first."""
    evidence = tuple(each for answer in answers for each in answer.evidence)
    ranked: dict[str, RankedPassage] = {}
    for answer in answers:
        for each in answer.sources:
            ranked.setdefault(each.passage.id, each)
    ordered = sorted(ranked.values(), key=lambda each: not holds_evidence(each.passage, evidence))
    return [
        NumberedSource(
            number,
            each,
            evidence,
            given=_arms([one for one in answers if one.used], each),
            afterwards=_arms([one for one in answers if not one.used], each),
            marked=_arms([one for one in answers if holds_evidence(each.passage, one.evidence)], each),
        )
        for number, each in enumerate(ordered, start=1)
    ]


def _arms(answers: Sequence[CheckedAnswer], source: RankedPassage) -> tuple[str, ...]:
    """Those of the answers that have this source."""
    return tuple(
        ARM_LABELS[one.answer.arm]
        for one in answers
        if any(each.passage.id == source.passage.id for each in one.sources)
    )


def cite(
    evidence: Sequence[Evidence], sources: Sequence[NumberedSource], answer: CheckedAnswer
) -> list[NumberedSource]:
    """The sources of an answer that hold some of this evidence, by number; of overlapping passages the first."""
    own = {each.passage.id for each in answer.sources}
    cited = []
    for each in evidence:
        holding = (
            one for one in sources if one.ranked.passage.id in own and holds_evidence(one.ranked.passage, [each])
        )
        cited.append(next(holding, None))
    return sorted({one.number: one for one in cited if one}.values(), key=lambda one: one.number)
