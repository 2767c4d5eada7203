"""What a kept run and a kept experiment have in common: a folder with settings, complete once it has results."""

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SETTINGS, RESULTS = "settings.json", "results.json"


@dataclass(frozen=True)
class KeptFolder(ABC):
    """One folder, which may hold something unfinished."""

    folder: Path

    @property
    def id(self) -> str:
        return self.folder.name

    @property
    def settings(self) -> dict[str, Any]:
        """As they were when it began; empty where there are none or they are damaged."""
        try:
            settings: dict[str, Any] = json.loads((self.folder / SETTINGS).read_text(encoding="utf8"))
        except (OSError, ValueError):
            return {}
        return settings if isinstance(settings, dict) and self._are_whole(settings) else {}

    @property
    def is_complete(self) -> bool:
        return (self.folder / RESULTS).is_file()

    @abstractmethod
    def _are_whole(self, settings: dict[str, Any]) -> bool:
        """Whether these settings are of this kind and undamaged."""
