"""Speed and size of the embedded model alone: `python -m tests.benchmarks.embedded_model`, from the project's root.

After torch and transformers are imported: seconds to load, megabytes on top, then milliseconds of an answer warm:
from three passages of 160 tokens each, and closed book. It is not let refuse, for that is quicker. How well passages
and their sentences fit is told, as by a search. The sentence encoder comes in for closed book. Prints JSON lines.
"""

import json
import sys
import time
from collections.abc import Callable

import numpy as np
import psutil
import torch
from transformers import BertModel, GenerationMixin

from core.models.generator import Fit
from core.models.pocket.generator import PocketGenerator, load_pocket
from core.models.pocket.inputs import tokenise
from core.records import Passage
from core.retrieval.embedding import shared_embedder
from core.retrieval.sentences import split_sentences
from core.sample import SAMPLE_DOCS
from core.tuning.pairs import read_questions

QUESTIONS, WARM_UP, TOKENS, PASSAGES = 40, 3, 160, 3
IMPORTED = (torch, BertModel, GenerationMixin)
"""Named so that what is measured comes on top of them."""


def main() -> None:
    before, began = resident(), time.perf_counter()
    model = load_pocket()
    model.config.refusal_threshold = 2.0
    report(loading_seconds=time.perf_counter() - began, megabytes=resident() - before, dtype=str(model.dtype))
    every = read_questions(SAMPLE_DOCS / "questions.jsonl")
    questions = [every[at * len(every) // QUESTIONS].question for at in range(QUESTIONS)]
    text = " ".join(each.question for each in every)
    passages = [passage_of(text, first) for first in range(0, PASSAGES * TOKENS, TOKENS)]
    fits = [Fit(0.5, (0.5,) * len(split_sentences(each.text))) for each in passages]
    reader = PocketGenerator(model, lambda texts: shared_embedder().embed(texts))
    measure("three passages of 160 tokens", lambda asked: reader.reply(asked, passages, fits=fits), questions)
    report(megabytes_after_reading=resident() - before)
    measure("closed book", reader.reply, questions)
    report(megabytes_with_the_sentence_encoder=resident() - before)


def passage_of(text: str, first: int) -> Passage:
    """`TOKENS` tokens of the text, from token `first` on."""
    places = tokenise(text).offsets[first : first + TOKENS]
    start, end = places[0][0], places[-1][1]
    return Passage(str(first), "questions", "", start, end, text[start:end])


def measure(what: str, ask: Callable[[str], object], questions: list[str]) -> None:
    milliseconds = []
    for question in questions[:WARM_UP] + questions:
        began = time.perf_counter()
        ask(question)
        milliseconds.append(1000 * (time.perf_counter() - began))
    p50, p95 = np.percentile(milliseconds[WARM_UP:], [50, 95])
    report(what=what, questions=len(questions), p50_milliseconds=float(p50), p95_milliseconds=float(p95))


def resident() -> float:
    return float(psutil.Process().memory_info().rss) / 1e6


def report(**figures: float | str) -> None:
    rounded = {name: round(value, 2) if isinstance(value, float) else value for name, value in figures.items()}
    sys.stdout.write(json.dumps(rounded) + "\n")


if __name__ == "__main__":
    main()
