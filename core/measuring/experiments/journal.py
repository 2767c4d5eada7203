"""Steps of an experiment, remembered on disk: one that is done is not done again when a killed experiment goes on."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

Value = TypeVar("Value")


class Journal:
    """Steps in a JSON Lines file, by name. A value is what JSON can hold."""

    def __init__(self, file: Path) -> None:
        self._file = file
        lines = file.read_text(encoding="utf8").split("\n") if file.exists() else []
        self._done: dict[str, Any] = {}
        for line in lines[:-1]:  # what follows the last line feed is a line that a kill cut short, or nothing
            step = json.loads(line)
            self._done[step["name"]] = step["value"]
        if lines and lines[-1]:
            file.write_text("".join(line + "\n" for line in lines[:-1]), encoding="utf8")

    def __contains__(self, name: str) -> bool:
        return name in self._done

    def __len__(self) -> int:
        return len(self._done)

    def once(self, name: str, work: Callable[[], Value]) -> Value:
        """The step's value: as remembered, else by doing the work now."""
        if name not in self._done:
            text = json.dumps({"name": name, "value": work()})
            with self._file.open("a", encoding="utf8") as stream:
                stream.write(text + "\n")
            self._done[name] = json.loads(text)["value"]
        value: Value = self._done[name]
        return value
