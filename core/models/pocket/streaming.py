"""Tokens as `generate()` makes them -> the text so far, told to whoever watches. It does not decode."""

from typing import TYPE_CHECKING

from core.models.generator import OnText
from core.models.pocket.inputs import write_out

if TYPE_CHECKING:
    from torch import Tensor


class TextSoFar:
    """A streamer for `generate()`, of one question and without beams; good for several calls, each from the start.

    What could still become `hidden` is held back: the generator then decodes once more.
    """

    def __init__(self, on_text: OnText, hidden: str = "") -> None:
        self._on_text = on_text
        self._hidden = hidden
        self._ids: list[int] = []
        self._told = ""

    def put(self, tokens: "Tensor") -> None:
        """The start token first (1, 1), then each new token (1,)."""
        self._ids.extend(tokens.flatten().tolist())
        text = write_out(self._ids[1:])
        if text and text != self._told and not self._hidden.startswith(text):
            self._on_text(text)
            self._told = text

    def end(self) -> None:
        self._ids = []
