"""The mean of weights is their mean, by every number, and loads as any weights do."""

from copy import deepcopy
from pathlib import Path

import torch

from core.models.pocket import averaging
from core.models.pocket.model import PocketModel


def test_weights_are_averaged_by_how_often_they_are_named(tiny_pocket: PocketModel, tmp_path: Path):
    other = deepcopy(tiny_pocket)
    other.gate.weight.data += 3
    tiny_pocket.save_pretrained(tmp_path / "one")
    other.save_pretrained(tmp_path / "other")
    named = [str(tmp_path / name) for name in ("one", "one", "other")]
    averaging.main([*named, "--out", str(tmp_path / "mean")])
    mean = PocketModel.from_pretrained(tmp_path / "mean", dtype=torch.float32)
    assert torch.allclose(mean.gate.weight, tiny_pocket.gate.weight + 1, atol=2e-3)
    assert torch.allclose(mean.word_bias, tiny_pocket.word_bias, atol=2e-3)
