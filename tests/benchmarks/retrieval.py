"""Does retrieval find the passage that answers? `python -m tests.benchmarks.retrieval`, from the project's root.

On the sample's questions, and on those of its training pairs: how often a passage of the right document that holds an
accepted answer is among the first 5 (hit rate), and the mean of 1 / its rank among the first 10 (MRR); for each score
alone and for all fused. Questions that take two documents are told apart: a search for the question alone cannot know
the second. What the scores count was chosen on other questions (`tests/benchmarks/retrieval_weights.py`).
Then the low-relevance warning: the threshold that separates these questions from questions about other things best, and
what the one in use says to both, and to the sample's unanswerable questions. Prints JSON lines.
"""

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from core.measuring.text_scores import contains_answer
from core.models.pocket.pointing import open_pointer
from core.records import EvaluationQuestion, RankedPassage, TrainingPair
from core.retrieval.index import Index
from core.retrieval.relevance import LOW_RELEVANCE, best_cosine
from core.sample import SAMPLE_DOCS, load_sample
from core.settings import Settings
from core.tuning.pairs import read_pairs, read_questions
from core.workspace import Workspace

HIT_AT, RANKED = 5, 10
CANDIDATES = 30
SEARCHES = ("dense", "bm25", "sentence", "words", "sentence_words")
TWO_DOCUMENTS = "two-documents"
ELSEWHERE = (
    "How do I cook risotto with mushrooms?",
    "What is the capital of Mongolia?",
    "Who won the football world cup in 1998?",
    "How many moons does Jupiter have?",
    "What are the symptoms of measles?",
    "How do I reverse a linked list in Python?",
    "When was the Treaty of Westphalia signed?",
    "What is the boiling point of ethanol?",
    "How do I knit a pair of socks?",
    "Who wrote The Magic Mountain?",
    "What does mitochondria do in a cell?",
    "How do I get a visa for Brazil?",
    "Which chords belong to a twelve-bar blues?",
    "What is the offside rule?",
    "How do vaccines work?",
    "What is the square root of two?",
    "How do I file for divorce?",
    "Which wine goes with oysters?",
    "How do I train a puppy not to bite?",
    "What caused the fall of the Roman Empire?",
    "How long should I boil an egg?",
    "What is a black hole?",
    "How do I apply for a student loan?",
    "Who painted the Night Watch?",
    "What is the population of Lagos?",
    "How does a refrigerator work?",
    "Which muscles does rowing train?",
    "What is quantum entanglement?",
    "How do I remove red wine from a carpet?",
    "When do tulip bulbs have to be planted?",
    "What is the plot of Hamlet?",
    "How do I merge two branches in git?",
    "What is the minimum wage in France?",
    "How high is Mount Kilimanjaro?",
    "What does a cardiologist treat?",
    "Which planet is the hottest?",
    "How do I write a sonnet?",
    "What is the interest rate of the central bank?",
    "How are diamonds formed?",
    "Which languages are spoken in Switzerland?",
)


def main() -> None:
    questions = read_questions(SAMPLE_DOCS / "questions.jsonl")
    pairs = read_pairs(SAMPLE_DOCS / "pairs.jsonl")
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder), Settings())
        load_sample(workspace)
        index = workspace.index()
        two = [each for each in questions if TWO_DOCUMENTS in each.tags]
        one = [each for each in questions if not each.unanswerable and each not in two]
        trained = [EvaluationQuestion(text, (each.answer,), each.source) for each in pairs for text in wordings(each)]
        for name, some in (("one document", one), ("two documents", two), ("training pairs", trained)):
            measure_searches(index, name, some)
        measure_relevance(index, questions)
        workspace.close()


def wordings(pair: TrainingPair) -> list[str]:
    return [pair.question, *pair.paraphrases[:1]]


def measure_searches(index: Index, name: str, questions: Sequence[EvaluationQuestion]) -> None:
    found = [index.search(each.question, 2 * CANDIDATES) for each in questions]
    for search in SEARCHES:
        ranks = [first_hit(by_score(some, search), each) for some, each in zip(found, questions, strict=True)]
        report(name, search, ranks)
    as_used = [index.search(each.question, RANKED, CANDIDATES) for each in questions]
    report(name, "fused", [first_hit(some, each) for some, each in zip(as_used, questions, strict=True)])
    point = open_pointer()
    reranked = [index.search(each.question, RANKED, CANDIDATES, point=point) for each in questions]
    report(name, "re-ranked", [first_hit(some, each) for some, each in zip(reranked, questions, strict=True)])


def by_score(found: Sequence[RankedPassage], name: str) -> list[RankedPassage]:
    """What one of the searches alone would have given, best first."""
    scored = [(getattr(each, name), each) for each in found]
    return [each for _, each in sorted((row for row in scored if row[0] is not None), key=lambda row: -row[0])]


def first_hit(found: Sequence[RankedPassage], question: EvaluationQuestion) -> int | None:
    """The rank of the first passage that answers, among the first 10."""
    for rank, each in enumerate(found[:RANKED], start=1):
        if each.passage.document == question.source and contains_answer(each.passage.text, question.answers):
            return rank
    return None


def report(questions: str, search: str, ranks: Sequence[int | None]) -> None:
    hits = hit_rate(ranks, HIT_AT)
    say(questions=questions, count=len(ranks), search=search, hit_rate_at_5=hits, mrr_at_10=mean_reciprocal(ranks))


def hit_rate(ranks: Sequence[int | None], at: int) -> float:
    """Share of the questions whose answer is among the first so many."""
    return sum(rank is not None and rank <= at for rank in ranks) / len(ranks)


def mean_reciprocal(ranks: Sequence[int | None]) -> float:
    return sum(1 / rank for rank in ranks if rank) / len(ranks)


def measure_relevance(index: Index, questions: Sequence[EvaluationQuestion]) -> None:
    def cosines(texts: Sequence[str]) -> list[float]:
        return [best_cosine(index.search(text, 3, CANDIDATES)) for text in texts]

    here = cosines([each.question for each in questions if not each.unanswerable])
    missing = cosines([each.question for each in questions if each.unanswerable])
    elsewhere = cosines(ELSEWHERE)
    say(threshold_fitted=fit_threshold(here, elsewhere), threshold_in_use=LOW_RELEVANCE)
    for name, values in (("answerable", here), ("of other things", elsewhere), ("unanswerable, near", missing)):
        warned = sum(value < LOW_RELEVANCE for value in values) / len(values)
        say(questions=name, count=len(values), warned=warned, lowest=min(values), highest=max(values))


def fit_threshold(here: Sequence[float], elsewhere: Sequence[float]) -> float:
    """The cosine below which to warn, for the highest mean of both shares that are told rightly; the middle of ties."""

    def right(threshold: float) -> float:
        kept = sum(value >= threshold for value in here) / len(here)
        return (kept + sum(value < threshold for value in elsewhere) / len(elsewhere)) / 2

    tried = [at / 100 for at in range(100)]
    best = max(map(right, tried))
    ties = [threshold for threshold in tried if right(threshold) == best]
    return ties[len(ties) // 2]


def say(**figures: object) -> None:
    rounded = {name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()}
    sys.stdout.write(json.dumps(rounded) + "\n")


if __name__ == "__main__":
    main()
