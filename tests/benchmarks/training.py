"""Seconds and success of the sample's closed-book training: `python -m tests.benchmarks.training`, from the root.

Trains on the sample's pairs with the recommended settings, in this process. Right is an exact match by SQuAD's rules:
of the wordings that were trained, and of a third wording of the same facts that was not. Prints JSON lines.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from core.answering.answerer import Answerer
from core.answering.choice import Ingredients, make_arms
from core.measuring.text_scores import exact_match
from core.retrieval.embedding import shared_embedder
from core.sample import SAMPLE_DOCS
from core.tuning.pairs import read_pairs, read_questions
from core.tuning.plan import RECOMMENDED, TrainingPlan
from core.tuning.training import train_adapter


def main() -> None:
    pairs = read_pairs(SAMPLE_DOCS / "pairs.jsonl")
    questions = [each for each in read_questions(SAMPLE_DOCS / "questions.jsonl") if "trained-fact" in each.tags]
    with tempfile.TemporaryDirectory() as folder:
        plan = TrainingPlan(
            "closed-book", SAMPLE_DOCS / "pairs.jsonl", Path(folder) / "adapter", settings=RECOMMENDED["closed-book"]
        )
        embed = shared_embedder().embed
        began = time.monotonic()
        train_adapter(plan, embed)
        report(training_seconds=time.monotonic() - began, pairs=len(pairs))
        (arm,) = make_arms(["tuned"], Ingredients(None, {"closed-book": plan.out}))
        trained = [(wording, (pair.answer,)) for pair in pairs for wording in (pair.question, *pair.paraphrases)]
        report(trained_wordings_exact_share=share_exact(arm, trained), wordings=len(trained))
        third = [(each.question, each.answers) for each in questions]
        report(third_wordings_exact_share=share_exact(arm, third), wordings=len(third))


def share_exact(arm: Answerer, questions: list[tuple[str, tuple[str, ...]]]) -> float:
    return sum(exact_match(arm.answer(question).text, answers) for question, answers in questions) / len(questions)


def report(**figures: float) -> None:
    sys.stdout.write(json.dumps({name: round(value, 4) for name, value in figures.items()}) + "\n")


if __name__ == "__main__":
    main()
