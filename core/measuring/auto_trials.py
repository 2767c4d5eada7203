"""What Auto is fitted on: questions whose facts were trained in other words, never trained, or are not to be found.

A third of the training pairs is kept from training altogether, of the others one wording each; adapters are trained on
the rest, and what was kept back is asked. So the fit sees no evaluation question, and no adapter that has seen its
questions: of these every adapter would be right and sure. The adapters are kept in a folder for the next fit.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.answering.checking import PassageIndex
from core.answering.choice import Ingredients, make_arms
from core.answering.nearest import TrainedPairs, trained_pairs
from core.measuring.question_making import HidingIndex, hidden_documents, swap_documents
from core.measuring.text_scores import f1
from core.records import AdapterKind, ArmName, Document, EvaluationQuestion, RankedPassage, TrainingPair
from core.retrieval.relevance import best_cosine
from core.tuning.adapters import base_version
from core.tuning.lineage import LINEAGE_FILE, hash_pairs, read_lineage
from core.tuning.plan import RECOMMENDED, TrainingPlan
from core.tuning.planning import write_run_files
from core.tuning.training import train_adapter

if TYPE_CHECKING:
    from core.models.pocket.generator import Embed

KEPT_OUT = 3
"""One pair in so many is never trained."""
ARMS: tuple[ArmName, ...] = ("tuned", "hybrid", "rag")
KINDS: tuple[AdapterKind, ...] = ("closed-book", "raft")
WARM_UP = 3
OTHER_WORDS, NEVER_TRAINED = "other words", "never trained"


@dataclass(frozen=True)
class Trial:
    """A question that no adapter here was trained on, and what came of it. `kind`: what was trained of its fact.

    `similarity`: cosine to the nearest trained wording; `cosine`: of the best passage found. By arm: the confidence,
    seconds, and F1; of a question that has no answer here, 1 for a refusal.
    """

    question: str
    kind: str
    similarity: float
    cosine: float
    score: Mapping[str, float]
    confidence: Mapping[str, float]
    seconds: Mapping[str, float]


def split_pairs(pairs: Sequence[TrainingPair]) -> tuple[list[TrainingPair], list[EvaluationQuestion]]:
    """Pairs to train on, and what is kept back of them and of the others, to be asked.

    >>> pairs = [TrainingPair("A?", "a", paraphrases=("B?",)), TrainingPair("C?", "c", paraphrases=("D?",))]
    >>> [(each.question, each.tags) for each in split_pairs(pairs)[1]]
    [('B?', ('never trained',)), ('D?', ('other words',))]
    """
    training, asked = [], []
    for number, pair in enumerate(pairs):
        is_trained = number % KEPT_OUT != 0
        if pair.paraphrases:
            tags = (OTHER_WORDS if is_trained else NEVER_TRAINED,)
            asked.append(EvaluationQuestion(pair.paraphrases[-1], (pair.answer,), pair.source, tags=tags))
        if is_trained:
            training.append(replace(pair, paraphrases=pair.paraphrases[:-1]))
    return training, asked


def not_to_be_found(
    pairs: Sequence[TrainingPair], documents: Sequence[Document], training: Sequence[TrainingPair]
) -> list[EvaluationQuestion]:
    """The never trained pairs' own questions, where their fact is gone once their document is hidden."""
    untrained = [EvaluationQuestion(each.question, (each.answer,), each.source) for each in pairs[::KEPT_OUT]]
    swapped = swap_documents(untrained, documents, training, len(untrained))
    return [each for each in swapped if each.unanswerable]


def make_trials(
    pairs: Sequence[TrainingPair],
    documents: Sequence[Document],
    index: PassageIndex,
    embed: "Embed",
    folder: Path,
) -> Iterator[Trial]:
    """Train on a part of the pairs, in `folder`, and ask the rest: minutes, fewer where `folder` has the adapters."""
    training, asked = split_pairs(pairs)
    asked += not_to_be_found(pairs, documents, training)
    adapters = {kind: _adapter(kind, training, index, embed, folder) for kind in KINDS}
    arms = make_arms(ARMS, Ingredients(HidingIndex(index, hidden_documents(asked)), adapters))
    trained = trained_pairs(adapters["closed-book"])
    for arm in arms:
        for each in asked[:WARM_UP]:
            arm.answer(each.question)
    for each in asked:
        answers = {arm.name: arm.answer(each.question) for arm in arms}
        yield Trial(
            each.question,
            each.tags[-1],
            _similarity(trained, each.question, embed),
            best_cosine(answers["rag"].sources),
            {name: f1(said.text, each.answers) if each.answers else said.refused for name, said in answers.items()},
            {name: said.confidence or 0.0 for name, said in answers.items()},
            {name: sum(said.seconds.values()) for name, said in answers.items()},
        )


def _similarity(trained: TrainedPairs, question: str, embed: "Embed") -> float:
    return trained.nearest(embed([question])[0], 1)[0].similarity


def _adapter(
    kind: AdapterKind, pairs: Sequence[TrainingPair], index: PassageIndex, embed: "Embed", folder: Path
) -> Path:
    """The adapter of an earlier fit where it is of these pairs and weights, else one trained now."""
    out, settings = folder / kind, RECOMMENDED[kind]
    if (out / LINEAGE_FILE).exists():
        lineage = read_lineage(out)
        if (lineage.weights, lineage.pairs_hash) == (base_version(), hash_pairs(pairs)):
            return out

    def search(question: str, k: int) -> Sequence[RankedPassage]:
        return index.search_timed(question, k).passages

    file, raft_set = write_run_files(folder, pairs, search if kind == "raft" else None, settings)
    train_adapter(TrainingPlan(kind, file, out, raft_set, settings=settings), embed)
    return out


def write_trials(trials: Iterable[Trial], file: Path) -> None:
    """One JSON line each."""
    file.write_text("".join(json.dumps(asdict(each)) + "\n" for each in trials), encoding="utf8")


def read_trials(file: Path) -> list[Trial]:
    return [Trial(**json.loads(line)) for line in file.read_text(encoding="utf8").splitlines()]
