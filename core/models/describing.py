"""Which model answers, as plain data: what the settings of a run keep, so that figures of two are not mixed up."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from core.settings import Endpoint, OtherModel


def describe_model(model: OtherModel | None) -> dict[str, str]:
    """Kind and name, and what tells one version from another where that is known; nothing of the embedded model.

    Of an endpoint the address, never its key; of a folder a hash of its files' names, sizes and times.
    """
    if model is None:
        return {}
    described = {"kind": model.kind, "name": model.name}
    if isinstance(model, Endpoint):
        return described | {"address": model.url}
    return described | ({"weights": _version(Path(model.place))} if model.is_folder else {})


def other_model_name(described: Any) -> str | None:
    """The name of what `describe_model` told of, as read from a file; None where that is the embedded one.

    Runs of the embedded model tell its weights there, and no kind.

    >>> other_model_name({"kind": "endpoint", "name": "big"}), other_model_name({"weights": "c99f"})
    ('big', None)
    """
    return str(described.get("name")) if isinstance(described, dict) and "kind" in described else None


def _version(folder: Path) -> str:
    files = sorted(file for file in folder.iterdir() if file.is_file())
    facts = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return sha256(repr(facts).encode()).hexdigest()[:16]
