"""Auto's rule is fitted on questions that no adapter has seen, and finds what was put into them."""

import doctest
import random
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from core.measuring import auto_trials
from core.measuring.auto_trials import NEVER_TRAINED, OTHER_WORDS, Trial, not_to_be_found, split_pairs
from core.measuring.fit_auto import fit_rule, score_folds
from core.records import Document, TrainingPair
from core.tuning.adapters import base_version
from core.tuning.lineage import PAIRS_FILE, Lineage, hash_pairs, trained_wordings, write_lineage
from core.tuning.pairs import read_pairs, write_pairs
from core.tuning.plan import TrainingPlan


def invented_trials(count: int = 240) -> list[Trial]:
    """The fine-tuned model is right where something near was trained and it is sure; reading, three times in five."""
    chance = random.Random(1)
    trials = []
    for number in range(count):
        trained = number % 2 == 0
        similarity = chance.uniform(0.6, 0.9) if trained else chance.uniform(0.3, 0.65)
        right = trained and chance.random() < 0.9
        confidence = chance.uniform(0.8, 0.99) if right else chance.uniform(0.2, 0.85)
        read = float(chance.random() < 0.6)
        trials.append(
            Trial(
                f"{number}?",
                OTHER_WORDS if trained else NEVER_TRAINED,
                similarity,
                chance.uniform(0.4, 0.8),
                {"tuned": float(right), "hybrid": read, "rag": 0.0},
                {"tuned": confidence, "hybrid": 0.5, "rag": 0.5},
                {"tuned": 0.1, "hybrid": 0.2, "rag": 0.2},
            )
        )
    return trials


def test_examples_in_the_docstrings_hold():
    results = doctest.testmod(auto_trials)
    assert results.attempted > 0
    assert results.failed == 0


def test_what_is_asked_was_never_trained():
    pairs = [TrainingPair(f"What is {at}?", f"{at}", "a.md", (f"{at} is what?", f"Tell {at}.")) for at in range(9)]
    training, asked = split_pairs(pairs)
    assert len(training) == 6
    assert not {each.question for each in asked} & set(trained_wordings(training))
    assert [each.tags for each in asked].count((NEVER_TRAINED,)) == 3
    for each in asked:
        assert (each.answers[0] in {pair.answer for pair in training}) == (each.tags == (OTHER_WORDS,))


def test_a_fact_that_stands_in_two_documents_cannot_be_hidden():
    pairs = [TrainingPair("Who founded it?", "Mara", "a.md"), TrainingPair("x?", "y"), TrainingPair("z?", "y")]
    pairs.append(TrainingPair("What is the fee?", "42 euros", "a.md"))
    documents = [Document("a.md", "v", "Mara. 42 euros."), Document("b.md", "v", "Mara.")]
    assert [each.question for each in not_to_be_found(pairs, documents, pairs[1:3])] == ["What is the fee?"]


def test_an_adapter_of_these_pairs_and_weights_is_not_trained_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Though the pairs that it keeps beside it leave out what was held out of its training."""
    trained: list[str] = []

    def train(plan: TrainingPlan, _embed: object) -> None:
        pairs = read_pairs(plan.pairs)
        trained.append(pairs[0].question)
        plan.out.mkdir(exist_ok=True)
        write_pairs([replace(pair, paraphrases=()) for pair in pairs], plan.out / PAIRS_FILE)
        lineage = Lineage(plan.kind, base_version(), {}, len(pairs), {}, {}, pairs_hash=hash_pairs(pairs))
        write_lineage(plan.out, lineage, {})

    monkeypatch.setattr(auto_trials, "train_adapter", train)
    for question in ("Who?", "Who?", "When?"):
        pairs = [TrainingPair(question, "Ada", paraphrases=("Which one?",))]
        auto_trials._adapter("closed-book", pairs, cast("Any", None), cast("Any", None), tmp_path)
    assert trained == ["Who?", "When?"]


def test_a_rule_finds_when_the_quick_arm_is_right():
    trials = invented_trials()
    rule = fit_rule(trials)
    assert rule.coefficients["tuned"]["similarity"] > 0
    assert rule.coefficients["tuned"]["sureness"] > 0
    assert 0.5 < rule.try_from < 0.75, "Below, nothing was trained."
    assert rule.best(["rag", "hybrid"], {"similarity": 0.5, "cosine": 0.6}) == "hybrid"
    figures = score_folds(trials)
    assert figures["auto"]["score"] > max(figures[arm]["score"] for arm in ("tuned", "hybrid", "rag")) + 0.05
    assert figures["auto"]["seconds"] < figures["hybrid"]["seconds"]
