"""Vectors of texts that were embedded before: the same passages' sentences are asked for again and again."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Embed = Callable[[Sequence[str]], NDArray[np.float32]]


class RememberedVectors:
    """An embedding function that keeps the vectors of the texts asked for last. Safe for several threads."""

    def __init__(self, embed: "Embed", most: int = 4000) -> None:
        self._embed = embed
        self._most = most
        self._known: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()

    def know(self, vectors: "Mapping[str, NDArray[np.float32]]") -> None:
        """Take vectors that were computed elsewhere, by their texts."""
        with self._lock:
            self._known.update(vectors)

    def __call__(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Vectors (len(texts), dimensions)."""
        import numpy as np

        if not texts:
            return self._embed([])
        with self._lock:
            new = [text for text in dict.fromkeys(texts) if text not in self._known]
            made = dict(zip(new, self._embed(new), strict=True)) if new else {}
            self._known.update(made)
            vectors = np.stack([self._known[text] for text in texts])
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return vectors
