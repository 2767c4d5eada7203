"""No weight is loaded that is not the official one."""

import hashlib
from pathlib import Path

import pytest

from core.errors import ModelUnavailable
from core.retrieval.minilm import OFFICIAL_SHA256, check_sha256, packaged_minilm


def test_the_packaged_model_is_the_official_one() -> None:
    content = (packaged_minilm() / "model.safetensors").read_bytes()
    assert hashlib.sha256(content).hexdigest() == OFFICIAL_SHA256


def test_an_altered_or_missing_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "model.safetensors"
    with pytest.raises(ModelUnavailable, match="missing"):
        check_sha256(file, OFFICIAL_SHA256)
    file.write_bytes(b"other weights")
    with pytest.raises(ModelUnavailable, match="not the official"):
        check_sha256(file, OFFICIAL_SHA256)
