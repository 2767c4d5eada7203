"""A run's ends: early stop, limits, "keep the best", and going on after a kill with the very same outcome."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from core.errors import TrainingFailed
from core.models.pocket.model import PocketModel
from core.records import TrainingPair
from core.retrieval.embedding import SentenceEmbedder
from core.settings import TrainingLimits
from core.tuning import optimising, plan, run
from core.tuning.examples import Material
from core.tuning.lora import add_adapter
from core.tuning.pairs import write_pairs
from core.tuning.plan import TrainingPlan, TrainingSettings, epochs_of, recommended_for
from core.tuning.progress import Progress
from core.tuning.run import Run, Signals
from core.tuning.team import Alone
from core.tuning.training import train_adapter
from core.tuning.writing import mean_loss
from tests.launched_run import Invented

Plan = Callable[..., TrainingPlan]
STEPS = 12


class Killed(BaseException):
    """As a kill would: nothing in the program catches it."""


@pytest.fixture
def make_plan(tmp_path: Path, club_pairs: tuple[TrainingPair, ...]) -> Plan:
    """A quick plan of twelve steps with dropout, so that chance matters."""

    def make(name: str, limits: TrainingLimits | None = None, **changed) -> TrainingPlan:
        write_pairs(club_pairs, tmp_path / "pairs.jsonl")
        settings = TrainingSettings(**({"rank": 2, "epochs": 4, "batch": 6, "dropout": 0.2} | changed))
        limits = limits or TrainingLimits()
        return TrainingPlan("closed-book", tmp_path / "pairs.jsonl", tmp_path / name, settings=settings, limits=limits)

    return make


def test_examples():
    import doctest

    for module in (optimising, plan):
        assert doctest.testmod(module).failed == 0


def test_a_resumed_run_ends_as_an_unbroken_one(
    make_plan: Plan, embedder: SentenceEmbedder, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(run, "CHECKPOINT_SECONDS", 0)
    monkeypatch.setattr(run, "FEWEST_STEPS_BETWEEN", 3)
    whole, broken = make_plan("whole"), make_plan("broken")
    unbroken = train_adapter(whole, embedder.embed)

    def kill(progress: Progress) -> None:
        if progress.step == 8:
            raise Killed

    with pytest.raises(Killed):
        train_adapter(broken, embedder.embed, kill)
    seen: list[Progress] = []
    resumed = train_adapter(broken, embedder.embed, seen.append, resume=True)
    assert [each.step for each in seen if each.stage == "training"][0] == 8, "It goes on after the seventh step."
    for name in ("steps", "loss", "held_out_loss", "held_out_loss_before", "best_step"):
        assert resumed.figures[name] == unbroken.figures[name], name
    one, other = (load_file(each.out / "adapter_model.safetensors") for each in (whole, broken))
    assert all(value.equal(other[name]) for name, value in one.items())
    assert not broken.scratch.exists()


def test_a_new_run_in_the_same_place_begins_anew(
    make_plan: Plan, embedder: SentenceEmbedder, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(run, "CHECKPOINT_SECONDS", 0)

    def kill(progress: Progress) -> None:
        if progress.step == 4:
            raise Killed

    with pytest.raises(Killed):
        train_adapter(make_plan("again"), embedder.embed, kill)
    seen: list[Progress] = []
    train_adapter(make_plan("again"), embedder.embed, seen.append)
    assert [each.step for each in seen if each.learning_rate is not None] == list(range(1, STEPS + 1))


def test_a_run_ends_early_when_what_is_held_out_gets_no_better_and_keeps_the_best(
    make_plan: Plan, tiny_pocket: PocketModel, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(run, "FEWEST_STEPS_BETWEEN", 2)
    torch.manual_seed(3)  # LoRA begins at random
    made, seen = make_plan("early", patience=2, learning_rate=0.02, epochs=40), list[Progress]()
    tuned = add_adapter(tiny_pocket, made.settings)
    contradicting = Material(Invented(1), Invented(2), 0)
    going = Run(tuned, contradicting, replace(made, limits=TrainingLimits(steps=60)), seen.append, Alone())
    assert going.go(Signals()) == "no better on what was held out in 2 checks"
    checks = [each.check for each in seen if each.check]
    best = min(checks[1:], key=lambda each: (-each.exact, each.loss))
    assert (going.check, checks[-3]) == (best, best), "Two checks came after the best one."
    assert going.step < 60
    assert mean_loss(tuned.get_base_model(), contradicting.held_out) == pytest.approx(best.loss, rel=1e-4)


def test_stop_and_keep_the_best_leaves_an_adapter(make_plan: Plan, embedder: SentenceEmbedder):
    seen: list[Progress] = []
    made = make_plan("kept")
    lineage = train_adapter(made, embedder.embed, seen.append, keep_best=lambda: seen[-1].step >= 5)
    assert (lineage.figures["steps"], lineage.ended) == (5, "stopped by the user; the best so far was kept")
    assert (made.out / "adapter_model.safetensors").is_file()


def test_limits_end_a_run_and_are_told(make_plan: Plan, embedder: SentenceEmbedder):
    few = train_adapter(make_plan("few", TrainingLimits(steps=3)), embedder.embed)
    assert (few.figures["steps"], few.ended) == (3, "limit of 3 steps here")
    short = train_adapter(make_plan("short", TrainingLimits(minutes=1e-9)), embedder.embed)
    assert short.ended == "limit of 1e-09 minutes here"


def test_a_disk_without_room_is_told_before_anything_is_done(
    make_plan: Plan, embedder: SentenceEmbedder, monkeypatch: pytest.MonkeyPatch
):
    from core.tuning import exhaustion

    monkeypatch.setattr(exhaustion, "LEAST_FREE_BYTES", 10**18)
    with pytest.raises(TrainingFailed, match="are free on the disk"):
        train_adapter(make_plan("none"), embedder.embed)


def test_few_pairs_are_given_more_epochs():
    one = [TrainingPair(f"What is {n}?", "x") for n in range(150)]
    three = [TrainingPair(f"What is {n}?", "x", "", ("a?", "b?")) for n in range(192)]
    for pairs, epochs in ((one, 63), (three, 20)):
        settings = recommended_for("closed-book", pairs)
        assert (settings.epochs, settings.fewest_steps) == (epochs, 0)
    assert recommended_for("closed-book", one[:1]).epochs == 500
    assert recommended_for("raft", one).epochs == 4
    assert epochs_of(TrainingSettings(epochs=3), 1) == 3
