"""What a model in training writes for rows of its examples, decoded greedily, and how well it does on them."""

from collections.abc import Sequence
from typing import Any

from core.models.pocket.inputs import tokenise, write_out
from core.models.pocket.labels import IGNORED, preceding
from core.tuning.examples import Examples, cut
from core.tuning.progress import Check, SampleAnswer

BATCH = 32
LONGEST_ANSWER = 32
ASKED, SHOWN = 24, 5
"""Of what is held out so many rows are answered in a check, and so many of the answers shown."""


def check_model(model: Any, examples: Examples, step: int) -> Check:
    """Loss on all rows; exact match on the first of them, and some answers."""
    asked = range(min(ASKED, len(examples.questions)))
    written, wanted = write_answers(model, examples, asked), wanted_answers(examples, asked)
    right = [one == other for one, other in zip(written, wanted, strict=True)]
    shown = zip(examples.questions, wanted[:SHOWN], written[:SHOWN], strict=False)
    answers = tuple(SampleAnswer(*each) for each in shown)
    return Check(step, mean_loss(model, examples), sum(right) / len(right), answers)


def mean_loss(model: Any, examples: Examples) -> float:
    """Mean negative log-likelihood of all tokens of the answers, in nats."""
    import torch

    model.eval()
    total, tokens = 0.0, 0
    with torch.inference_mode():
        for rows in cut(range(len(examples.questions)), BATCH):
            inputs = to_device(examples.inputs(rows), model)
            count = int((inputs["labels"] != -100).sum())
            total += float(model(**inputs).loss) * count
            tokens += count
    return total / tokens


def write_answers(model: Any, examples: Examples, rows: Sequence[int]) -> list[str]:
    """The model's own words for each row, in lower case as it writes."""
    import torch

    model.eval()
    written: list[str] = []
    with torch.inference_mode():
        for batch in cut(rows, BATCH):
            inputs = to_device(examples.inputs(batch), model)
            del inputs["labels"]
            source = model.get_encoder()(**inputs)
            ids = model.generate(encoder_outputs=source, max_new_tokens=LONGEST_ANSWER, do_sample=False)
            written += [write_out(row[1:]) for row in ids.tolist()]
    return written


def wanted_answers(examples: Examples, rows: Sequence[int]) -> list[str]:
    """The answers to learn, as the model would write them."""
    return [write_out(tokenise(examples.answers[row]).ids) for row in rows]


def share_exact(model: Any, examples: Examples, rows: Sequence[int]) -> float:
    """Share of these rows that are answered exactly.

    Decoded greedily an answer comes out exactly where each of its tokens is the likeliest after those before it: one
    pass over the right answers tells, and none has to be written. One too long to be learned counts as far as it was.
    """
    import torch

    model.eval()
    right = 0
    with torch.inference_mode():
        for batch in cut(rows, BATCH):
            inputs = to_device(examples.inputs(batch), model)
            labels = inputs.pop("labels")
            likeliest = model(**inputs, decoder_input_ids=preceding(labels)).logits.argmax(-1)
            right += int(((likeliest == labels) | (labels == IGNORED)).all(1).sum())
    return right / max(1, len(rows))


def to_device(inputs: dict[str, Any], model: Any) -> dict[str, Any]:
    return {name: value.to(model.device) for name, value in inputs.items()}
