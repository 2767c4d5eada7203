"""Trains the pocket model: `python -m core.models.pocket.pretrain --data DIR --minutes N --out DIR`.

Starts from the weights in OUT if a run was interrupted there, else from `--start` (default: the shipped weights).
Writes `log.jsonl` (a line every 50 steps), `checkpoint/` every ten minutes and `model/` at the end. The same seed draws
the same examples in the same order; how many fit into the minutes depends on the machine.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from core.models.pocket.inputs import Row, Tokens, collate, make_row, tokenise
from core.models.pocket.labels import make_labels
from core.models.pocket.low_precision import MasterWeights
from core.models.pocket.model import PocketModel
from core.models.pocket.training_data import Example, ExampleSource
from core.processor import bfloat16_is_faster

SHIPPED = Path(__file__).parent / "weights"
ROW_LENGTHS = (80, 112, 112, 160)
"""Longest row of a batch, drawn anew for each: short ones cost less, long ones are what reading looks like."""
LONGEST_QUESTION, LONGEST_ANSWER, POOL, LOG_EVERY = 48, 24, 192, 50
RATES = {"encoder": 1.5e-4, "rest": 4e-4}
AVERAGED_STEPS = 200
"""What is kept is a moving average over about so many steps: at these rates the weights of any one step read worse."""
CHECKPOINT_SECONDS = 600


@dataclass(frozen=True)
class Plan:
    """What a run is given."""

    data: Path
    out: Path
    minutes: float
    start: Path = SHIPPED
    seed: int = 0
    batch: int = 32
    frozen_layers: int = 0


class QuestionEmbedder:
    """The frozen MiniLM sentence embedding: mean over tokens, normalised. Texts -> (B, 384)."""

    def __init__(self) -> None:
        from core.retrieval.embedding import SentenceEmbedder

        self.embedder = SentenceEmbedder()

    def __call__(self, texts: list[str]) -> Tensor:
        return torch.from_numpy(self.embedder.embed(texts))


def batches(source: ExampleSource, size: int) -> Iterator[list[Example]]:
    """Endless batches of like shape: all with memory or all without, sorted by the number of passages and length."""
    while True:
        pool = [source.draw() for _ in range(POOL)]
        pool.sort(key=lambda each: (each.memory, len(each.passages), max(map(len, each.passages), default=0)))
        groups: list[list[Example]] = []
        for each in pool:
            fits = groups and len(groups[-1]) < size and _alike(groups[-1][0], each)
            groups[-1].append(each) if fits else groups.append([each])
        source.random.shuffle(groups)
        yield from (group for group in groups if len(group) >= size // 4)


def _alike(one: Example, other: Example) -> bool:
    return one.memory == other.memory and bool(one.passages) == bool(other.passages)


def tensors(examples: list[Example], embed: QuestionEmbedder, chance: random.Random) -> dict[str, Tensor]:
    """Examples of like shape -> inputs of `PocketModel.forward`, labels included."""
    inputs: dict[str, Tensor] = {}
    answers = [tokenise(each.answer) for each in examples]
    if examples[0].passages:
        longest = chance.choice(ROW_LENGTHS)
        inputs = collate([_rows(each, answer, longest, chance) for each, answer in zip(examples, answers, strict=True)])
    if examples[0].memory:
        inputs["question_embedding"] = embed([each.question for each in examples])
    labels = make_labels([answer.ids for answer in answers], LONGEST_ANSWER)
    return inputs | {"labels": labels}


def _rows(example: Example, answer: Tokens, longest: int, chance: random.Random) -> list[Row]:
    asked = tokenise(example.question, reads_controls=True)
    asked = Tokens(asked.ids[:LONGEST_QUESTION], asked.offsets[:LONGEST_QUESTION])
    room = longest - len(asked.ids) - 3
    return [make_row(asked, _window(tokenise(each), answer.ids, room, chance)) for each in example.passages]


def _window(passage: Tokens, answer: list[int], room: int, chance: random.Random) -> Tokens:
    """At most `room` tokens of a passage, with the answer in them where the passage has it."""
    ids, extent = passage.ids, len(passage.ids)
    if extent <= room:
        return passage
    at = next((i for i in range(extent - len(answer) + 1) if ids[i : i + len(answer)] == answer), 0)
    first = max(0, at + len(answer) - room)
    start = chance.randint(first, max(first, min(at, extent - room)))
    return Tokens(ids[start : start + room], passage.offsets[start : start + room])


class Trainer:
    """One run: its model, optimizer and place in the schedule; saved and resumed as a whole."""

    def __init__(self, plan: Plan) -> None:
        torch.manual_seed(plan.seed)
        self.plan, self.step, self.seconds, self.seen = plan, 0, 0.0, 0
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        saved = plan.out / "checkpoint"
        self.model = PocketModel.from_pretrained(saved if saved.exists() else plan.start, dtype=torch.float32)
        self.model.to(self.device).train()
        self._freeze(plan.frozen_layers)
        self.low_precision = bfloat16_is_faster(self.device)
        self.weights = MasterWeights(self.model, self.low_precision)
        self.average = {name: weight.detach().clone() for name, weight in self.weights.by_name.items()}
        self.optimizer = torch.optim.AdamW(self._groups(), weight_decay=0.01, betas=(0.9, 0.98))
        if saved.exists():
            state = torch.load(saved / "state.pt", weights_only=True)
            self.average = state["average"]
            self.optimizer.load_state_dict(state["optimizer"])
            self.step, self.seconds, self.seen = state["step"], state["seconds"], state["seen"]
        self.source = ExampleSource(plan.data, plan.seed + self.step)
        self.embed = QuestionEmbedder()

    def _freeze(self, layers: int) -> None:
        """Leave the encoder's first layers as they are: a third less work a step when half of them are frozen."""
        bert = self.model.encoder.bert
        for part in [bert.embeddings, *bert.encoder.layer[:layers]] if layers else []:
            part.requires_grad_(False)

    def _groups(self) -> list[dict[str, Any]]:
        of_encoder = {name: name.startswith("encoder.bert") for name in self.weights.by_name}
        encoder = [weight for name, weight in self.weights.by_name.items() if of_encoder[name]]
        rest = [weight for name, weight in self.weights.by_name.items() if not of_encoder[name]]
        return [{"params": encoder, "peak": RATES["encoder"]}, {"params": rest, "peak": RATES["rest"]}]

    def _inputs(self, examples: list[Example]) -> dict[str, Tensor]:
        made = tensors(examples, self.embed, self.source.random)
        return {name: value.to(self.device) for name, value in made.items()}

    def run(self) -> None:
        started, saved, losses = time.monotonic() - self.seconds, time.monotonic(), []
        for examples in batches(self.source, self.plan.batch):
            self.seconds = time.monotonic() - started
            done = self.seconds / 60 / self.plan.minutes
            if done >= 1:
                break
            losses.append(self._train(examples, done))
            if self.step % LOG_EVERY == 0:
                self._log(sum(losses) / len(losses), done)
                losses = []
            if time.monotonic() - saved > CHECKPOINT_SECONDS:
                self._save()
                saved = time.monotonic()
        kept = self.weights.state_dict() | self.average
        half = {name: weight.half() for name, weight in kept.items()}
        self.model.half().save_pretrained(self.plan.out / "model", state_dict=half)

    def _train(self, examples: list[Example], done: float) -> float:
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * min(1, (self.step + 1) / 200) * max(0.01, 1 - done)
        loss: Tensor = self.model(**self._inputs(examples)).loss
        loss.backward()
        self.weights.take_gradients()
        nn.utils.clip_grad_norm_(self.weights.by_name.values(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.weights.give_weights()
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.values()), list(self.weights.by_name.values()), 1 / AVERAGED_STEPS)
        self.step += 1
        self.seen += len(examples)
        return float(loss.item())

    def _log(self, loss: float, done: float) -> None:
        row = {
            "step": self.step,
            "examples": self.seen,
            "seconds": round(self.seconds),
            "done": round(done, 3),
            "loss": round(loss, 4),
            "examples_per_second": round(self.seen / self.seconds, 1),
            "bf16": self.low_precision,
        }
        with (self.plan.out / "log.jsonl").open("a") as log:
            log.write(json.dumps(row) + "\n")

    def _save(self) -> None:
        folder = self.plan.out / "checkpoint"
        self.model.save_pretrained(folder, state_dict=self.weights.state_dict())
        state = {
            "optimizer": self.optimizer.state_dict(),
            "average": self.average,
            "step": self.step,
            "seconds": self.seconds,
            "seen": self.seen,
        }
        torch.save(state, folder / "state.pt")


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, default=SHIPPED)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--frozen-layers", type=int, default=0)
    plan = Plan(**vars(parser.parse_args(arguments)))
    plan.out.mkdir(parents=True, exist_ok=True)
    Trainer(plan).run()


if __name__ == "__main__":
    main(sys.argv[1:])
