"""The nearest training pairs, on vectors made by hand and on a folder of pairs."""

from pathlib import Path

import numpy as np
import pytest

from core.answering.nearest import NearPair, TrainedPairs, trained_pairs
from core.records import TrainingPair
from core.retrieval.embedding import SentenceEmbedder
from core.tuning.lineage import LINEAGE_FILE, PAIRS_FILE
from core.tuning.pairs import write_pairs

VECTORS = np.array([[1, 0], [0.8, 0.6], [0.6, 0.8], [0, 1]], dtype=np.float32)
TRAINED = TrainedPairs(("a?", "again a?", "b?", "c?"), ("A", "A", "B", "C"), VECTORS)


def test_each_answer_is_listed_once_by_its_nearest_wording():
    found = TRAINED.nearest(np.array([1, 0], dtype=np.float32), 2)
    assert [(each.question, each.answer) for each in found] == [("a?", "A"), ("b?", "B")]
    assert [each.similarity for each in found] == pytest.approx([1.0, 0.6])


def test_there_may_be_fewer_pairs_than_wanted():
    assert len(TRAINED.nearest(np.array([0, 1], dtype=np.float32), 9)) == 3
    assert TrainedPairs((), (), VECTORS[:0]).nearest(VECTORS[0]) == ()


def test_an_adapters_own_pairs_count_and_are_embedded_once(tmp_path: Path, embedder: SentenceEmbedder):
    pairs = [TrainingPair("How long is probation?", "five months", paraphrases=("When is my trial period over?",))]
    write_pairs([*pairs, TrainingPair("What is the fee?", "42 euros")], tmp_path / PAIRS_FILE)
    (tmp_path / LINEAGE_FILE).write_text("{}")
    trained = trained_pairs(tmp_path)
    (near,) = trained.nearest(embedder.embed(["When does the trial period end?"])[0], 1)
    assert isinstance(near, NearPair)
    assert (near.question, near.answer) == ("When is my trial period over?", "five months")
    assert near.similarity > 0.7
    assert trained_pairs(tmp_path) is trained
