"""The model as arithmetic: decoding, batching, loss, saving and adapters, on random weights of a small size."""

from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import safe_open
from torch import Tensor
from transformers import AutoModelForSeq2SeqLM

from core.models.pocket.encoder import PocketEncoderOutput
from core.models.pocket.inputs import NOWHERE, Row, collate
from core.models.pocket.labels import make_labels
from core.models.pocket.model import NEVER, PocketModel, copied_from
from core.models.pocket.special_tokens import CLS, SEP
from core.retrieval.minilm import word_table
from core.tuning.lora import add_adapter
from core.tuning.plan import TrainingSettings

WIDTH = 48
STEPS = 7


def question(seed: int, passages: int = 2, longest: int = 12) -> list[Row]:
    """Encoder rows of one invented question; words have the ids 1,000 to 1,499."""
    chance = torch.Generator().manual_seed(seed)

    def words(least: int) -> list[int]:
        count = int(torch.randint(least, longest, (1,), generator=chance))
        return torch.randint(1000, 1500, (count,), generator=chance).tolist()

    asked = words(2)
    rows = []
    for _ in range(passages):
        read = words(3)
        ids = [CLS, *asked, SEP, *read, SEP]
        types = [0] * (len(asked) + 2) + [1] * (len(read) + 1)
        rows.append(Row(ids, types, [NOWHERE] * len(ids)))
    return rows


def embedding(seed: int, count: int = 1) -> Tensor:
    return torch.randn(count, WIDTH, generator=torch.Generator().manual_seed(seed))


def inputs_of(seed: int, passages: int = 2) -> dict[str, Tensor]:
    return collate([question(seed, passages)]) | {"question_embedding": embedding(seed)}


def generate(model: PocketModel, inputs: dict[str, Tensor], **how: Any) -> list[list[int]]:
    """Answers without their first token, each up to [SEP]."""
    with torch.inference_mode():
        written = model.generate(**inputs, max_new_tokens=STEPS, do_sample=False, **how)[:, 1:].tolist()
    return [ids[: ids.index(SEP)] if SEP in ids else ids for ids in written]


def greedy_by_hand(model: PocketModel, inputs: dict[str, Tensor]) -> list[int]:
    ids = [CLS]
    for _ in range(STEPS):
        with torch.inference_mode():
            logits = model(**inputs, decoder_input_ids=torch.tensor([ids])).logits
        ids.append(int(logits[0, -1].argmax()))
        if ids[-1] == SEP:
            return ids[1:-1]
    return ids[1:]


def log_probability(model: PocketModel, inputs: dict[str, Tensor], answer: list[int]) -> float:
    with torch.inference_mode():
        return float(model.trace(model.get_encoder()(**inputs), torch.tensor([answer])).tokens.sum())


@pytest.mark.parametrize("seed", range(5))
def test_greedy_generation_is_the_most_probable_word_at_each_step(tiny_pocket: PocketModel, seed: int):
    inputs = inputs_of(seed)
    by_hand = greedy_by_hand(tiny_pocket, inputs)
    assert generate(tiny_pocket, inputs) == [by_hand]
    assert generate(tiny_pocket, inputs, use_cache=False) == [by_hand]
    assert generate(tiny_pocket, inputs, num_beams=1) == [by_hand]


def test_the_answers_compared_here_are_of_several_words(tiny_pocket: PocketModel):
    words = [set(greedy_by_hand(tiny_pocket, inputs_of(seed))) for seed in range(5)]
    assert sum(len(each) > 1 for each in words) >= 3
    assert len(set.union(*words)) > 6


@pytest.mark.parametrize("seed", range(5))
def test_beam_search_finds_an_answer_at_least_as_probable(tiny_pocket: PocketModel, seed: int):
    inputs = inputs_of(seed)
    same_length = {"min_new_tokens": STEPS, "length_penalty": 0.0}
    (greedy,) = generate(tiny_pocket, inputs, **same_length)
    (beam,) = generate(tiny_pocket, inputs, num_beams=6, **same_length)
    assert log_probability(tiny_pocket, inputs, beam) >= log_probability(tiny_pocket, inputs, greedy) - 1e-5


def test_beam_search_is_no_copy_of_greedy(tiny_pocket: PocketModel):
    assert any(
        generate(tiny_pocket, inputs_of(seed), num_beams=6) != generate(tiny_pocket, inputs_of(seed))
        for seed in range(8)
    )


def test_questions_answered_together_get_the_answers_they_get_alone(tiny_pocket: PocketModel):
    questions = [question(1, passages=1, longest=6), question(2, passages=3, longest=30), question(3, passages=2)]
    memory = embedding(4, 3)
    together = generate(tiny_pocket, collate(questions) | {"question_embedding": memory})
    alone = [
        generate(tiny_pocket, collate([rows]) | {"question_embedding": memory[i : i + 1]})[0]
        for i, rows in enumerate(questions)
    ]
    assert together == alone


def test_a_filling_passage_changes_nothing(tiny_pocket: PocketModel):
    rows = question(5)
    plain, asked = collate([rows]), torch.tensor([[CLS, 1001, 1002]])
    filled = {name: torch.cat([value, torch.zeros_like(value[:, :1])], 1) for name, value in plain.items()}
    with torch.inference_mode():
        one = tiny_pocket(**plain, decoder_input_ids=asked).logits
        other = tiny_pocket(**filled, decoder_input_ids=asked).logits
    assert torch.allclose(one, other, atol=1e-5)


@pytest.mark.parametrize("passages", [0, 1, 3])
def test_logits_are_log_probabilities(tiny_pocket: PocketModel, passages: int):
    inputs = inputs_of(6, passages) if passages else {"question_embedding": embedding(6)}
    with torch.inference_mode():
        logits = tiny_pocket(**inputs, decoder_input_ids=torch.tensor([[CLS, 1001, 1234]])).logits
    assert logits.shape == (1, 3, tiny_pocket.config.vocab_size)
    assert torch.allclose(logits.logsumexp(-1), torch.zeros(1, 3), atol=1e-4)


def test_the_trace_gives_the_probability_that_the_logits_give(tiny_pocket: PocketModel):
    inputs, answer = inputs_of(7), torch.tensor([[1001, 1400, 1032, SEP]])
    inputs["input_ids"][0, 0, -1] = 0
    with torch.inference_mode():
        logits = tiny_pocket(**inputs, decoder_input_ids=torch.tensor([[CLS, 1001, 1400, 1032]])).logits
        traced = tiny_pocket.trace(tiny_pocket.get_encoder()(**inputs), answer)
    assert torch.allclose(traced.tokens, logits.gather(-1, answer[..., None])[..., 0], atol=1e-4)
    assert traced.copied.shape == (1, 4, tiny_pocket.config.memory_slots + inputs["input_ids"].numel())


def test_the_trace_tells_how_probable_the_end_is_in_each_place(tiny_pocket: PocketModel):
    inputs, spans = inputs_of(4), torch.tensor([[5, 9, 7]])
    with torch.inference_mode():
        traced = tiny_pocket.trace(tiny_pocket.get_encoder()(**inputs), spans)
        logits = tiny_pocket(**inputs, decoder_input_ids=torch.tensor([[CLS, 5, 9, 7]])).logits
    assert torch.allclose(traced.tokens[0], logits[0, [0, 1, 2], spans[0]], atol=1e-4)
    assert torch.allclose(traced.ends[0], logits[0, :, SEP], atol=1e-4)


def test_answers_traced_together_or_after_another_are_traced_as_each_alone(tiny_pocket: PocketModel):
    """They share what was read, and are blind to one another."""
    together = torch.tensor([[5, 9, 7], [9, 9, 4], [1001, 5, 7]])
    with torch.inference_mode():
        source = tiny_pocket.get_encoder()(**inputs_of(4))
        first = tiny_pocket.trace(source, torch.tensor([[8, 3]]))
        all_three = tiny_pocket.trace(source, together, first)
        again = tiny_pocket.trace(source, together, first)
        alone = [tiny_pocket.trace(source, each[None]) for each in together]
    for name in ("tokens", "ends", "copied", "begun"):
        separate = torch.cat([getattr(each, name) for each in alone])
        assert torch.allclose(getattr(all_three, name).exp(), separate.exp(), atol=1e-5), name
        assert torch.equal(getattr(again, name), getattr(all_three, name)), name


def test_the_loss_is_the_mean_surprise_at_the_labels(tiny_pocket: PocketModel):
    inputs = collate([question(8), question(9)]) | {"question_embedding": embedding(8, 2)}
    answers = [[1001, 1002, inputs["input_ids"][0, 0, 1].item()], [1003]]
    with torch.inference_mode():
        loss = tiny_pocket(**inputs, labels=make_labels(answers)).loss
        source = tiny_pocket.get_encoder()(**inputs)
        surprise = []
        for row, answer in enumerate(answers):
            alone = PocketEncoderOutput(**{name: value[row : row + 1] for name, value in source.items()})
            surprise += (-tiny_pocket.trace(alone, torch.tensor([[*answer, SEP]])).tokens[0]).tolist()
    assert len(surprise) == 6
    assert float(loss) == pytest.approx(sum(surprise) / len(surprise), rel=1e-4)


def test_memory_and_marks_are_never_copied(tiny_pocket: PocketModel):
    inputs = inputs_of(10)
    with torch.inference_mode():
        source = tiny_pocket.get_encoder()(**inputs)
        _, copy, _ = tiny_pocket._step(source, torch.tensor([[CLS, 1001]]))
    marks = (source.source_ids == CLS) | (source.source_ids == SEP) | (source.source_mask == 0)
    assert marks[0, : tiny_pocket.config.memory_slots].all()
    assert float(copy.exp()[:, :, marks[0]].sum()) == 0
    assert torch.allclose(copy.exp().sum(-1), torch.ones(1, 2), atol=1e-5)


def test_a_word_of_the_passage_can_be_copied_from_each_place_where_it_stands(tiny_pocket: PocketModel):
    rows = [Row([CLS, 1001, SEP, 1100, 1200, 1100, SEP], [0, 0, 0, 1, 1, 1, 1], [NOWHERE] * 7)]
    with torch.inference_mode():
        source = tiny_pocket.get_encoder()(**collate([rows], multiple=1))
        copied = tiny_pocket.trace(source, torch.tensor([[1100, SEP]])).copied
    assert (copied[0, 0] > NEVER / 2).tolist() == [False, False, False, True, False, True, False]
    assert (copied[0, 1] <= NEVER / 2).all()


def test_an_answer_that_stands_as_a_whole_teaches_its_own_place_only():
    source = torch.tensor([[CLS, 7, 5, 6, SEP, 5, 8, 5, 6, SEP]])
    right = copied_from(source, torch.tensor([[5, 6, SEP, -100]]))
    assert [row.nonzero().flatten().tolist() for row in right[0]] == [[2, 7], [3, 8], [4, 9], []]
    elsewhere = copied_from(source, torch.tensor([[5, 9, SEP]]))
    assert elsewhere[0, 0].nonzero().flatten().tolist() == [2, 5, 7], "where it does not, each place of a word counts"


def test_a_closed_book_question_is_answered_from_memory_alone(tiny_pocket: PocketModel):
    answers = set()
    for seed in range(4):
        remembered = tiny_pocket.get_encoder()(question_embedding=embedding(seed))
        (answer,) = generate(tiny_pocket, {"encoder_outputs": remembered})
        assert answer == greedy_by_hand(tiny_pocket, {"question_embedding": embedding(seed)})
        answers.add(tuple(answer))
    assert len(answers) > 1


def test_saved_and_loaded_the_model_is_the_same(tiny_pocket: PocketModel, tmp_path: Path):
    tiny_pocket.save_pretrained(tmp_path)
    for load in (PocketModel.from_pretrained, AutoModelForSeq2SeqLM.from_pretrained):
        loaded = load(tmp_path).eval()
        assert isinstance(loaded, PocketModel)
        expected = dict(tiny_pocket.named_parameters())
        changed = {name for name, value in loaded.named_parameters() if not torch.equal(value, expected[name])}
        assert changed <= {"words.weight"}


def test_a_model_with_packaged_words_saves_no_word_table_and_loads_minilms(pocket: PocketModel, tmp_path: Path):
    pocket.save_pretrained(tmp_path)
    with safe_open(tmp_path / "model.safetensors", "pt") as file:
        assert not [name for name in file.keys() if "words" in name]  # noqa: SIM118
    loaded = AutoModelForSeq2SeqLM.from_pretrained(tmp_path)
    assert torch.equal(loaded.words.weight, word_table(torch.float32))
    assert all(torch.equal(one, other) for one, other in zip(loaded.parameters(), pocket.parameters(), strict=True))


def test_an_adapter_trains_itself_and_memory_and_nothing_else(tiny_pocket: PocketModel):
    before = {name: value.clone() for name, value in tiny_pocket.named_parameters()}
    tuned = add_adapter(tiny_pocket, TrainingSettings(rank=4))
    trained = {name for name, parameter in tuned.named_parameters() if parameter.requires_grad}
    assert any("memory" in name for name in trained)
    assert all("lora_" in name or "encoder.memory.modules_to_save" in name for name in trained)
    _train(tuned)
    assert all(torch.equal(value, before[name]) for name, value in tiny_pocket.named_parameters())


def test_without_its_adapter_a_trained_model_is_the_base_exactly(tiny_pocket: PocketModel):
    tuned = add_adapter(tiny_pocket, TrainingSettings(rank=4))
    _train(tuned)
    inputs = inputs_of(12) | {"decoder_input_ids": torch.tensor([[CLS, 1001]])}
    with torch.inference_mode():
        base, adapted = tiny_pocket(**inputs).logits, tuned(**inputs).logits
        with tuned.disable_adapter():
            disabled = tuned(**inputs).logits
    assert torch.equal(disabled, base)
    assert not torch.allclose(adapted, base, atol=0.1)


def _train(tuned: Any) -> None:
    optimizer = torch.optim.AdamW([each for each in tuned.parameters() if each.requires_grad], lr=0.02)
    for _ in range(5):
        tuned(**inputs_of(11), labels=make_labels([[1001, 1002]])).loss.backward()
        optimizer.step()
        optimizer.zero_grad()
