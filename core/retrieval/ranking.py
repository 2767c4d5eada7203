"""A question and its vector -> ranked passages.

Dense and keyword search give candidates; these are scored four ways, by the whole passage and by its best sentence, in
meaning and in words, and the scores are fused. Then passages are lifted that say the rest of a question that the best
one answers in part.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.records import Passage, RankedPassage
from core.retrieval import second_hop
from core.retrieval.fusion import fuse_scores
from core.retrieval.keywords import KeywordIndex, words
from core.retrieval.passage_text import heading_text
from core.retrieval.sentence_store import SentenceStore
from core.retrieval.sentences import sentence_cosines
from core.retrieval.vectors import VectorStore
from core.retrieval.wording import EmbedWords, Sentence, Wording, read_sentences, read_wording

HOP_CANDIDATES = 10


@dataclass(frozen=True)
class Searched:
    """What is searched: passages by key, and what finds them by words and by meaning."""

    passages: Mapping[str, Passage]
    keywords: KeywordIndex
    vectors: VectorStore
    sentences: SentenceStore
    embed_words: EmbedWords


class Ranking:
    """One question's candidates with their scores; `candidates` of them are taken from either search."""

    def __init__(
        self, searched: Searched, question: str, embedding: NDArray[np.float32], documents: Collection[str] | None
    ) -> None:
        self._in, self._embedding, self._documents = searched, embedding, documents
        self._asked = list(dict.fromkeys(words(question)))
        self._allowed = None
        if documents is not None:
            self._allowed = {key for key, each in searched.passages.items() if each.document in documents}
        self._bm25: dict[str, float] = {}
        self._scores: dict[str, dict[str, float]] = {"dense": {}, "sentence": {}, "words": {}, "sentence_words": {}}
        self._cosines: dict[str, tuple[float, ...]] = {}
        self._read: dict[str, tuple[Sentence, ...]] = {}
        self._wordings: list[Wording] = []

    def rank(self, candidates: int) -> tuple[RankedPassage, ...]:
        """All candidates, best first."""
        near = self._in.vectors.search(self._embedding, candidates, self._documents)
        self._scores["dense"] = {key: cosine for key, cosine in near if key in self._in.passages}
        self._bm25 = dict(self._in.keywords.search_words(self._asked, candidates, self._allowed))
        self._score(self._scores["dense"] | self._bm25)
        hops = self._hops()
        fused = {key: mean + second_hop.WEIGHT * hops.get(key, 0.0) for key, mean in fuse_scores(self._scores)}
        return tuple(
            RankedPassage(
                self._in.passages[key],
                rank,
                fused[key],
                bm25=self._bm25.get(key),
                hop=hops.get(key, 0.0),
                sentence_cosines=self._cosines.get(key, ()),
                **{name: scores.get(key) for name, scores in self._scores.items()},
            )
            for rank, key in enumerate(sorted(fused, key=lambda key: -fused[key]), start=1)
        )

    def _score(self, found: Collection[str]) -> None:
        """Score these passages by all but their cosine."""
        passages = {key: self._in.passages[key] for key in found}
        read = {key: read_sentences(heading_text(each), each.text) for key, each in passages.items()}
        wording = read_wording(self._in.keywords.worth(self._asked), read, self._in.embed_words)
        stored = self._in.sentences.get(list(found))
        self._read |= read
        self._wordings.append(wording)
        cosines = sentence_cosines(self._embedding, {key: stored[key] for key in passages if key in stored})
        self._cosines |= cosines
        self._scores["sentence"] |= {key: max(each) for key, each in cosines.items()}
        self._scores["words"] |= dict.fromkeys(found, 0.0) | wording.of_passages()
        self._scores["sentence_words"] |= dict.fromkeys(found, 0.0) | wording.of_sentences()

    def _hops(self) -> dict[str, float]:
        """What passages of other documents add to the best one; such as share its names are found and scored first."""
        best = next((key for key, _ in fuse_scores(self._scores)), None)
        if best is None or best not in self._wordings[0].starts:
            return {}
        linking = second_hop.Linking(self._read[best], self._wordings[0].of(best), self._links(best))
        linked = self._in.keywords.search_words([*self._asked, *linking.worth], HOP_CANDIDATES, self._allowed)
        if new := [key for key, _ in linked if key not in self._read]:
            self._score(new)
        document = self._in.passages[best].document
        others = {key: read for key, read in self._read.items() if self._in.passages[key].document != document}
        hops: dict[str, float] = {}
        for wording in self._wordings:
            hops |= second_hop.hop_scores(wording, linking, others)
        return hops

    def _links(self, key: str) -> dict[str, float]:
        """The words of a passage that were not asked, with how surely each links it to another where it is a name."""
        said = {word for sentence in self._read[key] for word in sentence.words} - set(self._asked)
        sure = second_hop.NAMES_TO_BE_SURE * self._in.keywords.worth_of_a_link()
        return {word: worth / sure for word, worth in self._in.keywords.worth(said).items()}
