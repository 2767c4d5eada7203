"""Measures the embedded model on what it was not trained on: `python -m core.measuring.embedded_model --data DIR`.

Held out are every eighth record of `authored` and FairytaleQA's validation part. Prints one JSON object. Figures are by
SQuAD's rules; refusals are counted apart.
"""

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.measuring.text_scores import exact_match, f1
from core.models.pocket.generator import WEIGHTS, PocketGenerator, load_pocket
from core.models.pocket.training_data import Labelled, authored, read_rows
from core.records import Passage
from core.retrieval.embedding import shared_embedder
from core.retrieval.index import Index

if TYPE_CHECKING:
    from core.models.generator import Reply

Find = Callable[[Labelled], Sequence[Passage]]


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--limit", type=int, default=10_000, help="at most so many questions of each kind")
    given = parser.parse_args(arguments)
    generator = PocketGenerator(load_pocket(given.weights), shared_embedder().embed)
    figures = measure(generator, given.data, given.limit)
    sys.stdout.write(json.dumps(figures) + "\n")


def measure(generator: PocketGenerator, data: Path, limit: int) -> dict[str, float]:
    """Figures by name, each between 0 and 1 but for the counts."""
    questions = authored(data, held_out=True)
    answerable = _sample([each for each in questions if each.answer], limit)
    unanswerable = _sample([each for each in questions if not each.answer], limit)
    figures = _read(generator, answerable, _right_passage, "authored")
    refused = [generator.reply(each.question, _right_passage(each)).refused for each in unanswerable]
    figures |= {"refusal_recall": _mean(refused), "unanswerable": len(refused)}
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder), shared_embedder())
        index.add([_passage(text) for text in sorted({each.passage for each in questions})])
        for count in (1, 3, 5):
            figures |= _read(generator, answerable, _retrieved(index, count), f"authored_{count}_retrieved")
        index.close()
    rows = read_rows(data / "fairytale_qa.validation.jsonl.gz")
    tales = _sample([Labelled(row["question"], row["passage"], row["answer"]) for row in rows], limit)
    return figures | _read(generator, tales, _right_passage, "fairytale")


def _read(generator: PocketGenerator, questions: Sequence[Labelled], find: Find, name: str) -> dict[str, float]:
    replies: list[Reply] = [generator.reply(each.question, find(each)) for each in questions]
    pairs = [(reply.text, [each.answer or ""]) for reply, each in zip(replies, questions, strict=True)]
    return {
        f"{name}_exact_match": _mean([exact_match(*pair) for pair in pairs]),
        f"{name}_f1": _mean([f1(*pair) for pair in pairs]),
        f"{name}_false_refusals": _mean([reply.refused for reply in replies]),
        f"{name}_questions": len(questions),
    }


def _right_passage(asked: Labelled) -> list[Passage]:
    return [_passage(asked.passage)]


def _retrieved(index: Index, count: int) -> Find:
    return lambda asked: [each.passage for each in index.search(asked.question, count)]


def _passage(text: str) -> Passage:
    import hashlib

    name = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Passage(name, name, "", 0, len(text), text)


def _sample(questions: list[Labelled], limit: int) -> list[Labelled]:
    return random.Random(0).sample(questions, min(limit, len(questions)))


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0


if __name__ == "__main__":
    main(sys.argv[1:])
