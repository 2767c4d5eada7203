"""How well a text says the words of a question: in these words, or in words that mean nearly the same. Pure.

How near two words are is the cosine similarity of their vectors. These stand for words out of context: "salary" is near
"pay", and "bank" is the same word beside a river.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

from core.retrieval.keywords import WORD, is_code, word_forms, words
from core.retrieval.sentences import split_sentences

EmbedWords = Callable[[Sequence[str]], NDArray[np.float32]]

PASSAGES_REMEMBERED = 10_000
"""Some 3 KB each."""


@dataclass(frozen=True)
class Sentence:
    """The words that count in a sentence and in the heading above it, each once; `names`: those of its own that are
    written with a capital or a digit."""

    words: tuple[str, ...]
    names: frozenset[str] = frozenset()


@lru_cache(maxsize=PASSAGES_REMEMBERED)
def read_sentences(heading: str, text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, without those that have no word.

    >>> read_sentences("Prices", "Ask Ida about the X2.")[0].names == {"ask", "ida", "x2"}
    True
    """
    above = words(heading)
    read = (_read(above, each) for each in split_sentences(text))
    return tuple(each for each in read if each.words)


def _read(above: Sequence[str], sentence: str) -> Sentence:
    forms = {each: word_forms(each.lower()) for each in WORD.findall(sentence)}
    names = chain.from_iterable(some for each, some in forms.items() if _is_name(each))
    return Sentence(tuple(dict.fromkeys(chain(above, *forms.values()))), frozenset(names))


def _is_name(word: str) -> bool:
    return word != word.lower() or is_code(word)


@dataclass(frozen=True)
class Wording:
    """How near each sentence of some passages comes to each word asked.

    `said` (sentences, words asked): 1 where it says the word, times the word's share of the question.
    `starts`: the number of the first sentence of each passage, by key; a passage without words is not there.
    """

    said: NDArray[np.float32]
    starts: dict[str, int]

    def of_passages(self) -> dict[str, float]:
        """What share of the words asked each passage says."""
        if not self.starts:
            return {}
        nearest = np.maximum.reduceat(self.said, list(self.starts.values()), axis=0)
        return dict(zip(self.starts, nearest.sum(1).tolist(), strict=True))

    def of_sentences(self) -> dict[str, float]:
        """What share the best sentence of each says."""
        return self.best(self.said.sum(1))

    def best(self, scores: NDArray[np.float32]) -> dict[str, float]:
        """The highest of scores of the sentences in each passage."""
        if not self.starts:
            return {}
        highest = np.maximum.reduceat(scores, list(self.starts.values()))
        return dict(zip(self.starts, highest.tolist(), strict=True))

    def of(self, key: str) -> NDArray[np.float32]:
        """What each sentence of one of the passages says of each word asked."""
        starts = [*self.starts.values(), len(self.said)]
        at = list(self.starts).index(key)
        return self.said[starts[at] : starts[at + 1]]


def read_wording(
    worth: Mapping[str, float], passages: Mapping[str, Sequence[Sentence]], embed_words: EmbedWords
) -> Wording:
    """`worth`: the words asked with what each counts. A word that is not said counts as far as the nearest one does."""
    read = {key: some for key, some in passages.items() if some}
    starts = dict(zip(read, _starts(list(read.values())), strict=True))
    sentences = [each.words for each in chain.from_iterable(read.values())]
    if not sentences or not worth:
        return Wording(np.zeros((len(sentences), len(worth)), dtype=np.float32), starts)
    shares = np.array(list(worth.values()), dtype=np.float32) / sum(worth.values())
    return Wording(_nearness(list(worth), sentences, embed_words) * shares, starts)


def _nearness(asked: Sequence[str], sentences: Sequence[Sequence[str]], embed_words: EmbedWords) -> NDArray[np.float32]:
    """How near the nearest word of each sentence is to each word asked, (sentences, asked)."""
    rows = {word: row for row, word in enumerate(dict.fromkeys(chain.from_iterable(sentences)))}
    # Not by `@`: its library wakes a second thread for so small a product, which may take longer than all of a search.
    near = np.einsum("wd,ad->wa", embed_words(list(rows)), embed_words(asked))
    for column, word in enumerate(asked):
        if is_code(word):
            near[:, column] = 0
        if word in rows:
            near[rows[word], column] = 1
    said = [rows[word] for word in chain.from_iterable(sentences)]
    nearest: NDArray[np.float32] = np.maximum.reduceat(near[said], _starts(sentences), axis=0)
    return nearest


def _starts(parts: Sequence[Sequence[object]]) -> list[int]:
    """Where each part begins when all are joined; none of them is empty."""
    return list(accumulate(map(len, parts[:-1]), initial=0)) if parts else []
