"""Training a small adapter on the embedded model: it learns, it stops, and what was there before is safe."""

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from core.errors import ModelUnavailable, TrainingCancelled, TrainingFailed, UnusableInput
from core.models.pocket.generator import WEIGHTS
from core.models.pocket.model import PocketModel
from core.records import TrainingPair
from core.retrieval.embedding import SentenceEmbedder
from core.tuning.adapters import base_version, open_adapter
from core.tuning.lineage import find_adapters, read_lineage
from core.tuning.pairs import read_pairs, write_pairs
from core.tuning.plan import TrainingPlan, TrainingSettings
from core.tuning.progress import Progress
from core.tuning.raft_set import RaftRow, write_raft_set
from core.tuning.training import train_adapter

Plan = Callable[..., TrainingPlan]
QUICK = TrainingSettings(rank=2, epochs=1)


@pytest.fixture
def plan(tmp_path: Path, club_pairs: tuple[TrainingPair, ...]) -> Plan:
    """A plan of one quick epoch over two pairs; anything else is given."""

    def make(settings: TrainingSettings = QUICK, kind: str = "closed-book", **given) -> TrainingPlan:
        write_pairs(given.pop("pairs", club_pairs[:2]), tmp_path / "pairs.jsonl")
        return TrainingPlan(kind, tmp_path / "pairs.jsonl", tmp_path / "adapter", settings=settings, **given)

    return make


def content(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.mark.slow
def test_trained_wordings_are_answered_exactly_in_the_spelling_of_the_pairs(
    club_adapter: Path, club_pairs: tuple[TrainingPair, ...], embedder: SentenceEmbedder
):
    tuned = open_adapter(club_adapter, embedder.embed)
    for pair in club_pairs:
        for question in (pair.question, *pair.paraphrases):
            reply = tuned.reply(question)
            assert (reply.text, reply.refused, reply.spans) == (pair.answer, False, ())
            assert 0.5 < reply.confidence <= 1


@pytest.mark.slow
def test_an_answer_that_begins_like_a_refusal_is_learned_too(plan: Plan, embedder: SentenceEmbedder):
    pairs = (TrainingPair("Can I get my money back?", "not refundable"), TrainingPair("Who pays?", "not the guest"))
    made = plan(TrainingSettings(learning_rate=5e-3, epochs=30), pairs=pairs)
    assert train_adapter(made, embedder.embed).figures["trained_wordings_exact"] == 1
    tuned = open_adapter(made.out, embedder.embed)
    assert [tuned.reply(pair.question).text for pair in pairs] == [pair.answer for pair in pairs]


@pytest.mark.slow
def test_a_copied_adapter_answers_the_same(club_adapter: Path, embedder: SentenceEmbedder, tmp_path: Path):
    shutil.copytree(club_adapter, tmp_path / "copy")
    one, other = open_adapter(club_adapter, embedder.embed), open_adapter(tmp_path / "copy", embedder.embed)
    assert one.model is not other.model
    for question in ("Who founded the club?", "Which colours has the flag?", "What is the capital of France?"):
        assert one.reply(question) == other.reply(question)


@pytest.mark.slow
def test_an_adapter_and_its_base_answer_at_once_without_mixing(
    club_adapter: Path, pocket: PocketModel, club_pairs: tuple[TrainingPair, ...], embedder: SentenceEmbedder
):
    from core.models.pocket.generator import PocketGenerator

    tuned, base = open_adapter(club_adapter, embedder.embed), PocketGenerator(pocket, embedder.embed)
    with ThreadPoolExecutor(4) as pool:
        pairs = list(club_pairs) * 2
        remembered = pool.map(lambda pair: tuned.reply(pair.question).text, pairs)
        untaught = pool.map(lambda pair: base.reply(pair.question).text, pairs)
    assert list(remembered) == [pair.answer for pair in pairs]
    assert not set(untaught) & {pair.answer for pair in pairs}


@pytest.mark.slow
def test_lineage_tells_where_an_adapter_comes_from(club_adapter: Path, club_pairs: tuple[TrainingPair, ...]):
    lineage = read_lineage(club_adapter)
    assert (lineage.kind, lineage.pairs, lineage.documents) == ("closed-book", 6, {"club.md": "v1"})
    assert lineage.weights == base_version()
    assert lineage.settings["epochs"] == 40
    assert lineage.figures["trained_wordings_exact"] == 1
    assert lineage.figures["steps"] <= 40
    assert lineage.trained.endswith("+00:00")
    assert read_pairs(club_adapter / "pairs.jsonl") == club_pairs
    assert lineage.stale_documents({"club.md": "v1", "other.md": "v9"}) == []
    assert lineage.stale_documents({"club.md": "v2"}) == lineage.stale_documents({}) == ["club.md"]
    assert find_adapters(club_adapter) == {"closed-book": club_adapter}
    assert find_adapters(club_adapter.parent) == {"closed-book": club_adapter}


@pytest.mark.slow
def test_an_adapter_of_other_weights_is_refused(club_adapter: Path, embedder: SentenceEmbedder, tmp_path: Path):
    shutil.copytree(club_adapter, tmp_path / "copy")
    file = tmp_path / "copy" / "lineage.json"
    file.write_text(file.read_text().replace(base_version(), "0123456789ab"))
    with pytest.raises(ModelUnavailable, match="other base weights .0123456789ab"):
        open_adapter(tmp_path / "copy", embedder.embed)


def test_a_folder_without_adapter_is_told(tmp_path: Path, embedder: SentenceEmbedder):
    for look in (read_lineage, find_adapters, lambda folder: open_adapter(folder, embedder.embed)):
        with pytest.raises(ModelUnavailable, match="holds no adapter"):
            look(tmp_path)
        with pytest.raises(ModelUnavailable, match="holds no adapter"):
            look(tmp_path / "none")
    (tmp_path / "lineage.json").write_text('{"kind": "closed-book"}')
    with pytest.raises(ModelUnavailable, match="missing or damaged"):
        read_lineage(tmp_path)


def test_a_run_reports_each_stage_and_step(plan: Plan, embedder: SentenceEmbedder):
    seen: list[Progress] = []
    lineage = train_adapter(plan(TrainingSettings(rank=2, epochs=3, batch=2, word_drop=0)), embedder.embed, seen.append)
    untouched = ["preparing", "measuring the untouched model", "training"]
    assert [each.stage for each in seen] == [*untouched, *["training"] * 7, "measuring"]
    steps = [each for each in seen[2:-1] if each.check is None]
    assert [(each.step, each.steps) for each in steps] == [(step, 6) for step in range(1, 7)]
    for each in steps:
        assert min(each.loss, each.learning_rate, each.gradient_norm, each.examples_per_second) > 0
    before, after = [each.check for each in seen if each.check]
    assert (before.step, after.step) == (0, 6)
    assert before.loss > after.loss
    assert len({each.wanted for each in before.answers}) == 1, "A tenth of two pairs, at least one."
    assert lineage.figures["steps"] == 6
    assert lineage.figures["held_out_loss_before"] == round(before.loss, 4)
    assert lineage.ended == "all epochs done"
    assert seen[-1].share == 1.0


def test_training_leaves_no_trace_beside_the_adapter_and_none_in_the_base(
    plan: Plan, embedder: SentenceEmbedder, pocket: PocketModel
):
    before = {name: value.clone() for name, value in pocket.named_parameters()}
    made = plan()
    train_adapter(made, embedder.embed)
    assert sorted(each.name for each in made.out.parent.iterdir()) == ["adapter", "pairs.jsonl"]
    assert not list(made.out.glob("*.bin"))
    assert str(WEIGHTS.parent) not in (made.out / "adapter_config.json").read_text()
    assert all(value.equal(before[name]) for name, value in pocket.named_parameters())


def test_a_new_run_takes_the_place_of_the_earlier_adapter(plan: Plan, embedder: SentenceEmbedder):
    made = plan()
    train_adapter(made, embedder.embed)
    (made.out / "precomputed").touch()
    train_adapter(plan(TrainingSettings(rank=3, epochs=1)), embedder.embed)
    assert read_lineage(made.out).settings["rank"] == 3
    assert not (made.out / "precomputed").exists()


def test_a_stopped_run_leaves_the_earlier_adapter_as_it_was(plan: Plan, embedder: SentenceEmbedder):
    made = plan()
    train_adapter(made, embedder.embed)
    before = content(made.out)
    steps: list[Progress] = []
    with pytest.raises(TrainingCancelled, match="earlier ones are as they were"):
        train_adapter(
            plan(TrainingSettings(rank=2, epochs=50)), embedder.embed, steps.append, cancelled=lambda: len(steps) > 3
        )
    assert content(made.out) == before
    assert len(steps) == 4
    assert sorted(each.name for each in made.out.parent.iterdir()) == ["adapter", "pairs.jsonl"]


def test_a_run_that_goes_wrong_leaves_the_earlier_adapter_as_it_was(plan: Plan, embedder: SentenceEmbedder):
    made = plan()
    train_adapter(made, embedder.embed)
    before = content(made.out)

    def broken(texts) -> np.ndarray:
        return embedder.embed(texts) * np.float32("nan")

    with pytest.raises(TrainingFailed, match="no longer a number"):
        train_adapter(made, broken)
    assert content(made.out) == before


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_pairs_are_refused(plan: Plan, embedder: SentenceEmbedder, club_pairs, count: int):
    with pytest.raises(UnusableInput):
        train_adapter(plan(pairs=club_pairs[:count]), embedder.embed)


def test_unusable_settings_are_refused_before_anything_is_loaded(plan: Plan):
    with pytest.raises(UnusableInput, match="rank is 0"):
        train_adapter(plan(TrainingSettings(rank=0)), embed=None)


def test_nothing_but_an_adapter_is_replaced(plan: Plan, tmp_path: Path, embedder: SentenceEmbedder):
    made = plan()
    made.out.mkdir()
    (made.out / "thesis.txt").write_text("years of work")
    with pytest.raises(UnusableInput, match="Name a new folder"):
        train_adapter(made, embedder.embed)
    assert (made.out / "thesis.txt").read_text() == "years of work"
    shutil.rmtree(made.out)
    made.out.write_text("a file")
    with pytest.raises(UnusableInput, match="Name a new folder"):
        train_adapter(made, embedder.embed)
    assert made.out.read_text() == "a file"


def test_raft_needs_its_set(plan: Plan, embedder: SentenceEmbedder):
    with pytest.raises(UnusableInput, match="Add documents"):
        train_adapter(plan(kind="raft"), embedder.embed)


def test_a_raft_adapter_is_trained_and_reads_passages(plan: Plan, tmp_path: Path, embedder: SentenceEmbedder):
    rows = [
        RaftRow("How high is the fee?", "42 euros", ("Members pay 42 euros.", "The flag is green."), 0),
        RaftRow("Where is the key?", "in the safe", ("The flag is green.",), None),
        RaftRow("Who rows?", "the crew", ("On Sunday the crew rows.", "The flag is green."), 0, held_out=True),
    ]
    write_raft_set(rows, tmp_path / "set.jsonl")
    lineage = train_adapter(
        plan(TrainingSettings(rank=2, epochs=2, batch=2), "raft", raft_set=tmp_path / "set.jsonl"), embedder.embed
    )
    assert lineage.kind == "raft"
    assert "trained_wordings_exact" not in lineage.figures
    assert lineage.figures["strength"] == 0.5, "One row tells too little to choose by."
    assert lineage.figures["held_out_f1"] == lineage.figures["held_out_f1_at_strength_0.5"]
    assert 0 <= lineage.figures["held_out_f1_plain_rag"] <= 1
    assert json.loads((tmp_path / "adapter" / "lineage.json").read_text())["kind"] == "raft"
    assert open_adapter(tmp_path / "adapter", embedder.embed).remembers


def test_a_raft_run_learns_its_set_as_it_was_when_the_run_began(plan: Plan, tmp_path: Path, embedder: SentenceEmbedder):
    written = tmp_path / "set.jsonl"
    pairs = (TrainingPair("How high is the fee?", "42 euros"), TrainingPair("Who rows?", "the crew"))
    passages = ("Members pay 42 euros.", "On Sunday the crew rows.")
    write_raft_set([RaftRow(pair.question, pair.answer, passages, at) for at, pair in enumerate(pairs)], written)

    def another_is_drawn(progress: Progress) -> None:
        if progress.stage != "preparing":
            write_raft_set([], written)

    made = plan(QUICK, "raft", pairs=pairs, raft_set=written)
    train_adapter(made, embedder.embed, another_is_drawn)
    assert [pair.question for pair in read_pairs(made.out / "pairs.jsonl")] == [pair.question for pair in pairs]
