"""Imports that another package makes for what is never used here, put off until one of their functions is called."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


@contextmanager
def deferred(*names: str) -> Iterator[None]:
    """While this lasts, `from NAME import function` binds a function that imports the module NAME when it is called.

    `names`: modules, each after the packages that it is in. One that is imported already stays as it is. Other threads
    see the stand-ins, too: keep it short.
    """
    standing_in = {name: _Deferred(name) for name in names if name not in sys.modules}
    sys.modules.update(standing_in)
    try:
        yield
    finally:
        for name in standing_in:
            del sys.modules[name]


class _Deferred(ModuleType):
    """Has every function that is asked of it."""

    __path__: list[str] = []

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__spec__ = ModuleSpec(name, None)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *given, **named: getattr(importlib.import_module(self.__name__), name)(*given, **named)
