"""Adapter folder -> a generator, the base model with that adapter. Does not train."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import AdapterUnavailable
from core.models.pocket.generator import WEIGHTS, PocketGenerator, load_pocket
from core.tuning.lineage import SPELLING_FILE, read_lineage, saved_at
from core.tuning.lora import adapter_bytes, load_adapter

if TYPE_CHECKING:
    from core.models.pocket.generator import Embed

CACHED_ADAPTERS = 16


def open_adapter(folder: Path, embed: "Embed") -> PocketGenerator:
    """The base with this adapter, as a generator. Raises `AdapterUnavailable` when it was made for other weights."""
    lineage = read_lineage(folder)
    if lineage.weights != base_version():
        raise AdapterUnavailable(
            f"The adapter in {folder.name} was trained on other base weights ({lineage.weights}, here "
            f"{base_version()}). Train it again."
        )
    return _open(folder.resolve(), saved_at(folder), embed)


@lru_cache(maxsize=CACHED_ADAPTERS)
def _open(folder: Path, saved: int, embed: "Embed") -> PocketGenerator:
    spelling = json.loads((folder / SPELLING_FILE).read_text(encoding="utf8"))
    model = load_adapter(load_pocket(), folder)
    own = adapter_bytes(model)
    return PocketGenerator(model, embed, "pocket + adapter", spelling, remembers=True, adapter_bytes=own)


@lru_cache(maxsize=1)
def base_version() -> str:
    """Start of the SHA-256 of the shipped base weights."""
    with (WEIGHTS / "model.safetensors").open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:12]
