"""The strength of a RAFT adapter: a point between base and tuned weights, chosen by what it reads of held-out rows."""

import doctest
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from core.models.pocket.model import PocketModel
from core.records import Passage
from core.retrieval.embedding import SentenceEmbedder
from core.tuning import strength
from core.tuning.lora import add_adapter, fold_strength, trained_weights
from core.tuning.plan import TrainingSettings
from core.tuning.raft_set import RaftRow
from core.tuning.strength import Reading, best_reading, measure_reading, read_rows, try_strengths

ROWS = [
    RaftRow("How high is the fee?", "42 euros", ("The flag is green.", "Members pay 42 euros."), 1),
    RaftRow("Who founded the club?", "Mara Lindqvist", ("The club was founded by Mara Lindqvist in 1987.",), 0),
]


def spoilt(base: PocketModel, size: float) -> Any:
    """An adapter that has learned noise."""
    tuned, chance = add_adapter(base, TrainingSettings(rank=4)), torch.Generator().manual_seed(1)
    for parameter in tuned.parameters():
        if parameter.requires_grad:
            parameter.data += torch.randn(parameter.shape, generator=chance) * size
    return tuned


def effects(tuned: Any) -> tuple[torch.Tensor, torch.Tensor]:
    """What the adapter adds to one layer, and its way into memory."""
    encoder = tuned.get_base_model().encoder
    layer = tuned.get_base_model().pointer_key
    return layer.get_delta_weight("default"), encoder.memory.modules_to_save["default"].weight.detach().clone()


def test_examples():
    assert doctest.testmod(strength).failed == 0


def test_half_of_what_was_learned_is_half_way_from_the_base(tiny_pocket: PocketModel):
    tuned = spoilt(tiny_pocket, 0.3)
    learned, (whole, memory) = trained_weights(tuned), effects(tuned)
    assert whole.abs().sum() > 0
    fold_strength(tuned, learned, 0.5)
    delta, halfway = effects(tuned)
    base = tiny_pocket.encoder.memory.weight
    assert torch.allclose(delta, whole / 2)
    assert torch.allclose(halfway, (base + memory) / 2, atol=1e-6)
    fold_strength(tuned, learned, 0.0)
    assert effects(tuned)[0].abs().sum() == 0
    assert effects(tuned)[1].equal(base)
    fold_strength(tuned, learned, 1.0)
    assert all(one.equal(other) for one, other in zip(effects(tuned), (whole, memory), strict=True))


def test_half_is_kept_unless_enough_rows_say_clearly_that_another_strength_is_better():
    tried = [Reading(each, (each,), each, 1.0) for each in (0.0, *strength.STRENGTHS)]
    assert best_reading(tried).strength == 0.5
    assert best_reading([replace(each, f1s=each.f1s * strength.FEWEST_ROWS) for each in tried]).strength == 1.0
    half, whole = Reading(0.5, (0.5,) * 40, 0.5, 1.0), Reading(1.0, (0.5,) * 38 + (1.0, 1.0), 0.5, 1.0)
    assert best_reading([half, whole]).strength == 0.5, "Two of forty may be chance."


def test_of_a_spoilt_adapter_less_is_kept_and_folded_in(
    pocket: PocketModel, embedder: SentenceEmbedder, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(strength, "FEWEST_ROWS", 1)
    tuned = spoilt(pocket, 0.12)
    tried = try_strengths(tuned, ROWS, embedder.embed)
    assert [each.strength for each in tried] == [0.0, *strength.STRENGTHS]
    best, whole = best_reading(tried), tried[-1]
    assert best.strength < 1
    assert best.loss < whole.loss
    kept = measure_reading(tuned.get_base_model(), read_rows(pocket, ROWS, embedder.embed), 1.0)
    assert kept.f1s == pytest.approx(best.f1s)
    assert kept.loss == pytest.approx(best.loss, rel=1e-4)


def test_strength_0_reads_as_plain_rag_answers(pocket: PocketModel, embedder: SentenceEmbedder):
    from core.measuring.text_scores import exact_match
    from core.models.pocket.generator import PocketGenerator

    rag = PocketGenerator(pocket, embedder.embed)
    right = 0.0
    for row in ROWS:
        passages = [Passage(f"{at}", "club.md", "v1", 0, len(text), text) for at, text in enumerate(row.passages)]
        right += exact_match(rag.reply(row.question, passages).text, [row.answer])
    assert measure_reading(pocket, read_rows(pocket, ROWS, embedder.embed), 0.0).exact == right / len(ROWS)


def test_rows_of_the_same_passages_embed_their_sentences_once(pocket: PocketModel, embedder: SentenceEmbedder):
    embedded: list[str] = []

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        embedded.extend(texts)
        return embedder.embed(texts)

    again = replace(ROWS[0], question="What do members pay?")
    read = read_rows(pocket, [ROWS[0], again], embed)
    for passage in ROWS[0].passages:
        assert embedded.count(passage) == 1
    assert not read[0].prior.equal(read[1].prior)
