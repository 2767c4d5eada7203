"""Measures the embedded model on what it was not trained on: `python -m core.measuring.embedded_model --data DIR`.

Held out are every eighth record of `authored` and FairytaleQA's validation part. Half of those records measure, the
other half fit the threshold of refusal and the confidence (`--fit`, which writes nothing). Prints one JSON object.
Figures are by SQuAD's rules; a refusal counts as wrong, and is counted apart.
"""

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from core.measuring.calibration import expected_calibration_error, fit_confidence
from core.measuring.text_scores import exact_match, f1
from core.models.generator import Fit, fits_of
from core.models.pocket.generator import WEIGHTS, PocketGenerator, load_pocket
from core.models.pocket.questions import write_question
from core.models.pocket.training_data import Labelled, authored, read_rows
from core.records import Passage
from core.retrieval.embedding import shared_embedder
from core.retrieval.index import Index

if TYPE_CHECKING:
    from core.models.generator import Reply

FALSE_REFUSALS = 0.1

Found = tuple[Sequence[Passage], Sequence[Fit]]
"""Passages, and how well each fits where a search found them."""
Find = Callable[[Labelled], Found]


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--limit", type=int, default=10_000, help="at most so many questions of each kind")
    parser.add_argument("--fit", action="store_true", help="fit the threshold of refusal instead of measuring")
    parser.add_argument("--written", action="store_true", help="show questions that it writes, instead of measuring")
    given = parser.parse_args(arguments)
    generator = PocketGenerator(load_pocket(given.weights), shared_embedder().embed)
    if given.written:
        sys.stdout.writelines(_table_rows(generator, given.data, given.limit))
        return
    figures = (fit if given.fit else measure)(generator, given.data, given.limit)
    sys.stdout.write(json.dumps(figures) + "\n")


def fit(generator: PocketGenerator, data: Path, limit: int) -> dict[str, float]:
    """What the model's configuration holds of it, fitted on the calibration records.

    `refusal_threshold`: the least with at most `FALSE_REFUSALS`; the right passage is given alone and among three, for
    both is what it has to serve. `confidence_slope`, `confidence_offset`: for answers from three retrieved passages.
    """
    questions = authored(data, "calibration")
    answerable = _sample([each for each in questions if each.answer], limit)
    unanswerable = _sample([each for each in questions if not each.answer], limit)
    with _indexed(questions) as index:
        finds = (_right_passage, _right_among(index, 3))
        wrong = [generator.refusal_probability(each.question, find(each)[0]) for find in finds for each in answerable]
        right = [generator.refusal_probability(each.question, find(each)[0]) for find in finds for each in unanswerable]
        threshold = sorted(wrong)[int(len(wrong) * (1 - FALSE_REFUSALS))]
        slope, offset = _fit_confidence(generator, answerable, _retrieved(index, 3), threshold)
    return {
        "refusal_threshold": round(threshold, 4),
        "confidence_slope": round(slope, 4),
        "confidence_offset": round(offset, 4),
        "false_refusals": _mean([each >= threshold for each in wrong]),
        "refusal_recall": _mean([each >= threshold for each in right]),
    }


def _fit_confidence(
    generator: PocketGenerator, questions: Sequence[Labelled], find: Find, threshold: float
) -> tuple[float, float]:
    settings = generator.model.config
    settings.refusal_threshold, settings.confidence_slope, settings.confidence_offset = threshold, 1.0, 0.0
    given, right = _said(generator, questions, find)
    return fit_confidence(given, right)


def _said(generator: PocketGenerator, questions: Sequence[Labelled], find: Find) -> tuple[list[float], list[bool]]:
    """Confidence and rightness of each answer that is no refusal."""
    replies = [(_reply(generator, each, find), each.answer or "") for each in questions]
    said = [(reply, answer) for reply, answer in replies if not reply.refused]
    return [reply.confidence or 0.0 for reply, _ in said], [
        exact_match(reply.text, [answer]) == 1 for reply, answer in said
    ]


def measure(generator: PocketGenerator, data: Path, limit: int) -> dict[str, float]:
    """Figures by name, each between 0 and 1 but for the counts."""
    questions = authored(data, "measurement")
    answerable = _sample([each for each in questions if each.answer], limit)
    unanswerable = _sample([each for each in questions if not each.answer], limit)
    figures = _read(generator, answerable, _right_passage, "authored")
    refused = [_reply(generator, each, _right_passage).refused for each in unanswerable]
    figures |= {"refusal_recall": _mean(refused), "unanswerable": len(refused)}
    with _indexed(questions) as index:
        for count in (1, 3, 5):
            figures |= _read(generator, answerable, _retrieved(index, count), f"authored_{count}_retrieved")
        given, right = _said(generator, answerable, _retrieved(index, 3))
        figures["expected_calibration_error"] = round(expected_calibration_error(given, right), 4)
        generator.verbatim = True
        figures |= _read(generator, answerable, _retrieved(index, 3), "authored_3_retrieved_verbatim")
        generator.verbatim = False
    figures |= _ask(generator, answerable)
    rows = read_rows(data / "fairytale_qa.validation.jsonl.gz")
    tales = _sample([Labelled(row["question"], row["passage"], row["answer"]) for row in rows], limit)
    return figures | _read(generator, tales, _right_passage, "fairytale")


def _ask(generator: PocketGenerator, answered: Sequence[Labelled]) -> dict[str, float]:
    """Questions written for spans: how many of them the model, given the passage, answers with that span again."""
    right = [exact_match(back, [answer]) for answer, _, back in _written(generator, answered)]
    return {"round_trip_exact": _mean(right), "questions_written": len(right)}


def _written(generator: PocketGenerator, answered: Sequence[Labelled]) -> Iterator[tuple[str, str, str]]:
    """For each span once: the span, the question written for it, and what is answered to that."""
    for passage, answer in {(each.passage, each.answer or ""): None for each in answered}:
        question = write_question(generator.model, passage, answer)
        yield answer, question, generator.reply(question, [_passage(passage)]).text


def _table_rows(generator: PocketGenerator, data: Path, limit: int) -> Iterator[str]:
    """Markdown rows for the first spans of the measurement records, in their order."""
    answerable = [each for each in authored(data, "measurement") if each.answer]
    for row in islice(_written(generator, answerable), limit):
        yield f"| {' | '.join(each.replace('|', '/') for each in row)} |\n"


@contextmanager
def _indexed(questions: Sequence[Labelled]) -> Iterator[Index]:
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder), shared_embedder())
        index.add([_passage(text) for text in sorted({each.passage for each in questions})])
        yield index
        index.close()


def _read(generator: PocketGenerator, questions: Sequence[Labelled], find: Find, name: str) -> dict[str, float]:
    replies = [_reply(generator, each, find) for each in questions]
    pairs = [(reply.text, [each.answer or ""]) for reply, each in zip(replies, questions, strict=True)]
    return {
        f"{name}_exact_match": _mean([exact_match(*pair) for pair in pairs]),
        f"{name}_f1": _mean([f1(*pair) for pair in pairs]),
        f"{name}_false_refusals": _mean([reply.refused for reply in replies]),
        f"{name}_questions": len(questions),
    }


def _reply(generator: PocketGenerator, asked: Labelled, find: Find) -> "Reply":
    passages, fits = find(asked)
    return generator.reply(asked.question, passages, fits=fits)


def _right_passage(asked: Labelled) -> Found:
    return [_passage(asked.passage)], ()


def _retrieved(index: Index, count: int) -> Find:
    def find(asked: Labelled) -> Found:
        found = index.search(asked.question, count)
        return [each.passage for each in found], fits_of(found)

    return find


def _right_among(index: Index, count: int) -> Find:
    """The right passage first, and the best wrong ones."""

    def find(asked: Labelled) -> Found:
        found = [each.passage for each in index.search(asked.question, count)]
        return [_passage(asked.passage), *(each for each in found if each.text != asked.passage)][:count], ()

    return find


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
