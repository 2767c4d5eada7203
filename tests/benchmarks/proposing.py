"""Pairs proposed from the sample documents: how many were proposed, kept and dropped and why, and 100 of them to check.

Run: python -m tests.benchmarks.proposing [--write] [--most 300] [--seed 2026]. The 100 are drawn by the seed from all
that were kept, to be checked by a person against the documents. `--write` lets the embedded model write some: minutes.
"""

import argparse
import random
import sys
import time

from core.documents.folder import read_folder
from core.proposals import find_spans, load_writer
from core.sample import SAMPLE_DOCS
from core.settings import Limits
from core.tuning.proposing.proposing import Wish, propose_pairs

CHECKED = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--most", type=int, default=300)
    parser.add_argument("--seed", type=int, default=2026)
    given = parser.parse_args()
    documents = read_folder(SAMPLE_DOCS, Limits()).documents
    writer = load_writer() if given.write else None
    began = time.perf_counter()
    report = propose_pairs(documents, (), Wish(given.most), writer, find_spans)
    lines = [f"{name}: {dict(getattr(report, name))}" for name in ("proposed", "kept", "dropped")]
    lines.append(f"{len(report.pairs)} pairs in {time.perf_counter() - began:.1f} s")
    drawn = random.Random(given.seed).sample(report.pairs, min(CHECKED, len(report.pairs)))
    lines += [f"{at}\t{pair.source}\t{pair.question}\t{pair.answer}" for at, pair in enumerate(drawn, start=1)]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
