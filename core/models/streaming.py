"""Tokens as `generate()` makes them -> the text so far, told to whoever watches. It does not decode."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from core.models.generator import OnText

if TYPE_CHECKING:
    from torch import Tensor


class TextSoFar:
    """A streamer for `generate()`, of one question and without beams; good for several calls, each from the start.

    `write`: token ids -> text. What could still become `hidden` is held back: it is no answer.
    """

    def __init__(self, on_text: OnText, write: Callable[[list[int]], str], hidden: str = "") -> None:
        self._on_text = on_text
        self._write = write
        self._hidden = hidden
        self._ids: list[int] | None = None
        self._told = ""

    def put(self, tokens: "Tensor") -> None:
        """The prompt or the start token first (1, n), then each new token (1,)."""
        if self._ids is None:
            self._ids = []
            return
        self._ids.extend(tokens.flatten().tolist())
        text = self._write(self._ids)
        if text and text != self._told and not self._hidden.startswith(text):
            self._on_text(text)
            self._told = text

    def end(self) -> None:
        self._ids = None
