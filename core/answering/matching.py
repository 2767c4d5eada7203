"""How well the clauses of some passages speak of a claim's subject.

A word of the claim counts most where it stands in the clause itself, less in the rest of its sentence, in the sentence
before, or in the heading above; and the more, the fewer statements have it. What the clause says of the subject is not
judged here.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from core.answering.claims import ASKED_WEIGHT, Claim
from core.answering.language.detail import Detail, differs, same
from core.answering.language.opposites import are_opposites
from core.answering.language.word_lists import LIGHT
from core.answering.language.words import alike, are_kin, weight_of
from core.answering.statements import Clause, Statement

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Embed = Callable[[Sequence[str]], NDArray[np.float32]]

HERE, SAME_ROW, EARLIER, HEADING, BEFORE, LATER = 1.0, 0.95, 0.85, 0.7, 0.6, 0.5
"""What a word counts by its place: in the clause, its row, an earlier clause, the heading, the sentence before."""
KIN = 0.9
GIVEN_WEIGHT = 1.5
LEAST_RARITY = 0.6
MANY, LEADING = 8, 0.65
"""To be the nearest of so many statements, at this cosine similarity, is evidence of speaking of the same thing."""

Forms = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Fit:
    """How a clause fits a claim; shares from 0 to 1.

    `score`: share of the claim's subject that it speaks of, `here` what the clause says of it itself, `said` the share
    of the answer's own words. `conflict`: it is about another year, room or model than the question. `missing`: words
    that it lacks. `other_kind`: it has the thing but not what tells it apart, as `delivery` for `express delivery`.
    `opposed`: how many words it replaces by their opposites.
    """

    statement: Statement
    clause: Clause
    score: float
    here: float
    said: float
    conflict: bool
    missing: tuple[str, ...]
    other_kind: bool
    opposed: int

    def column(self, claim: Claim) -> tuple[float, int]:
        """How far the column of a table's field is what the claim speaks of: the share of its words, and how many."""
        name = self.statement.stretch.text[slice(*self.clause.span)].partition(": ")[0]
        words = [word.text for word in self.clause.words if word.start < self.clause.span[0] + len(name)]
        found = sum(any(alike(text, word) or are_kin(text, word) for text, _ in claim.subject) for word in words)
        return (found / len(words) if words else 0.0, found)


class Matcher:
    """Fits claims to statements. `embed`: texts -> vectors of length 1."""

    def __init__(self, statements: Sequence[Statement], embed: "Embed") -> None:
        self._statements = statements
        self._embed = embed
        self._vocabulary = sorted(frozenset().union(*(one.texts | one.context_texts for one in statements)))

    def fits(self, claim: Claim) -> list[Fit]:
        """Every clause with how it fits, best first; of equals the earlier."""
        forms = {text: self._forms(text) for text, _ in claim.subject}
        weights = {text: weight * self._rarity(forms[text]) for text, weight in claim.subject}
        fits = [_fit(claim, forms, weights, one, at) for one in self._statements for at in range(len(one.clauses))]
        return sorted(fits, key=lambda fit: -fit.score)

    def is_near(self, claim: Claim, one: Statement, cosine: float) -> bool:
        """Whether the statement is so near to the claim, alone or with what stands before it."""
        if self._cosine(claim.text, one.text) >= cosine:
            return True
        return bool(one.text_before) and self._cosine(claim.text, f"{one.text_before} {one.text}") >= cosine

    def _cosine(self, claim: str, text: str) -> float:
        one, other = self._embed([claim, text])
        return float(one @ other)

    def leads(self, claim: Claim, one: Statement, fits: Sequence[Fit]) -> bool:
        """Whether, of many statements, this one is the nearest in meaning among those that fit best."""
        if len(self._statements) < MANY:
            return False
        best = list({id(fit.statement): fit.statement for fit in fits}.values())[:MANY]
        vectors = self._embed([claim.text, one.text, *(other.text for other in best)])
        cosines = vectors[1:] @ vectors[0]
        return bool(cosines[0] >= LEADING and cosines[0] >= cosines.max() - 1e-6)

    def _forms(self, text: str) -> dict[str, float]:
        """Words of the passages that a word of the claim may appear as, with how much each counts."""
        return {word: much for word in self._vocabulary if (much := _likeness(text, word))}

    def _rarity(self, forms: Iterable[str]) -> float:
        """Inverse document frequency over the statements, from 0.6 to 1; a word that none has counts as a rare one."""
        wanted, count = set(forms), len(self._statements)
        having = max(1, sum(not wanted.isdisjoint(one.texts) for one in self._statements))
        return max(LEAST_RARITY, math.log((count + 1) / (having + 0.5)) / math.log((count + 1) / 1.5))


def _fit(claim: Claim, forms: Forms, weights: Mapping[str, float], one: Statement, at: int) -> Fit:
    places = {text: _strength(one, at, forms[text]) for text in weights}
    own = one.clauses[at].texts
    here = sum(weight for text, weight in weights.items() if own & set(forms[text]))
    given = [_given_strength(one, at, each) for each in claim.given]
    set_weight = GIVEN_WEIGHT * (1.0 if claim.bare else ASKED_WEIGHT)
    total = sum(weights.values()) + set_weight * len(given)
    reached = sum(weights[text] * strength for text, strength in places.items())
    reached += set_weight * sum(max(0.0, each) for each in given)
    said = {text: weight_of(text) for text in claim.said}
    lacking = tuple(text for text, strength in places.items() if not strength and text not in LIGHT)
    return Fit(
        statement=one,
        clause=one.clauses[at],
        score=reached / total if total else 0.0,
        here=here / total if total else 0.0,
        said=sum(weight for text, weight in said.items() if places.get(text)) / sum(said.values()) if said else 1.0,
        conflict=any(each < 0 for each in given),
        missing=(*lacking, *(each.text for each, strength in zip(claim.given, given, strict=True) if strength <= 0)),
        other_kind=any(places.get(thing) and tells in lacking and not forms[tells] for tells, thing in claim.pairs),
        opposed=_opposed(claim, own),
    )


@lru_cache(maxsize=200_000)
def _likeness(text: str, word: str) -> float:
    """How much a word counts as a form of another; 0 where it is none."""
    if alike(text, word) or are_opposites(text, word):
        return 1.0
    return KIN if are_kin(text, word) else 0.0


def _strength(one: Statement, at: int, forms: Mapping[str, float]) -> float:
    return max((_place(one, at, form) * much for form, much in forms.items()), default=0.0)


def _place(one: Statement, at: int, form: str) -> float:
    """What a word counts for clause `at` of a statement by where it stands."""
    if form in one.clauses[at].texts:
        return HERE
    if form in one.texts:
        earlier = any(form in clause.texts for clause in one.clauses[:at])
        return SAME_ROW if one.row else EARLIER if earlier else LATER
    if form in one.context_texts:
        return HEADING
    return BEFORE if form in one.before_texts else 0.0


def _given_strength(one: Statement, at: int, given: Detail) -> float:
    """1 or less where the clause is of the year, room or amount that the question sets; -1 where it is of another."""
    own = one.details if one.row else one.clauses[at].details
    for strength, details in ((HERE, own), (EARLIER, one.details)):
        if any(same(given, each) for each in details) or _between(given, details):
            return strength
        if details is own and any(differs(given, each) for each in details):
            return -1.0
    return HEADING if given.text.lower() in one.stretch.context.lower() else 0.0


def _between(given: Detail, details: Sequence[Detail]) -> bool:
    """Whether an amount lies within a range that a clause gives: seven years, in "from 5 to 8 years"."""
    if not isinstance(given.value, frozenset):
        return False
    ends = [min(each.value) for each in details if each.kind == given.kind]
    return len(ends) == 2 and bool(ends[0] <= min(given.value) <= ends[1])


def _opposed(claim: Claim, words: Iterable[str]) -> int:
    """How many words of the claim a clause replaces by their opposite."""
    words = list(words)
    said = claim.said or dict.fromkeys([text for text, _ in claim.subject] + list(claim.asserted))
    return sum(
        not any(alike(text, word) for word in words) and any(are_opposites(text, word) for word in words)
        for text in said
    )
