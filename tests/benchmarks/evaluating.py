"""What the sample shows, and what measuring it takes: `python -m tests.benchmarks.evaluating`, from the root.

80 of the sample's questions to five arms, as the Evaluate page asks them. Prints a JSON line (seconds in all, and the
share that is not the arms' own answering), then a Markdown table with 95 % intervals.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from core import laboratory
from core.answering.answerer import ARM_LABELS
from core.measuring.evaluation import EvaluationRun
from core.measuring.exposure import EXPOSURES
from core.measuring.figures import ArmFigures
from core.measuring.run_folder import read_run
from core.records import ArmName
from core.sample import load_sample
from core.settings import Settings
from core.workspace import Workspace

QUESTIONS = 80
ARMS: list[ArmName] = ["base", "rag", "tuned", "auto", "tuned-rag"]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder), Settings())
        load_sample(workspace)
        every = workspace.questions
        questions = [every[at * len(every) // QUESTIONS] for at in range(QUESTIONS)]
        began = time.perf_counter()
        job = laboratory.start_evaluation(workspace, ARMS, questions)
        if job.wait() != "done":
            raise SystemExit(job.error)
        seconds = time.perf_counter() - began
        run = read_run(laboratory.runs(workspace)[0])
        workspace.close()
    report(run, seconds)


def report(run: EvaluationRun, seconds: float) -> None:
    own = float(str(run.costs["of_which_answering"]))
    asking = float(str(run.costs["evaluation_seconds"]))
    sys.stdout.write(json.dumps({"seconds": round(seconds, 1), "overhead": round(asking / own - 1, 3)}) + "\n\n")
    groups = {"all": run.figures} | {tag: run.by_tag[tag] for tag in EXPOSURES if tag in run.by_tag}
    rows = [["Right (%)", *(f"{tag} ({figures[0].n})" for tag, figures in groups.items()), "p50 (ms)"]]
    rows.append(["---"] * len(rows[0]))
    for at, figures in enumerate(run.figures):
        milliseconds = f"{figures.latency_ms.p50:.0f}" if figures.latency_ms else ""
        rows.append([ARM_LABELS[figures.arm], *(cell(group[at]) for group in groups.values()), milliseconds])
    sys.stdout.write("".join(f"| {' | '.join(row)} |\n" for row in rows))


def cell(figures: ArmFigures) -> str:
    right = figures.metrics["right"]
    return f"{100 * right.value:.0f} ({100 * right.low:.0f}–{100 * right.high:.0f})" if right else "–"


if __name__ == "__main__":
    main()
