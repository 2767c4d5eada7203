"""Reads passages before they are asked for, beside what else goes on: a search then finds their words looked up.

What it leaves unread, or has not reached yet, a search reads itself.
"""

from collections.abc import Iterable
from itertools import islice
from threading import Thread

from core.records import Passage
from core.retrieval.passage_text import heading_text
from core.retrieval.wording import PASSAGES_REMEMBERED, EmbedWords, read_sentences

PASSAGES_AT_ONCE = 16


def read_ahead(passages: Iterable[Passage], embed_words: EmbedWords) -> Thread:
    """Start to read these, as many as are remembered, in a thread of its own."""
    some = list(islice(passages, PASSAGES_REMEMBERED))
    thread = Thread(target=_read, args=(some, embed_words), name="read ahead", daemon=True)
    thread.start()
    return thread


def _read(passages: list[Passage], embed_words: EmbedWords) -> None:
    for at in range(0, len(passages), PASSAGES_AT_ONCE):
        some = passages[at : at + PASSAGES_AT_ONCE]
        read = [sentence for each in some for sentence in read_sentences(heading_text(each), each.text)]
        embed_words(list({word for sentence in read for word in sentence.words}))
