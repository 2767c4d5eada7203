"""Fits Auto's rule: `python -m core.measuring.fit_auto --documents DIR --pairs FILE.jsonl --work DIR`, from the root.

Trains two adapters on a part of the pairs (kept in `--work` for the next fit), asks what was kept back, fits each arm's
chance of being right, and writes `core/answering/auto_rule.json`. Prints that, with what Auto and the arms alone score
on those questions, Auto by a rule fitted on the other folds. It looks at no evaluation question.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.answering.auto_rule import INTERCEPT, RULE_FILE, SIGNALS, AutoRule
from core.documents.folder import read_folder
from core.documents.splitting import split_into_passages
from core.measuring.auto_trials import ARMS, Trial, make_trials, read_trials, write_trials
from core.models.confidence import log_odds
from core.records import ArmName
from core.settings import RetrievalSettings
from core.tuning.adapters import base_version
from core.tuning.pairs import read_pairs

READERS: tuple[ArmName, ...] = ("hybrid", "rag")
FOLDS = 5
LOST_AT_MOST = 0.002
"""Score that may be given up, on average, for the time saved by not asking the fine-tuned model in vain."""
TRIALS_FILE = "trials.jsonl"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=Path, required=True, metavar="DIR")
    parser.add_argument("--pairs", type=Path, required=True, metavar="FILE.jsonl")
    parser.add_argument("--work", type=Path, required=True, metavar="DIR", help="for adapters, index and trials")
    parser.add_argument("--again", action="store_true", help="fit on the trials that are in --work already")
    given = parser.parse_args(arguments)
    file = given.work / TRIALS_FILE
    if given.again and not file.exists():
        parser.error(f"there are no trials in {given.work}. Leave --again out to make them.")
    if not given.again:
        _ask(given.documents, given.pairs, given.work)
    trials = read_trials(file)
    figures = score_folds(trials)
    rule = fit_rule(trials, _origin(trials) | {"figures": figures})
    RULE_FILE.write_text(json.dumps(asdict(rule), indent=1) + "\n", encoding="utf8")
    sys.stdout.write(json.dumps(asdict(rule), indent=1) + "\n")


def _ask(documents: Path, pairs: Path, work: Path) -> None:
    from core.retrieval.embedding import shared_embedder
    from core.retrieval.index import Index

    read, embedder = read_folder(documents).documents, shared_embedder()
    work.mkdir(parents=True, exist_ok=True)
    index = Index(work / "index", embedder)
    try:
        index.add([each for document in read for each in split_into_passages(document, RetrievalSettings())])
        trials = make_trials(read_pairs(pairs), read, index, embedder.embed, work)
        write_trials(trials, work / TRIALS_FILE)
    finally:
        index.close()


def _origin(trials: Sequence[Trial]) -> dict[str, Any]:
    kinds = [each.kind for each in trials]
    return {
        "command": "python -m core.measuring.fit_auto",
        "fitted": datetime.now(UTC).isoformat(timespec="seconds"),
        "weights": base_version(),
        "questions": {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)},
    }


def fit_rule(trials: Sequence[Trial], origin: dict[str, Any] | None = None) -> AutoRule:
    """A rule for these trials."""
    fitted = AutoRule({arm: _fit_chance(arm, trials) for arm in ARMS}, -1.0)
    try_from = _fit_try_from(fitted, trials)
    return AutoRule(fitted.coefficients, try_from, origin or {})


def _fit_chance(arm: ArmName, trials: Sequence[Trial]) -> dict[str, float]:
    """Logistic regression of the score; a score between 0 and 1 counts as that much right and the rest wrong."""
    from sklearn.linear_model import LogisticRegression

    rows = [[signals_of(each)[name] for name in SIGNALS[arm]] for each in trials]
    scores = [float(each.score[arm]) for each in trials]
    weights = [*scores, *(1 - score for score in scores)]
    fitted = LogisticRegression(C=10.0, max_iter=1000)
    fitted.fit([*rows, *rows], [1] * len(rows) + [0] * len(rows), sample_weight=weights)
    values = dict(zip(SIGNALS[arm], fitted.coef_[0].tolist(), strict=True))
    return {name: round(value, 4) for name, value in ({INTERCEPT: float(fitted.intercept_[0])} | values).items()}


def signals_of(trial: Trial) -> dict[str, float]:
    return {
        "similarity": trial.similarity,
        "cosine": trial.cosine,
        "sureness": log_odds(trial.confidence["tuned"]),
    }


def _fit_try_from(rule: AutoRule, trials: Sequence[Trial]) -> float:
    """The highest similarity below which asking the fine-tuned model first would bring next to nothing."""
    always = _mean([score for score, _ in _outcomes(rule, trials)])
    best = -1.0
    for hundredths in range(100):
        tried = AutoRule(rule.coefficients, hundredths / 100)
        if _mean([score for score, _ in _outcomes(tried, trials)]) >= always - LOST_AT_MOST:
            best = tried.try_from
    return best


def _outcomes(rule: AutoRule, trials: Sequence[Trial]) -> list[tuple[float, float]]:
    """Score and seconds that Auto would have had."""
    return [_outcome(rule, each) for each in trials]


def _outcome(rule: AutoRule, trial: Trial) -> tuple[float, float]:
    signals = signals_of(trial)
    reader = rule.best(READERS, signals)
    if trial.similarity < rule.try_from:
        return float(trial.score[reader]), trial.seconds[reader]
    if rule.chance("tuned", signals) >= rule.chance(reader, signals):
        return float(trial.score["tuned"]), trial.seconds["tuned"]
    return float(trial.score[reader]), trial.seconds["tuned"] + trial.seconds[reader]


def score_folds(trials: Sequence[Trial]) -> dict[str, dict[str, float]]:
    """Mean score and seconds of each arm and of Auto, whose rule is fitted on the other folds."""
    outcomes: list[tuple[float, float]] = []
    for fold in range(FOLDS):
        rule = fit_rule([each for at, each in enumerate(trials) if at % FOLDS != fold])
        outcomes += _outcomes(rule, trials[fold::FOLDS])
    alone = {arm: [(float(each.score[arm]), each.seconds[arm]) for each in trials] for arm in ARMS}
    return {
        name: {"score": round(_mean([score for score, _ in rows]), 3), "seconds": round(_mean([s for _, s in rows]), 3)}
        for name, rows in ({"auto": outcomes} | alone).items()
    }


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


if __name__ == "__main__":
    main()
