"""Ten adapters of one base: memory, and whether each answers for itself. `python -m tests.benchmarks.many_adapters`.

Loads ten adapters of the sample's size with different random weights, then asks them from 8 threads, 1,000 times, and
compares every answer with the one that the same adapter gave alone. Prints one JSON line.
"""

import argparse
import json
import random
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from core.models.pocket.generator import load_pocket
from core.models.pocket.model import PocketModel
from core.tuning.lora import load_adapter
from core.tuning.plan import RECOMMENDED
from tests.test_tuning_lora import answer, random_adapter

ADAPTERS, THREADS, QUESTIONS = 10, 8, 5
MEGABYTE = 1_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--asks", type=int, default=1000)
    asks = parser.parse_args().asks
    base = load_pocket()
    with tempfile.TemporaryDirectory() as folder:
        rank = RECOMMENDED["closed-book"].rank
        folders = [random_adapter(base, Path(folder) / str(seed), seed, rank) for seed in range(ADAPTERS + 1)]
        answer(load_adapter(base, folders.pop()), 0)  # what is imported and allocated once is not an adapter's
        before = resident()
        models = [load_adapter(base, each) for each in folders]
        loaded = resident() - before
    figures = {"adapters": ADAPTERS, "more_megabytes": round(loaded, 1), "asks": asks, "threads": THREADS}
    sys.stdout.write(json.dumps(figures | count_wrong(models, asks)) + "\n")


def count_wrong(models: list[PocketModel], asks: int) -> dict[str, int]:
    """Answers under concurrency that are not the adapter's own, and how many different answers there are to mix up."""
    alone = {(which, seed): answer(model, seed) for which, model in enumerate(models) for seed in range(QUESTIONS)}
    chance = random.Random(0)
    asked = [(chance.randrange(len(models)), chance.randrange(QUESTIONS)) for _ in range(asks)]
    with ThreadPoolExecutor(THREADS) as pool:
        together = list(pool.map(lambda each: answer(models[each[0]], each[1]), asked))
    wrong = sum(alone[each] != said for each, said in zip(asked, together, strict=True))
    return {"wrong_answers": wrong, "different_answers": len({tuple(said) for said in alone.values()})}


def resident() -> float:
    """Megabytes of this process in memory."""
    return psutil.Process().memory_info().rss / MEGABYTE


if __name__ == "__main__":
    main()
