"""RAG that looks again where the verifier finds its answer unsupported: with other questions, at most twice.

A question of two parts is asked part by part; what a question only describes is asked for first and then named; else
the first answer, or the words that were not found, go into the next search. Every search is told in the answer. Where
none of them leads to support, plain RAG's answer stands.
"""

import itertools
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.answering.answerer import check_question
from core.answering.arms import OpenBook
from core.answering.checking import PassageIndex, check_answer
from core.answering.rewriting import add_answer, find_hop, keywords_missing, name_hop, split_parts
from core.models.generator import OnText
from core.records import Answer, ArmName, Look, RankedPassage

if TYPE_CHECKING:
    from core.answering.checking import Embed

MOST_LOOKS = 2
"""Searches after the first."""
STEP = "for what the question describes and does not name"
"""Why a look is taken whose answer is no answer to the question."""


@dataclass(frozen=True)
class SecondLook:
    """An open-book arm that looks again. `embed`: for the verifier; `index`: where the arm searches."""

    plain: OpenBook
    index: PassageIndex
    embed: "Embed"

    @property
    def name(self) -> ArmName:
        return self.plain.name

    def answer(self, question: str, on_text: OnText | None = None) -> Answer:
        question = check_question(question)
        tries = [self._try(question, "as it stands", on_text)]
        if not tries[0].look.supported:
            parts = split_parts(question)
            ways = self._parts(parts) if len(parts) > 1 else self._ways(question, tries)
            for asked, why in itertools.islice(ways, MOST_LOOKS):
                tries.append(self._try(asked, why))
        return _joined(question, tries)

    def _parts(self, parts: Sequence[str]) -> Iterator[tuple[str, str]]:
        for number, part in enumerate(parts, start=1):
            yield part, f"part {number} of the question"

    def _ways(self, question: str, tries: "list[_Try]") -> Iterator[tuple[str, str]]:
        """Questions to ask next, and why, until one is supported; `tries` grows by what the last one gave."""
        first = tries[0].answer
        hop = find_hop(question)
        if hop:
            yield hop.asks, STEP
            found = tries[-1].answer
            if not found.refused:
                yield name_hop(question, hop, found.text), "with what was found in the place of what it describes"
        elif not first.refused:
            yield add_answer(question, first.text), "with the first answer, which may be a step on the way"
        words = keywords_missing(question, [each.passage.text for each in first.sources])
        if words and not tries[-1].look.supported:
            yield words, "for the words that no passage had"

    def _try(self, question: str, why: str, on_text: OnText | None = None) -> "_Try":
        answer = self.plain.answer(question, on_text)
        began = time.perf_counter()
        states = [each.state for each in check_answer(answer, self.embed, self.index, self.plain.settings).sentences]
        supported = bool(states) and all(state == "supported" for state in states)
        seconds = answer.seconds | {"check": time.perf_counter() - began}
        return _Try(replace(answer, seconds=seconds), Look(question, why, answer.text, answer.refused, supported))


@dataclass(frozen=True)
class _Try:
    answer: Answer
    look: Look


def _joined(question: str, tries: Sequence[_Try]) -> Answer:
    """What the looks led to: supported answers to the question or its parts, else the first, with the cost of all."""
    found = [each for each in tries if each.look.supported and each.look.why != STEP] or [tries[0]]
    looks = tuple(replace(each.look, used=each in found) for each in tries)
    first, seconds = found[0].answer, Counter[str]()
    for each in tries:
        seconds.update(each.answer.seconds)
    return replace(
        first,
        question=question,
        text=first.text if len(found) == 1 else " ".join(f"{each.look.text.rstrip('.')}." for each in found),
        confidence=_least_sure(found),
        sources=_once([source for each in found for source in each.answer.sources]),
        evidence=tuple(one for each in found for one in each.answer.evidence),
        written=tuple(one for each in found for one in each.answer.written),
        seconds=dict(seconds),
        tokens=sum(each.answer.tokens for each in tries),
        tokens_written=sum(each.answer.tokens_written for each in tries),
        looks=looks,
    )


def _least_sure(found: Sequence[_Try]) -> float | None:
    """The least confidence; None where one is not known."""
    known = [each.answer.confidence for each in found if each.answer.confidence is not None]
    return min(known) if len(known) == len(found) else None


def _once(sources: Sequence[RankedPassage]) -> tuple[RankedPassage, ...]:
    """Each passage once, ranked in the order in which it came."""
    once = {each.passage.id: each for each in reversed(sources)}
    order = dict.fromkeys(each.passage.id for each in sources)
    return tuple(replace(once[key], rank=rank) for rank, key in enumerate(order, start=1))
