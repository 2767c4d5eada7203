"""Adapters share the base's memory, and are never mixed up however many threads ask them."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch

from core.errors import ModelUnavailable
from core.models.pocket.model import PocketModel
from core.tuning.lora import add_adapter, load_adapter, share_weights
from core.tuning.plan import TrainingSettings


def random_adapter(base: PocketModel, folder: Path, seed: int, rank: int = 4) -> Path:
    """An adapter that says something of its own: random numbers in all its parts."""
    tuned = add_adapter(base, TrainingSettings(rank=rank))
    chance = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in tuned.parameters():
            if parameter.requires_grad:
                parameter.copy_(torch.randn(parameter.shape, generator=chance) * 0.3)
    tuned.save_pretrained(str(folder), save_embedding_layers=False)
    return folder


def answer(model: PocketModel, seed: int) -> list[int]:
    chance = torch.Generator().manual_seed(seed)
    width = model.config.hidden_size
    with torch.inference_mode():
        source = model.get_encoder()(question_embedding=torch.randn(1, width, generator=chance))
        return model.generate(encoder_outputs=source, max_new_tokens=6, do_sample=False)[0].tolist()


def test_a_copy_uses_the_very_numbers_of_the_base(tiny_pocket: PocketModel):
    twin = share_weights(tiny_pocket)
    assert twin is not tiny_pocket
    places = {name: value.data_ptr() for name, value in tiny_pocket.named_parameters()}
    assert {name: value.data_ptr() for name, value in twin.named_parameters()} == places
    assert twin.encoder._words[0] is twin.words
    assert answer(twin, 1) == answer(tiny_pocket, 1)


def test_adapters_leave_the_base_as_it_is(tiny_pocket: PocketModel, tmp_path: Path):
    before = answer(tiny_pocket, 1)
    modules = [name for name, _ in tiny_pocket.named_modules()]
    tuned = load_adapter(tiny_pocket, random_adapter(tiny_pocket, tmp_path, seed=1))
    assert any(answer(tuned, seed) != answer(tiny_pocket, seed) for seed in range(5))
    assert answer(tiny_pocket, 1) == before
    assert [name for name, _ in tiny_pocket.named_modules()] == modules
    assert tuned.words.weight.data_ptr() == tiny_pocket.words.weight.data_ptr()
    assert not any(parameter.requires_grad for parameter in tuned.parameters())


def test_ten_adapters_and_their_base_asked_at_once_give_their_own_answers(tiny_pocket: PocketModel, tmp_path: Path):
    models = [tiny_pocket] + [
        load_adapter(tiny_pocket, random_adapter(tiny_pocket, tmp_path / str(seed), seed)) for seed in range(10)
    ]
    asked = [(which, seed) for seed in range(20) for which in range(11)]
    alone = [answer(models[which], seed) for which, seed in asked]
    assert any(len(set(map(tuple, alone[start : start + 11]))) > 8 for start in range(0, len(alone), 11))
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda each: answer(models[each[0]], each[1]), asked))
    assert together == alone


def test_only_safetensors_are_opened(tiny_pocket: PocketModel, tmp_path: Path):
    folder = random_adapter(tiny_pocket, tmp_path, seed=1)
    weights = folder / "adapter_model.safetensors"
    torch.save({"made": torch.zeros(1)}, folder / "adapter_model.bin")
    weights.unlink()
    with pytest.raises(ModelUnavailable, match=r"adapter_model\.safetensors"):
        load_adapter(tiny_pocket, folder)


@pytest.mark.parametrize("damage", [b"", b"no weights", b"\xff" * 100], ids=["empty", "text", "noise"])
def test_damaged_weights_are_told(tiny_pocket: PocketModel, tmp_path: Path, damage: bytes):
    folder = random_adapter(tiny_pocket, tmp_path, seed=1)
    (folder / "adapter_model.safetensors").write_bytes(damage)
    with pytest.raises(ModelUnavailable, match="does not fit"):
        load_adapter(tiny_pocket, folder)


def test_a_damaged_configuration_is_told(tiny_pocket: PocketModel, tmp_path: Path):
    folder = random_adapter(tiny_pocket, tmp_path, seed=1)
    (folder / "adapter_config.json").write_text("{")
    with pytest.raises(ModelUnavailable, match="does not fit"):
        load_adapter(tiny_pocket, folder)


def test_an_adapter_of_another_size_is_told(tiny_pocket: PocketModel, tmp_path: Path, pocket: PocketModel):
    folder = random_adapter(tiny_pocket, tmp_path, seed=1)
    with pytest.raises(ModelUnavailable, match="does not fit"):
        load_adapter(pocket, folder)
