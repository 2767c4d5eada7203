"""How well a text says the words of a question: in these words, or in words that mean nearly the same. Pure.

How near two words are is the cosine similarity of their vectors. These stand for words out of context: "salary" is near
"pay", and "bank" is the same word beside a river.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

Sentences = Sequence[Sequence[str]]
"""Each given as its words."""
EmbedWords = Callable[[Sequence[str]], NDArray[np.float32]]


def wording_scores(
    worth: Mapping[str, float], passages: Mapping[str, Sentences], embed_words: EmbedWords
) -> tuple[dict[str, float], dict[str, float]]:
    """What share of the words asked each passage says, by key, and what share its best sentence says; 1 for all.

    `worth`: the words asked with what each counts. A word that is not said counts as far as the nearest one does.
    """
    said = {key: some for key, each in passages.items() if (some := [sentence for sentence in each if sentence])}
    nothing = dict.fromkeys(passages, 0.0)
    if not said or not worth:
        return nothing, nothing
    counted = np.array(list(worth.values()), dtype=np.float32) / sum(worth.values())
    sentences = list(chain.from_iterable(said.values()))
    near = _nearness(list(worth), sentences, embed_words)
    of_passages = np.maximum.reduceat(near, _starts(list(said.values())), axis=0) @ counted
    of_sentences = np.maximum.reduceat(near @ counted, _starts(list(said.values())))
    return (
        nothing | dict(zip(said, of_passages.tolist(), strict=True)),
        nothing | dict(zip(said, of_sentences.tolist(), strict=True)),
    )


def _nearness(asked: Sequence[str], sentences: Sentences, embed_words: EmbedWords) -> NDArray[np.float32]:
    """How near the nearest word of each sentence is to each word asked, (sentences, asked)."""
    rows = {word: row for row, word in enumerate(dict.fromkeys(chain.from_iterable(sentences)))}
    near = embed_words(list(rows)) @ embed_words(asked).T
    for column, word in enumerate(asked):
        if word in rows:
            near[rows[word], column] = 1
    words = [rows[word] for word in chain.from_iterable(sentences)]
    nearest: NDArray[np.float32] = np.maximum.reduceat(near[words], _starts(sentences), axis=0)
    return nearest


def _starts(parts: Sequence[Sequence[object]]) -> list[int]:
    """Where each part begins when all are joined; none of them is empty."""
    return list(accumulate(map(len, parts[:-1]), initial=0))
