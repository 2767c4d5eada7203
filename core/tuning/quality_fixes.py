"""What one step does about a finding of `quality`: pairs before -> pairs after. Pure; it saves nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from core.records import Document, TrainingPair
from core.settings import RetrievalSettings
from core.tuning.pair_passages import PassageFinder, stands_in
from core.tuning.proposing.likeness import plain
from core.tuning.proposing.rephrasing import rephrase
from core.tuning.quality import Finding, Pairs, all_wordings, near_key, same_key

DEFAULT_SETTINGS = RetrievalSettings()
MOST_WORDINGS = 2


def apply_fix(
    finding: Finding,
    pairs: Pairs,
    documents: Iterable[Document] = (),
    settings: RetrievalSettings = DEFAULT_SETTINGS,
) -> tuple[TrainingPair, ...]:
    """The pairs after the finding's one step; see its `fix`. Findings without one change nothing."""
    by_name = {document.name: document for document in documents}
    rows = set(finding.rows)
    if finding.kind in ("same", "near"):
        return _merge(pairs, same_key if finding.kind == "same" else near_key)
    if finding.kind == "contradicting":
        return _keep_one_answer(pairs, by_name)
    if finding.kind in ("changed", "no passage"):
        finder = PassageFinder(by_name.values(), settings)
        return tuple(
            finder.attach([replace(pair, passage="")])[0] if at in rows else pair for at, pair in enumerate(pairs)
        )
    if finding.kind == "one wording":
        return tuple(_reworded(pair) if at in rows else pair for at, pair in enumerate(pairs))
    return tuple(pair for at, pair in enumerate(pairs) if at not in rows) if finding.fix else tuple(pairs)


def _reworded(pair: TrainingPair) -> TrainingPair:
    return replace(pair, paraphrases=rephrase(pair.question)[:MOST_WORDINGS])


def _merge(pairs: Pairs, key: Callable[[TrainingPair], object]) -> tuple[TrainingPair, ...]:
    """The first pair of each key, with the others' wordings that it does not have."""
    kept: dict[object, TrainingPair] = {}
    for pair in pairs:
        first = kept.setdefault(key(pair), pair)
        known = {plain(wording) for wording in all_wordings(first)}
        more = tuple(each for each in all_wordings(pair) if plain(each) not in known)
        kept[key(pair)] = replace(first, paraphrases=(*first.paraphrases, *dict.fromkeys(more)))
    return tuple(kept.values())


def _keep_one_answer(pairs: Pairs, documents: Mapping[str, Document]) -> tuple[TrainingPair, ...]:
    """Of pairs that contradict each other the first whose answer stands in its document, else the first."""
    kept: dict[str, TrainingPair] = {}
    dropped: set[int] = set()
    order = sorted(range(len(pairs)), key=lambda at: not stands_in(pairs[at], documents))
    for at in order:
        others = [kept[plain(each)] for each in all_wordings(pairs[at]) if plain(each) in kept]
        if any(plain(other.answer) != plain(pairs[at].answer) for other in others):
            dropped.add(at)
        else:
            kept |= {plain(each): pairs[at] for each in all_wordings(pairs[at])}
    return tuple(pair for at, pair in enumerate(pairs) if at not in dropped)
