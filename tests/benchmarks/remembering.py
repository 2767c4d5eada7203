"""What a closed-book adapter keeps of held-out facts: `python -m tests.benchmarks.remembering --data DIR`.

DIR holds the embedded model's training data; 150 questions of its held-out records are trained in one wording each, and
asked in that wording and in a paraphrase that was never trained. Reading is measured before, and with the adapter on.
Prints one JSON object; exact match and F1 by SQuAD's rules.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from pathlib import Path

from core.measuring.text_scores import exact_match, f1
from core.models.pocket.generator import PocketGenerator, load_pocket
from core.models.pocket.training_data import read_rows
from core.records import Passage, TrainingPair
from core.retrieval.embedding import shared_embedder
from core.tuning.adapters import open_adapter
from core.tuning.pairs import write_pairs
from core.tuning.plan import RECOMMENDED, TrainingPlan
from core.tuning.training import train_adapter

PAIRS, READ = 150, 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    asked = held_out(parser.parse_args().data)
    embed = shared_embedder().embed
    base = PocketGenerator(load_pocket(), embed)
    with tempfile.TemporaryDirectory() as folder:
        plan = TrainingPlan(
            "closed-book", Path(folder) / "pairs.jsonl", Path(folder) / "adapter", settings=RECOMMENDED["closed-book"]
        )
        write_pairs([TrainingPair(question, answer) for question, _, answer, _ in asked], plan.pairs)
        began = time.monotonic()
        train_adapter(plan, embed)
        seconds = time.monotonic() - began
        tuned = open_adapter(plan.out, embed)
    figures = {
        "training_seconds": seconds,
        "trained_wording_exact": share_exact(tuned, [(question, answer) for question, _, answer, _ in asked]),
        "paraphrase_exact": share_exact(tuned, [(paraphrase, answer) for _, paraphrase, answer, _ in asked]),
        "reading_f1_adapter_off": reading(base, asked),
        "reading_f1_adapter_on": reading(tuned, asked),
    }
    sys.stdout.write(json.dumps({name: round(value, 3) for name, value in figures.items()}) + "\n")


def held_out(data: Path) -> list[tuple[str, str, str, str]]:
    """Question, paraphrase, answer and passage; the same 150 each time."""
    rows = [row for index, row in enumerate(read_rows(data / "authored.jsonl.gz")) if index % 8 == 0]
    every = [
        (each["question"], each["paraphrase"], each["answer"], row["passage"])
        for row in rows
        for each in row["questions"]
        if each["answer"] and each["paraphrase"]
    ]
    return random.Random(0).sample(every, min(PAIRS, len(every)))


def share_exact(generator: PocketGenerator, questions: list[tuple[str, str]]) -> float:
    return sum(exact_match(generator.reply(question).text, [answer]) for question, answer in questions) / len(questions)


def reading(generator: PocketGenerator, asked: list[tuple[str, str, str, str]]) -> float:
    """Mean F1 with the right passage given, asked in the paraphrase."""
    scores = [
        f1(generator.reply(paraphrase, [Passage("p", "p", "", 0, len(passage), passage)]).text, [answer])
        for _, paraphrase, answer, passage in asked[:READ]
    ]
    return sum(scores) / len(scores)


if __name__ == "__main__":
    main()
