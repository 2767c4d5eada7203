"""What Auto's thresholds are fitted on: questions whose facts were trained in other words, or never trained.

A third of the training pairs is kept from training altogether, of the others one wording each; adapters are trained on
the rest, and the wordings kept back are put to the arms. So the fit sees no evaluation question, and no adapter
that has seen its questions: on these every adapter would look right and sure. The adapters are kept for the next fit.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from core.answering.answerer import Answerer
from core.answering.checking import PassageIndex
from core.answering.choice import Ingredients, make_arms
from core.measuring.text_scores import f1
from core.records import AdapterKind, ArmName, TrainingPair
from core.retrieval.embedding import shared_embedder
from core.retrieval.relevance import best_cosine
from core.tuning.adapters import base_version
from core.tuning.lineage import LINEAGE_FILE, PAIRS_FILE, read_lineage, trained_wordings
from core.tuning.pairs import read_pairs, write_pairs
from core.tuning.plan import RECOMMENDED, TrainingPlan
from core.tuning.raft_set import build_raft_set, write_raft_set
from core.tuning.training import train_adapter

KEPT_OUT = 3
"""One pair in so many is never trained."""
ARMS: tuple[ArmName, ...] = ("tuned", "hybrid", "rag")
WARM_UP = 3


@dataclass(frozen=True)
class Trial:
    """A question that no adapter here was trained on, and what came of asking it. By arm: F1, seconds, confidence.

    `trained`: whether its fact was trained, in other words. `similarity`: cosine to the nearest trained wording;
    `cosine`: of the best passage found.
    """

    question: str
    trained: bool
    similarity: float
    cosine: float
    f1: Mapping[str, float]
    seconds: Mapping[str, float]
    confidence: Mapping[str, float]


def split_pairs(pairs: Sequence[TrainingPair]) -> tuple[list[TrainingPair], list[tuple[str, str, bool]]]:
    """Pairs to train on, and (question, answer, whether its fact is trained) to ask.

    >>> split_pairs([TrainingPair("A?", "a", paraphrases=("B?",)), TrainingPair("C?", "c", paraphrases=("D?",))])[1]
    [('B?', 'a', False), ('D?', 'c', True)]
    """
    training, asked = [], []
    for number, pair in enumerate(pairs):
        trained = number % KEPT_OUT != 0
        if pair.paraphrases:
            asked.append((pair.paraphrases[-1], pair.answer, trained))
        if trained:
            training.append(replace(pair, paraphrases=pair.paraphrases[:-1]))
    return training, asked


def make_trials(pairs: Sequence[TrainingPair], index: PassageIndex, folder: Path) -> list[Trial]:
    """Train on a part of the pairs, in `folder`, and ask the rest. Takes minutes; less where `folder` has adapters."""
    training, asked = split_pairs(pairs)
    kinds: tuple[AdapterKind, ...] = ("closed-book", "raft")
    adapters = {kind: _adapter(kind, training, index, folder) for kind in kinds}
    arms = make_arms(ARMS, Ingredients(index, adapters))
    embed = shared_embedder().embed
    trained = embed(trained_wordings(training))
    for question, _, _ in asked[:WARM_UP]:
        _try(arms, question, "", True, 0.0)
    return [
        _try(arms, question, answer, known, float((trained @ embed([question])[0]).max()))
        for question, answer, known in asked
    ]


def _try(arms: Sequence[Answerer], question: str, gold: str, trained: bool, similarity: float) -> Trial:
    answers = {arm.name: arm.answer(question) for arm in arms}
    return Trial(
        question,
        trained,
        similarity,
        best_cosine(answers["rag"].sources),
        {name: f1(each.text, [gold]) for name, each in answers.items()},
        {name: sum(each.seconds.values()) for name, each in answers.items()},
        {name: each.confidence for name, each in answers.items()},
    )


def _adapter(kind: AdapterKind, pairs: Sequence[TrainingPair], index: PassageIndex, folder: Path) -> Path:
    """The adapter of an earlier fit where it is of these pairs and weights, else one trained now."""
    out, file = folder / kind, folder / "pairs.jsonl"
    folder.mkdir(parents=True, exist_ok=True)
    write_pairs(pairs, file)
    there = (out / LINEAGE_FILE).exists() and read_lineage(out).weights == base_version()
    if there and read_pairs(out / PAIRS_FILE) == read_pairs(file):
        return out
    settings, raft_set = RECOMMENDED[kind], None
    if kind == "raft":
        raft_set = folder / "raft_set.jsonl"
        rows, _ = build_raft_set(pairs, lambda question, k: index.search_timed(question, k).passages, settings)
        write_raft_set(rows, raft_set)
    train_adapter(TrainingPlan(kind, file, out, raft_set, settings=settings), shared_embedder().embed)
    return out


def write_trials(trials: Sequence[Trial], file: Path) -> None:
    file.write_text("".join(json.dumps(asdict(each)) + "\n" for each in trials), encoding="utf8")


def read_trials(file: Path) -> list[Trial]:
    return [Trial(**json.loads(line)) for line in file.read_text(encoding="utf8").splitlines()]
