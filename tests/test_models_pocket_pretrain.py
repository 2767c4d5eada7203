"""A training run of seconds on invented data and a small model: it writes, learns its place, and is resumed."""

import json
from pathlib import Path

import pytest
import torch
from invented_data import write_pretraining_files

from core.models.pocket import pretrain
from core.models.pocket.configuration import PocketConfig
from core.models.pocket.low_precision import MasterWeights
from core.models.pocket.model import PocketModel
from core.models.pocket.training_data import Example, ExampleSource


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_pretraining_files(tmp_path)


@pytest.fixture
def start(tmp_path: Path) -> Path:
    """Weights of one layer each, as wide as the sentence embedding."""
    torch.manual_seed(0)
    sizes = {"encoder_layers": 1, "decoder_layers": 1, "intermediate_size": 64, "num_attention_heads": 4}
    PocketModel(PocketConfig(**sizes)).save_pretrained(tmp_path / "start")
    return tmp_path / "start"


def run(data: Path, start: Path, out: Path, seconds: float) -> None:
    given = {"--data": data, "--start": start, "--out": out, "--minutes": seconds / 60, "--batch": 4}
    pretrain.main([str(each) for pair in given.items() for each in pair])


@pytest.mark.slow
def test_a_run_writes_a_log_and_a_model_and_goes_on_where_it_stopped(
    data: Path,
    start: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(pretrain, "LOG_EVERY", 1)
    monkeypatch.setattr(pretrain, "CHECKPOINT_SECONDS", 0)
    out = tmp_path / "run"
    run(data, start, out, seconds=4)
    first = [json.loads(line) for line in (out / "log.jsonl").read_text().splitlines()]
    assert [row["step"] for row in first] == list(range(1, len(first) + 1))
    assert all(0 < row["loss"] < 100 and 0 <= row["done"] <= 1 for row in first)
    saved = torch.load(out / "checkpoint" / "state.pt", weights_only=True)
    run(data, start, out, seconds=8)
    later = [json.loads(line) for line in (out / "log.jsonl").read_text().splitlines()][len(first) :]
    assert later[0]["step"] == saved["step"] + 1
    assert later[0]["done"] >= round(saved["seconds"] / 8, 3)
    assert later[0]["examples"] > first[0]["examples"]
    trained = PocketModel.from_pretrained(out / "model")
    begun = PocketModel.from_pretrained(start)
    assert trained.dtype == torch.float16
    assert not torch.equal(trained.gate.weight.float(), begun.gate.weight)
    assert torch.equal(trained.words.weight.float(), begun.words.weight.half().float())


def test_what_is_saved_is_what_was_trained_not_what_was_rounded_to_compute_with():
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(4, 4), torch.nn.Linear(4, 1))
    model[0].requires_grad_(False)
    before = {name: weight.clone() for name, weight in model.state_dict().items()}
    weights = MasterWeights(model, low_precision=True)
    optimizer = torch.optim.SGD(weights.by_name.values(), lr=1e-4)
    for _ in range(10):
        model(torch.ones(1, 4, dtype=torch.bfloat16)).sum().backward()
        weights.take_gradients()
        optimizer.step()
        optimizer.zero_grad()
        weights.give_weights()
    after = weights.state_dict()
    assert torch.equal(after["0.weight"], before["0.weight"])
    assert torch.allclose(after["1.bias"], before["1.bias"] - 1e-3)
    assert model[1].bias.dtype == torch.bfloat16


def test_a_batch_is_all_with_or_all_without_memory_and_passages(data: Path):
    made = pretrain.batches(ExampleSource(data), 8)
    for _ in range(60):
        batch = next(made)
        assert 2 <= len(batch) <= 8
        assert len({(each.memory, bool(each.passages)) for each in batch}) == 1


def test_the_answer_stays_in_sight_of_a_long_passage(data: Path):
    chance = ExampleSource(data).random
    words = [f"word{n}" for n in range(300)]
    for place in (0, 150, 299):
        text = " ".join([*words[:place], "the blue cabinet", *words[place:]])
        for _ in range(20):
            (row,) = pretrain._rows(
                Example("Where is it?", (text,), "the blue cabinet"), pretrain.tokenise("the blue cabinet"), 160, chance
            )
            assert len(row.ids) <= 160
            sight = [text[a:b] for (a, b) in row.offsets if a >= 0]
            assert "cabinet" in sight
