"""Examples a second of our training against a bare PyTorch loop and transformers.Trainer, all with PEFT, same batches.

`python -m tests.benchmarks.throughput [--steps 20] [--rounds 3]`, from the root. The sample's pairs, closed book; the
three take turns, and of each the quickest round counts, for another process may be busy. Prints one JSON line.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from core.models.pocket.generator import load_pocket
from core.retrieval.embedding import shared_embedder
from core.sample import SAMPLE_DOCS
from core.settings import TrainingLimits
from core.tuning.closed_book import closed_book_material
from core.tuning.examples import Examples, Material
from core.tuning.lora import add_adapter
from core.tuning.optimising import rate_at
from core.tuning.pairs import read_pairs
from core.tuning.plan import RECOMMENDED, TrainingPlan
from core.tuning.progress import Progress
from core.tuning.run import Run, Signals
from core.tuning.team import Alone

SETTINGS = RECOMMENDED["closed-book"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    pairs = read_pairs(SAMPLE_DOCS / "pairs.jsonl")
    material = closed_book_material(pairs, shared_embedder().embed, SETTINGS)
    ways: dict[str, Callable[[Examples, int], float]] = {"ours": ours, "bare_loop": bare_loop, "trainer": trainer}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way(material.training, 2)
    for _ in range(given.rounds):
        for name, way in ways.items():
            seconds[name].append(way(material.training, given.steps))
    best = {name: min(took) for name, took in seconds.items()}
    rows = sum(len(batch) for batch in material.training.epoch(0)[: given.steps])
    figures = {f"{name}_examples_a_second": rows / took for name, took in best.items()}
    figures |= {
        "ours_to_bare_loop": best["bare_loop"] / best["ours"],
        "ours_to_trainer": best["trainer"] / best["ours"],
    }
    sys.stdout.write(json.dumps({name: round(value, 3) for name, value in figures.items()}) + "\n")


def ours(examples: Examples, steps: int) -> float:
    """The job's own run without checks, each step reported as the job does."""
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "reports.jsonl").open("w") as reports:

        def report(progress: Progress) -> None:
            reports.write(json.dumps(asdict(progress)) + "\n")
            reports.flush()

        limits = TrainingLimits(steps=steps)
        plan = TrainingPlan("closed-book", Path(), Path(folder) / "out", settings=SETTINGS, limits=limits)
        run = Run(add_adapter(load_pocket(), SETTINGS), Material(examples, None, 0), plan, report, Alone())
        began = time.perf_counter()
        run.go(Signals())
        return time.perf_counter() - began


def bare_loop(examples: Examples, steps: int) -> float:
    """What PyTorch's documentation shows, and nothing else."""
    tuned = add_adapter(load_pocket(), SETTINGS)
    weights = [each for each in tuned.parameters() if each.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=SETTINGS.learning_rate, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate_at(step, steps, "linear"))
    began = time.perf_counter()
    for rows in examples.epoch(0)[:steps]:
        loss = tuned(**examples.inputs(rows)).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
    return time.perf_counter() - began


def trainer(examples: Examples, steps: int) -> float:
    """transformers.Trainer with the same adapter, rows and order, and a log line for each step as ours has."""
    from torch.utils.data import SequentialSampler
    from transformers import PrinterCallback, Trainer, TrainingArguments

    class InOrder(Trainer):
        def _get_train_sampler(self, *_: Any, **__: Any) -> SequentialSampler:
            return SequentialSampler(order)

    order = [row for batch in examples.epoch(0)[:steps] for row in batch]
    with tempfile.TemporaryDirectory() as folder:
        arguments = TrainingArguments(
            folder,
            per_device_train_batch_size=SETTINGS.batch,
            max_steps=steps,
            learning_rate=SETTINGS.learning_rate,
            weight_decay=0.0,
            warmup_steps=1,
            logging_steps=1,
            report_to="none",
            save_strategy="no",
            use_cpu=True,
            disable_tqdm=True,
            remove_unused_columns=False,
        )
        model = add_adapter(load_pocket(), SETTINGS)
        run = InOrder(model, arguments, train_dataset=order, data_collator=examples.inputs)
        run.remove_callback(PrinterCallback)
        began = time.perf_counter()
        run.train()
        return time.perf_counter() - began


if __name__ == "__main__":
    main()
