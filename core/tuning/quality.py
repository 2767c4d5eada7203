"""Training pairs -> what may be wrong with them, counted, each with the name of a step that settles it. Pure.

It judges by words: two questions of one meaning in quite different words are not found, and whether an answer is true
it cannot know.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from core.records import Document, EvaluationQuestion, TrainingPair
from core.tuning.pair_passages import stands_in
from core.tuning.personal_data import find_personal_data
from core.tuning.proposing.likeness import plain, plain_words

Pairs = Sequence[TrainingPair]
Kind = Literal[
    "few", "same", "near", "contradicting", "unfounded", "changed", "same question", "same fact", "personal",
    "no passage", "one wording",
]  # fmt: skip
FEWEST, FEW = 10, 100
SMALL_WORDS = frozenset(
    "what who whom whose when where which how why is are was were be been do does did has have had can could may might "
    "must shall should will would much many of in on at by for from to with i you we they it my your our their that "
    "there please tell me and or any some".split()
)
STEM = 5
"""Characters by which two words are taken for forms of one."""


@dataclass(frozen=True)
class Finding:
    """`rows`: positions of the pairs concerned. `fix`: what one step does about it, empty where nothing can be done."""

    kind: Kind
    title: str
    says: str
    rows: tuple[int, ...] = ()
    fix: str = ""


def check_pairs(
    pairs: Pairs, documents: Iterable[Document] = (), questions: Iterable[EvaluationQuestion] = ()
) -> list[Finding]:
    """Findings, the most pressing first; none where there is no pair."""
    by_name = {document.name: document for document in documents}
    asked = [question for question in questions if not question.unanswerable]
    found = [
        _contradicting(pairs),
        *_founded(pairs, by_name),
        _personal(pairs),
        *_leaking(pairs, asked),
        _same(pairs),
        _near(pairs),
        _few(pairs),
        *_incomplete(pairs, by_name),
    ]
    return [finding for finding in found if pairs and (finding.rows or (finding.kind == "few" and finding.title))]


def _few(pairs: Pairs) -> Finding:
    if len(pairs) < FEWEST:
        says = f"With fewer than {FEWEST} pairs an adapter learns little but their wording. Find or type more."
        return Finding("few", f"Only {len(pairs)} pairs", says)
    if len(pairs) < FEW:
        says = f"Fewer than {FEW} pairs teach single facts, and figures on held-out ones mean little. More are better."
        return Finding("few", f"{len(pairs)} pairs are few", says)
    return Finding("few", "", "")


def same_key(pair: TrainingPair) -> object:
    """What two pairs share that are the same."""
    return plain(pair.question), plain(pair.answer)


def near_key(pair: TrainingPair) -> object:
    """What two wordings of one question share: their telling words in any order and form, and the answer."""
    telling = frozenset(word[:STEM] for word in plain_words(pair.question) if word not in SMALL_WORDS)
    return (telling, plain(pair.answer), pair.source) if telling else same_key(pair)


def _groups(pairs: Pairs, key: Callable[[TrainingPair], object]) -> list[list[int]]:
    """Positions of pairs of one key, where there are several."""
    groups: dict[object, list[int]] = defaultdict(list)
    for at, pair in enumerate(pairs):
        groups[key(pair)].append(at)
    return [group for group in groups.values() if len(group) > 1]


def _same(pairs: Pairs) -> Finding:
    rows = tuple(at for group in _groups(pairs, same_key) for at in group[1:])
    says = "The same question with the same answer. It would be learned more often than the others."
    return Finding("same", f"{len(rows)} duplicates", says, rows, "Keep the first of each")


def _near(pairs: Pairs) -> Finding:
    same = set(_same(pairs).rows)
    rows = tuple(at for group in _groups(pairs, near_key) for at in group[1:] if at not in same)
    says = "One question in nearly the same words. As two pairs they may end up on both sides of the split."
    return Finding("near", f"{len(rows)} near-duplicates", says, rows, "Make them further wordings of the first")


def _contradicting(pairs: Pairs) -> Finding:
    answers: dict[str, set[str]] = defaultdict(set)
    wordings = [[plain(each) for each in (pair.question, *pair.paraphrases)] for pair in pairs]
    for pair, asked in zip(pairs, wordings, strict=True):
        for wording in asked:
            answers[wording].add(plain(pair.answer))
    rows = tuple(at for at, asked in enumerate(wordings) if any(len(answers[wording]) > 1 for wording in asked))
    says = "One question with different answers: an adapter would learn to say either."
    return Finding(
        "contradicting", f"{len(rows)} contradicting pairs", says, rows, "Keep the answer that is in its document"
    )


def _founded(pairs: Pairs, documents: Mapping[str, Document]) -> Iterator[Finding]:
    if not documents:
        return
    changed = {
        at
        for at, pair in enumerate(pairs)
        if pair.passage and pair.source in documents and pair.passage not in documents[pair.source].text
    }
    unfounded = tuple(at for at, pair in enumerate(pairs) if at not in changed and not stands_in(pair, documents))
    says = "The answer does not stand word for word in the pair’s passage or document. It may be right, in other words."
    yield Finding("unfounded", f"{len(unfounded)} answers not in their passage", says, unfounded, "Delete these pairs")
    says = "The document has been replaced, and the passage is not in it any more. The answer may be out of date."
    fix = "Look for the answers in the documents as they are now"
    yield Finding("changed", f"{len(changed)} passages changed since", says, tuple(sorted(changed)), fix)


def _personal(pairs: Pairs) -> Finding:
    kinds = [find_personal_data(" ".join((pair.question, pair.answer, *pair.paraphrases))) for pair in pairs]
    rows = tuple(at for at, found in enumerate(kinds) if found)
    named = ", ".join(dict.fromkeys(kind for found in kinds for kind in found))
    says = (
        f"Found: {named}. A model memorises what it is trained on, and tells it to whoever asks. "
        "It cannot be taken back from an adapter but by training anew."
    )
    return Finding("personal", f"{len(rows)} pairs with personal data", says, rows, "Delete these pairs")


def _leaking(pairs: Pairs, questions: Sequence[EvaluationQuestion]) -> Iterator[Finding]:
    wordings = {plain(question.question) for question in questions}
    facts = {(plain(answer), question.source) for question in questions for answer in question.answers}
    same = tuple(at for at, pair in enumerate(pairs) if any(plain(each) in wordings for each in all_wordings(pair)))
    says = "An evaluation question stands among the training pairs word for word: answering it shows memory, no more."
    yield Finding("same question", f"{len(same)} evaluation questions are trained on", says, same, "Delete these pairs")
    fact = tuple(at for at, pair in enumerate(pairs) if at not in same and (plain(pair.answer), pair.source) in facts)
    says = (
        "An evaluation question has the same answer from the same document. Evaluate tells such "
        "questions apart from those on "
        "facts never trained; there is nothing to do unless you want all of them to be new."
    )
    yield Finding(
        "same fact", f"{len(fact)} pairs share a fact with an evaluation question", says, fact, "Delete these pairs"
    )


def _incomplete(pairs: Pairs, documents: Mapping[str, Document]) -> Iterator[Finding]:
    loose = tuple(at for at, pair in enumerate(pairs) if not pair.passage and pair.source in documents)
    says = "They name their document only. With their passages, the split keeps all pairs of a passage on one side."
    yield Finding("no passage", f"{len(loose)} pairs without their passage", says, loose, "Look up their passages")
    single = tuple(at for at, pair in enumerate(pairs) if not pair.paraphrases)
    says = "Asked in other words, an adapter may fail what it was taught in one wording only."
    yield Finding("one wording", f"{len(single)} pairs in one wording", says, single, "Add other wordings by rule")


def all_wordings(pair: TrainingPair) -> tuple[str, ...]:
    """The question and its paraphrases."""
    return (pair.question, *pair.paraphrases)
