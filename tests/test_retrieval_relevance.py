"""Scores point the right way: nearer is higher, and a question about other things is warned of."""

from pathlib import Path

from core.records import Passage, RankedPassage
from core.retrieval.embedding import SentenceEmbedder
from core.retrieval.index import Index
from core.retrieval.relevance import LOW_RELEVANCE, best_cosine, is_low

TEXTS = (
    "The rain gauge holds nine millimetres and is heated in winter.",
    "The wind vane must point to the north when it is set up.",
    "Batteries of the outdoor unit last about two years.",
)


def ranked(dense: float | None) -> RankedPassage:
    return RankedPassage(Passage("a", "a", "v", 0, 1, "x"), 1, 0.1, dense)


def test_the_nearest_of_all_passages_counts() -> None:
    assert best_cosine([ranked(None), ranked(0.2), ranked(0.5)]) == 0.5
    assert best_cosine([]) == best_cosine([ranked(None)]) == -1
    assert not is_low([ranked(LOW_RELEVANCE)])
    assert is_low([ranked(LOW_RELEVANCE - 0.01), ranked(None)])


def test_every_score_is_higher_for_the_passage_that_answers(tmp_path: Path, embedder: SentenceEmbedder) -> None:
    index = Index(tmp_path, embedder)
    index.add([Passage(f"a:{at}", "a.txt", "v", 100 * at, 100 * at + 9, text) for at, text in enumerate(TEXTS)])
    right, *others = index.search("How long do the batteries of the outdoor unit last?", 3)
    assert right.passage.text == TEXTS[2]
    for other in others:
        assert right.fused > other.fused
        for field in ("dense", "sentence", "bm25", "words", "sentence_words"):
            assert getattr(right, field) > (getattr(other, field) or -1)
    assert not is_low([right, *others])
    assert is_low(index.search("Who won the football world cup in 1998?", 3))
    index.close()
