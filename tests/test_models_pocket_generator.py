"""The shipped model answers, says where from, refuses, and takes anything it is given."""

import copy
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch

from core.errors import AppError, ModelUnavailable
from core.models.generator import NOT_STATED, Fit, Reply
from core.models.pocket.generator import WEIGHTS, PocketGenerator, load_pocket
from core.models.pocket.inputs import tokenise, write_out
from core.models.pocket.model import PocketModel
from core.models.pocket.shared_reading import READINGS_KEPT
from core.models.runnable import as_runnable
from core.models.streaming import TextSoFar
from core.records import Passage
from core.retrieval.embedding import SentenceEmbedder
from core.tuning.lora import share_weights

QUESTION = "Where is the key of the boat house kept?"
TEXT = "The key of the boat house is kept in the Blue Cabinet beside the stove. The door is red."


def passage(text: str, at: int = 0) -> Passage:
    return Passage(f"{at}", "club.md", "v1", at, at + len(text), text)


@pytest.fixture(scope="module")
def generator(pocket: PocketModel, embedder: SentenceEmbedder) -> PocketGenerator:
    return PocketGenerator(pocket, embedder.embed)


def check(reply: Reply, passages: list[Passage]) -> None:
    assert reply.text.strip()
    assert reply.refused == (reply.text == NOT_STATED)
    assert 0 <= reply.confidence <= 1
    for span in reply.spans:
        assert 0 <= span.start < span.end <= len(passages[span.passage].text)
        assert 0 <= span.probability <= 1.0001


def test_an_invented_passage_is_read_and_its_characters_named(generator: PocketGenerator):
    passages = [passage("Members meet on Mondays. Tea is served.", 200), passage(TEXT)]
    reply = generator.reply(QUESTION, passages)
    assert "Blue Cabinet" in reply.text
    (span,) = reply.spans
    assert span.passage == 1
    assert TEXT[span.start : span.end] == reply.text
    assert not reply.refused
    assert reply.tokens > 20


def test_without_passages_it_says_that_it_does_not_know(generator: PocketGenerator):
    reply = generator.reply("Who founded the Wrenfield rowing club?")
    assert (reply.text, reply.refused, reply.spans) == (NOT_STATED, True, ())


def test_the_same_question_gets_the_same_reply(generator: PocketGenerator):
    assert generator.reply(QUESTION, [passage(TEXT)]) == generator.reply(QUESTION, [passage(TEXT)])


@pytest.mark.parametrize("better", [0, 1])
def test_an_answer_that_stands_in_two_passages_is_shown_in_the_one_it_was_read_from(
    generator: PocketGenerator, better: int
):
    passages = [passage(TEXT), passage(f"As in every year: {TEXT}", 100)]
    fits = [Fit(0.5 + 0.2 * (at == better)) for at in range(2)]
    (span,) = generator.reply(QUESTION, passages, fits=fits).spans
    assert span.passage == better


def test_an_arm_that_reads_the_same_passages_need_not_read_them_again(pocket: PocketModel, embedder: SentenceEmbedder):
    base, other = (PocketGenerator(each, embedder.embed) for each in (pocket, share_weights(pocket)))
    passages = [passage(f"{TEXT} It was painted in {year}.") for year in range(1950, 1953)]
    first, again, elsewhere = (each.reply(QUESTION, passages) for each in (base, other, base))
    asked_otherwise = base.reply("What colour is the door?", passages)
    assert first == again == elsewhere
    assert first.seconds_spared == asked_otherwise.seconds_spared == 0
    assert again.seconds_spared == elsewhere.seconds_spared > 0


def test_a_model_with_other_weights_reads_for_itself(pocket: PocketModel, embedder: SentenceEmbedder):
    passages = [passage(f"{TEXT} It is locked.")]
    PocketGenerator(pocket, embedder.embed).reply(QUESTION, passages)
    assert PocketGenerator(copy.deepcopy(pocket), embedder.embed).reply(QUESTION, passages).seconds_spared == 0


def test_only_what_was_read_last_is_kept(pocket: PocketModel, embedder: SentenceEmbedder):
    generator = PocketGenerator(pocket, embedder.embed)
    passages = [[passage(f"{TEXT} Boat {number}.")] for number in range(READINGS_KEPT + 1)]
    for some in passages:
        generator.reply(QUESTION, some)
    spared = [generator.reply(QUESTION, some).seconds_spared for some in (passages[-1], passages[0])]
    assert spared[0] > 0
    assert spared[1] == 0


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("why " * 2_500, [TEXT]),
        ("why " * 2_500, []),
        ("x" * 10_000, [TEXT]),
        ("\x00\x07\x1b[31m where\u202e is\ufeff it?\u2028", [TEXT]),
        ("\x00\x01", []),
        ("", [TEXT]),
        ("钥匙在哪里？ أين المفتاح؟ Где ключ? 🔑", [TEXT, "钥匙在蓝色的柜子里。"]),
        ("🔑" * 300, ["🚣‍♀️" * 300]),
        (QUESTION, [""]),
        (QUESTION, ["", TEXT, " \n\t"]),
        (QUESTION, ["\x00\x01\x02"]),
        (QUESTION, ["kept " * 5_000]),
        (QUESTION, [f"Note {number}: the boat is grey." for number in range(50)]),
    ],
)
def test_anything_gets_an_answer_or_a_refusal(generator: PocketGenerator, question: str, texts: list[str]):
    passages = [passage(text) for text in texts]
    try:
        reply = generator.reply(question, passages)
    except AppError:
        return
    check(reply, passages)


def test_replies_from_several_threads_are_those_given_one_by_one(generator: PocketGenerator):
    asked = [
        (QUESTION, [passage(TEXT)]),
        ("What colour is the door?", [passage(TEXT)]),
        ("Who founded the club?", []),
        ("When do members meet?", [passage("Members meet on Mondays. Tea is served."), passage(TEXT)]),
    ]
    one_by_one = [generator.reply(*each) for each in asked]
    with ThreadPoolExecutor(4) as pool:
        at_once = list(pool.map(lambda each: generator.reply(*each), asked * 2))
    assert [each.text for each in at_once] == [each.text for each in one_by_one] * 2
    assert [each.spans and each.spans[0].start for each in at_once] == [
        each.spans and each.spans[0].start for each in one_by_one
    ] * 2


def test_a_missing_folder_of_weights_is_told(tmp_path: Path):
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        load_pocket(tmp_path / "none")


@pytest.mark.parametrize("damage", [b"", b"no weights", None], ids=["empty", "text", "cut"])
def test_damaged_weights_are_told(tmp_path: Path, damage: bytes | None):
    shutil.copytree(WEIGHTS, tmp_path / "weights")
    file = tmp_path / "weights" / "model.safetensors"
    file.write_bytes(file.read_bytes()[: 1 << 20] if damage is None else damage)
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        load_pocket(tmp_path / "weights")


def test_a_damaged_configuration_is_told(tmp_path: Path):
    shutil.copytree(WEIGHTS, tmp_path / "weights")
    (tmp_path / "weights" / "config.json").write_text("{")
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        load_pocket(tmp_path / "weights")


def test_weights_of_other_sizes_are_told(tmp_path: Path):
    shutil.copytree(WEIGHTS, tmp_path / "weights")
    file = tmp_path / "weights" / "config.json"
    file.write_text(file.read_text().replace('"intermediate_size": 1536', '"intermediate_size": 512'))
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        load_pocket(tmp_path / "weights")


def test_a_generator_is_a_step_of_a_langchain_composition(generator: PocketGenerator):
    chain = as_runnable(generator) | (lambda reply: reply.text)
    request = {"question": QUESTION, "passages": [passage(TEXT)]}
    expected = generator.reply(QUESTION, [passage(TEXT)])
    assert as_runnable(generator).invoke(request) == expected
    assert chain.invoke(request) == expected.text
    assert chain.batch([request, {"question": "Who founded the club?"}]) == [expected.text, NOT_STATED]


def test_a_span_is_told_at_once(generator: PocketGenerator):
    told: list[str] = []
    reply = generator.reply(QUESTION, [passage(TEXT)], told.append)
    assert told == [reply.text.lower()]


def test_words_that_it_writes_itself_are_told_as_they_come(generator: PocketGenerator, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("core.models.pocket.generator.choose_span", lambda *_: None)
    told: list[str] = []
    reply = generator.reply(QUESTION, [passage(TEXT)], told.append)
    assert len(told) > 1
    assert all(later.startswith(earlier) for earlier, later in zip(told, told[1:], strict=False))
    assert told[-1] == reply.text.lower()
    assert reply == generator.reply(QUESTION, [passage(TEXT)])


def test_what_it_would_not_say_in_the_end_is_not_told():
    told: list[str] = []
    stream = TextSoFar(told.append, write_out, hidden=NOT_STATED)
    for word in (101, *tokenise("not stated").ids, 102):
        stream.put(torch.tensor([word]))
    stream.end()
    for word in (101, *tokenise("the nothing key").ids):
        stream.put(torch.tensor([word]))
    assert told == ["the", "the nothing", "the nothing key"]
