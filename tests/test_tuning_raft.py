"""RAFT rows as they are trained on: each batch is read once, and learned from as if it were read at each step."""

import pytest
import torch

from core.models.pocket.model import PocketModel
from core.retrieval.embedding import SentenceEmbedder
from core.tuning import raft
from core.tuning.plan import TrainingSettings
from core.tuning.raft import RaftExamples
from core.tuning.raft_set import RaftRow

ROWS = [
    RaftRow(f"Who is guest {n}?", f"Ada {n}", (f"Guest {n} is Ada {n}.", "The club has a flag."), 0) for n in range(9)
]
SETTINGS = TrainingSettings(batch=4)


@pytest.fixture
def read(pocket: PocketModel, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows the encoder has read, a number for each time."""
    counts: list[int] = []
    run = pocket.encoder.bert.forward

    def counted(*args: object, **kwargs: object) -> object:
        counts.append(len(kwargs["inputs_embeds"]))
        return run(*args, **kwargs)

    monkeypatch.setattr(pocket.encoder.bert, "forward", counted)
    return counts


def losses(model: PocketModel, examples: RaftExamples, epoch: int) -> list[float]:
    with torch.inference_mode():
        return [float(model(**examples.inputs(sorted(rows))).loss) for rows in sorted(examples.epoch(epoch))]


def test_a_batch_is_read_once_in_a_run(pocket: PocketModel, read: list[int], embedder: SentenceEmbedder):
    examples = RaftExamples(ROWS, embedder.embed, SETTINGS, pocket.get_encoder())
    first = losses(pocket, examples, 0)
    assert sum(read) == 2 * len(ROWS)
    assert losses(pocket, examples, 1) == first
    assert sum(read) == 2 * len(ROWS)


def test_what_is_remembered_teaches_what_reading_anew_does(pocket: PocketModel, embedder: SentenceEmbedder):
    anew = losses(pocket, RaftExamples(ROWS, embedder.embed, SETTINGS), 0)
    remembered = losses(pocket, RaftExamples(ROWS, embedder.embed, SETTINGS, pocket.get_encoder()), 0)
    assert remembered == pytest.approx(anew, abs=0.02)


def test_beyond_the_room_for_it_passages_are_read_anew(
    pocket: PocketModel, read: list[int], embedder: SentenceEmbedder, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(raft, "REMEMBERED_BYTES", 0)
    examples = RaftExamples(ROWS, embedder.embed, SETTINGS, pocket.get_encoder())
    assert losses(pocket, examples, 0) == losses(pocket, examples, 0)
    assert sum(read) == 2 * 2 * len(ROWS)
