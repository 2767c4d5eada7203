"""A training run <-> a file, from which it can go on after a kill. It is replaced in one step, never half written."""

import io
import os
from pathlib import Path
from typing import Any

FILE = "checkpoint.pt"


def write_checkpoint(folder: Path, state: dict[str, Any]) -> None:
    """Tensors, numbers, texts, lists and dicts. Raises `OSError`, of a full disk for example."""
    import torch

    content = io.BytesIO()
    torch.save(state, content)
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f"{FILE}.partial"
    partial.write_bytes(content.getvalue())
    os.replace(partial, folder / FILE)


def read_checkpoint(folder: Path) -> dict[str, Any] | None:
    """The state that was written last; None where there is none. Nothing but data is loaded."""
    import torch

    if not (folder / FILE).is_file():
        return None
    state: dict[str, Any] = torch.load(folder / FILE, weights_only=True)
    return state
