"""Verbatim decoding: whatever a model prefers, what it writes stands in a passage, from word start to word end."""

from itertools import pairwise

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.models.pocket.generator import PocketGenerator
from core.models.pocket.inputs import make_row, tokenise, write_out
from core.models.pocket.model import PocketModel
from core.models.pocket.special_tokens import CLS, SEP
from core.models.pocket.verbatim import VerbatimProcessor
from core.records import Passage
from core.retrieval.embedding import SentenceEmbedder

TEXTS = (
    "The unbreakable seal of the X-200 is checked every 14 months. Members meet on Mondays.",
    "Naïve Ångström readings: 3.5 kg; Quillmere unbreakably resealed them.",
)


def rows(*texts: str):
    return [make_row(tokenise("what?"), tokenise(text)) for text in texts]


def decode(process: VerbatimProcessor, seed: int, longest: int = 60) -> list[int]:
    """What a model of random taste writes."""
    chance = torch.Generator().manual_seed(seed)
    written = [CLS]
    while written[-1] != SEP and len(written) < longest:
        scores = process(torch.tensor([written]), torch.randn(1, 30522, generator=chance))
        written.append(int(scores.argmax()))
    return [token for token in written[1:] if token != SEP]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_whatever_is_preferred_stands_in_a_passage(seed: int):
    answer = decode(VerbatimProcessor(rows(*TEXTS)), seed)
    assert answer
    assert any(stands_as_words(answer, text) for text in TEXTS)


def stands_as_words(answer: list[int], text: str) -> bool:
    """Whether the text has these tokens, and no letter or digit just before or after them."""
    tokens = tokenise(text)
    for at in range(len(tokens.ids) - len(answer) + 1):
        start, end = tokens.offsets[at][0], tokens.offsets[at + len(answer) - 1][1]
        words = "".join(text[start:end].split())
        if tokens.ids[at : at + len(answer)] == answer and words:
            return not (f" {text}"[start].isalnum() and words[0].isalnum()) and not (
                words[-1].isalnum() and f"{text} "[end].isalnum()
            )
    return False


def test_only_continuations_of_what_is_written_may_follow():
    process = VerbatimProcessor(rows("red fox, red hen", "red ox"))
    red = tokenise("red").ids[0]
    scores = process(torch.tensor([[CLS, red]]), torch.zeros(1, 30522))
    allowed = {write_out([token]) for token in torch.isfinite(scores[0]).nonzero().flatten().tolist() if token != SEP}
    assert allowed == {"fox", "hen", "ox"}
    assert scores[0, SEP] == 0


def test_a_word_is_not_left_in_its_middle():
    pieces = tokenise("unbreakably").ids
    assert len(pieces) > 1
    process = VerbatimProcessor(rows("unbreakably"))
    for shorter, _ in pairwise(range(len(pieces) + 1)):
        scores = process(torch.tensor([[CLS, *pieces[:shorter]]]), torch.zeros(1, 30522))
        assert torch.isfinite(scores[0]).nonzero().flatten().tolist() == [pieces[shorter]]


def test_where_no_word_stands_nothing_is_written():
    assert decode(VerbatimProcessor(rows("")), seed=0) == []


@pytest.mark.parametrize("beams", [1, 3])
def test_the_model_under_it_copies_to_the_character(pocket: PocketModel, embedder: SentenceEmbedder, beams: int):
    generator = PocketGenerator(pocket, embedder.embed, verbatim=True)
    decode_as_told = generator._decode
    generator._decode = lambda source, **how: decode_as_told(source, num_beams=beams, **how)
    passages = [Passage(str(number), "a.md", "v1", 0, len(text), text) for number, text in enumerate(TEXTS)]
    for question in ("How often is the seal checked?", "When do members meet?", "What did Quillmere do?"):
        reply = generator.reply(question, passages)
        if reply.refused:
            continue
        (span,) = reply.spans
        assert passages[span.passage].text[span.start : span.end] == reply.text
