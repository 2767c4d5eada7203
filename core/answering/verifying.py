"""An answer + its question + passages -> the state of each of its sentences. One verifier for all arms; deterministic.

supported: a passage says it of the same subject, and every number, date, name and unit in it is there too.
contradicted: a passage says of the same subject another number, date or name, or the opposite.
unsupported: no passage says either. Where in doubt, this is the state.

Words are compared first; the sentence encoder decides only where they leave it open. It follows no chain of reasoning
over several sentences and does no sums.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from core.answering.asked import gives_what_is_asked, misses_the_question
from core.answering.claims import Claim, make_claim
from core.answering.language.detail import Detail, differs, same
from core.answering.language.names import name_parts
from core.answering.language.sentences import Span, sentence_spans
from core.answering.language.words import alike, weight_of
from core.answering.matching import Fit, Matcher
from core.answering.statements import find_statements
from core.records import CheckedSentence, Evidence, Passage, SentenceState

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Embed = Callable[[Sequence[str]], NDArray[np.float32]]

SURE, FAIR, LIKELY, POSSIBLE, LEAST = 0.72, 0.6, 0.5, 0.3, 0.15
"""Subject scores from which words alone decide, and from which they do together with the encoder."""
NEAR, NEARER = 0.6, 0.75
"""Cosine similarities of claim and statement that go with them."""
MARGIN = 0.12
"""How much worse a clause may fit than the best and still be taken for one on the same subject."""
FOUND, SAID, HALF = 0.75, 0.7, 0.5
"""Share of an answer's own words that a passage must have."""
FAR_BETTER = 0.45
"""How much better another clause must fit for this one to speak of something else."""
MOST_RIVALS = 4
STANCES: dict[SentenceState, Literal["supports", "contradicts"]] = {
    "supported": "supports",
    "contradicted": "contradicts",
}

Item = Detail | tuple[str, ...]
"""What must be found to the letter: a detail, or a name by its words."""


@dataclass(frozen=True)
class _Finding:
    state: SentenceState
    reason: str
    fit: Fit | None = None
    span: Span | None = None


def verify(
    text: str,
    question: str,
    passages: Sequence[Passage],
    embed: "Embed",
    openings: Mapping[str, str] | None = None,
) -> tuple[CheckedSentence, ...]:
    """The sentences of an answer in order, each with its state.

    `embed`: texts -> vectors of length 1. `openings`: by name how the documents begin, which tells what they are about.
    """
    matcher = Matcher(find_statements(passages, openings), embed)
    spans = sentence_spans(text)
    return tuple(_check(text[start:end], question, matcher) for start, end in spans)


def claims_of(text: str, question: str) -> list[str]:
    """What of each sentence of an answer is compared with passages in meaning."""
    return [make_claim(text[start:end], question).text for start, end in sentence_spans(text)]


def _check(sentence: str, question: str, matcher: Matcher) -> CheckedSentence:
    claim = make_claim(sentence, question)
    finding = _find(claim, matcher)
    evidence: tuple[Evidence, ...] = ()
    if finding.fit and finding.span:
        found = finding.fit.statement.stretch.evidence(finding.span)
        evidence = (replace(found, stance=STANCES[finding.state]),)
    return CheckedSentence(sentence, finding.state, finding.reason, evidence)


def _find(claim: Claim, matcher: Matcher) -> _Finding:
    fits = matcher.fits(claim)
    if not fits:
        return _Finding("unsupported", "There is no passage to check it against.")
    if asked := misses_the_question(claim):
        return _Finding("unsupported", f"The question asks for {asked}, and this is none.")
    if claim.bare and not (claim.details or claim.names or claim.asserted):
        return _Finding("unsupported", "It says nothing that could be checked.")
    if claim.details or claim.names:
        return _find_by_details(claim, fits, matcher)
    return _find_by_words(claim, fits, matcher)


# Claims with numbers, dates, codes or names


def _find_by_details(claim: Claim, fits: Sequence[Fit], matcher: Matcher) -> _Finding:
    items: list[Item] = [*claim.details, *claim.names]
    holding = [next((fit for fit in fits if _has(fit, item)), None) for item in items]
    for item, held in zip(items, holding, strict=True):
        for rival, span in _rivals(fits, item, claim):
            if _outdoes(rival, held, fits, matcher, claim):
                reason = f"The passage says “{_quoted(rival, span)}” where the answer says “{_shown(item)}”."
                return _Finding("contradicted", reason, rival, span)
    for item, held in zip(items, holding, strict=True):
        if held is None:
            return _Finding("unsupported", f"No passage says “{_shown(item)}”.")
    weakest = min((held for held in holding if held), key=lambda fit: fit.score)
    if reason := _doubt(claim, weakest, fits, matcher):
        return _Finding("unsupported", reason)
    if not claim.bare and _denied(claim, weakest):
        return _Finding("contradicted", "The passage says the opposite.", weakest, weakest.clause.span)
    found = zip(holding, items, strict=True)
    exact = [_span(held, item) for held, item in found if held and held.statement is weakest.statement]
    span = _with_words(claim, weakest, exact)
    return _Finding("supported", f"The passage says it: “{_quoted(weakest, span)}”.", weakest, span)


def _rivals(fits: Sequence[Fit], item: Item, claim: Claim) -> list[tuple[Fit, Span]]:
    """The best clauses that have another detail in the place of this one, and where it stands in each."""
    found = [(fit, span) for fit in fits if not fit.conflict and (span := _rival(fit, item, claim))]
    return [each for each in found if each[0].score >= found[0][0].score - MARGIN][:MOST_RIVALS]


def _has(fit: Fit, item: Item) -> bool:
    if isinstance(item, Detail):
        return any(same(item, found) for found in fit.clause.details) or _spelled(fit, item)
    return all(any(alike(part, word.text) for word in fit.clause.words) for part in item)


def _spelled(fit: Fit, item: Detail) -> bool:
    """Whether the clause has the very words of a code or a word that excludes others."""
    return item.kind == "code" and item.text.lower() in fit.statement.stretch.text[slice(*fit.clause.span)].lower()


def _rival(fit: Fit, item: Item, claim: Claim) -> Span | None:
    """Where the clause has another detail of the kind instead."""
    if _has(fit, item):
        return None
    if isinstance(item, Detail):
        others = [
            each
            for each in fit.clause.details
            if differs(item, each) and not any(same(other, each) for other in (*claim.given, *claim.details))
        ]
        return (others[0].start, others[0].end) if others else None
    about = [text for text, _ in claim.subject]
    for name in fit.clause.names:
        parts = name_parts(name.text)
        if parts and not any(alike(part, word) for part in parts for word in (*about, *item)):
            return name.start, name.end
    return _only_other_name(fit, (*about, *item))


def _only_other_name(fit: Fit, said: Sequence[str]) -> Span | None:
    """The one word of a clause that the claim does not have, where it is a name: of `Paris is the capital`, Paris."""
    others = [word for word in fit.clause.words if not any(alike(word.text, each) for each in said)]
    if fit.statement.row or len(others) != 1 or len(fit.clause.words) < 2:
        return None
    if not fit.statement.stretch.text[others[0].start].isupper():
        return None
    return others[0].start, others[0].end


def _outdoes(rival: Fit, held: Fit | None, fits: Sequence[Fit], matcher: Matcher, claim: Claim) -> bool:
    """Whether the rival speaks of the subject and what is held does not: by a better fit, or as the field meant."""
    if held and held.statement is rival.statement and held.statement.row:
        if rival.column(claim) <= held.column(claim):
            return False
    elif held and held.score >= rival.score - MARGIN and not held.conflict:
        return False
    return _is_about(rival, claim, fits, matcher)


def _is_about(fit: Fit, claim: Claim, fits: Sequence[Fit], matcher: Matcher) -> bool:
    """Whether a clause speaks of the claim's subject: by its words, or by fewer of them and its meaning."""
    if fit.conflict:
        return False
    if fit.score >= SURE:
        return True
    if fit.score >= LEAST and matcher.leads(claim, fit.statement, fits):
        return True
    if fit.other_kind:
        return False
    if fit.statement.row:
        if fit.score >= FAIR and gives_what_is_asked(claim):
            return True
        return fit.score >= LIKELY and matcher.is_near(claim, fit.statement, NEARER)
    return any(
        fit.score >= score and matcher.is_near(claim, fit.statement, cosine)
        for score, cosine in ((LIKELY, NEAR), (POSSIBLE, NEARER))
    )


def _doubt(claim: Claim, fit: Fit, fits: Sequence[Fit], matcher: Matcher) -> str:
    """Why a clause with the right details is yet no support; empty where it is."""
    if fit.conflict or fits[0].score - fit.score > FAR_BETTER:
        return "The passage says it of something else."
    if not _is_about(fit, claim, fits, matcher) or (not claim.bare and fit.said < SAID):
        about = f" and “{fit.missing[0]}”" if fit.missing else ""
        return f"No passage connects it with the question{about}."
    if claim.bare and _found_share(claim, fit) < HALF:
        return f"No passage says “{next(word for word in claim.asserted if not _in_statement(word, fit))}” of this."
    return ""


# Claims of words alone


def _find_by_words(claim: Claim, fits: Sequence[Fit], matcher: Matcher) -> _Finding:
    best = max(fits, key=lambda fit: (round(_found_share(claim, fit), 3) if claim.bare else 0.0, fit.score))
    share = _found_share(claim, best)
    if share < FOUND or not _is_about(best, claim, fits, matcher):
        missing = [word for word in (*claim.asserted, *best.missing) if not _in_statement(word, best)]
        reason = f"No passage says “{missing[0]}” of this." if missing else "No passage speaks of this."
        return _Finding("unsupported", reason)
    if denied := _denied_somewhere(claim, best, fits):
        return _Finding("contradicted", "The passage says the opposite.", denied, denied.clause.span)
    span = _with_words(claim, best)
    return _Finding("supported", f"The passage says it: “{_quoted(best, span)}”.", best, span)


def _found_share(claim: Claim, fit: Fit) -> float:
    if not claim.asserted:
        return 1.0
    weights = {word: weight_of(word) for word in claim.asserted}
    return sum(weight for word, weight in weights.items() if _in_statement(word, fit)) / sum(weights.values())


def _in_statement(text: str, fit: Fit) -> bool:
    return any(alike(text, word.text) for word in fit.statement.words)


def _denied_somewhere(claim: Claim, best: Fit, fits: Sequence[Fit]) -> Fit | None:
    """The clause that says the opposite: the best one, or one that fits about as well by its own words."""
    if _denied(claim, best):
        return best
    near = (
        fit for fit in fits if fit.score >= max(SURE, best.score - MARGIN) and fit.here >= SURE and not fit.conflict
    )
    return None if claim.bare else next((fit for fit in near if _denied(claim, fit)), None)


def _denied(claim: Claim, fit: Fit) -> bool:
    return (claim.denies + fit.clause.denials + fit.opposed) % 2 == 1


# What is shown


def _span(fit: Fit, item: Item) -> Span:
    if isinstance(item, Detail):
        return next(((each.start, each.end) for each in fit.clause.details if same(item, each)), fit.clause.span)
    words = [word for word in fit.clause.words if any(alike(part, word.text) for part in item)]
    return words[0].start, words[-1].end


def _with_words(claim: Claim, fit: Fit, exact: Sequence[Span] = ()) -> Span:
    """From the first to the last of the details and of the answer's words that a statement has."""
    said = claim.asserted if claim.bare else claim.said or tuple(text for text, _ in claim.subject)
    words = [word for word in fit.statement.words if any(alike(text, word.text) for text in said)]
    spans = [*exact, *((word.start, word.end) for word in words)]
    return (min(start for start, _ in spans), max(end for _, end in spans)) if spans else fit.clause.span


def _quoted(fit: Fit, span: Span) -> str:
    return " ".join(fit.statement.stretch.text[slice(*span)].split())


def _shown(item: Item) -> str:
    return item.text if isinstance(item, Detail) else " ".join(item)
