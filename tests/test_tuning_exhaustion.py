"""A full disk or memory is said as such, from the errors that really come of them."""

import sys
from pathlib import Path

import pytest
import torch

from core.errors import TrainingFailed, UnusableInput
from core.tuning import exhaustion
from core.tuning.exhaustion import check_disk, exhaustion_told, why_killed


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, which Linux has")
def test_a_full_disk_is_told():
    with pytest.raises(TrainingFailed, match="disk is full.*Delete adapters"), exhaustion_told():
        Path("/dev/full").write_bytes(b"x" * 100_000)


def test_memory_that_runs_out_is_told():
    with pytest.raises(TrainingFailed, match="Memory ran out.*smaller batch"), exhaustion_told():
        torch.empty(2**46, dtype=torch.uint8)
    with pytest.raises(TrainingFailed, match="Memory ran out"), exhaustion_told():
        bytearray(sys.maxsize - 1)


def test_other_errors_pass_as_they_are():
    with pytest.raises(FileNotFoundError), exhaustion_told():
        Path("/none/at/all").read_bytes()
    with pytest.raises(UnusableInput, match="no good"), exhaustion_told():
        raise UnusableInput("no good")


def test_a_run_does_not_begin_on_a_disk_that_is_nearly_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    check_disk(tmp_path / "not" / "there" / "yet")
    monkeypatch.setattr(exhaustion, "LEAST_FREE_BYTES", 10**18)
    with pytest.raises(TrainingFailed, match="Free some first"):
        check_disk(tmp_path)


def test_a_killed_process_is_explained():
    assert "memory ran out" in why_killed(-9, has_checkpoint=True)
    assert "go on with it below" in why_killed(-9, has_checkpoint=True)
    assert "train again" in why_killed(-9, has_checkpoint=False)
    assert why_killed(3, has_checkpoint=False) == "The training process ended with code 3."
