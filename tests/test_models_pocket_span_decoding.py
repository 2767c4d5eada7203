"""Span decoding: the best of the likeliest spans, whole words of one passage; nothing where the model would write."""

from collections.abc import Sequence

import pytest
import torch
from test_models_pocket_verbatim import TEXTS, rows, stands_as_words

from core.models.generator import Fit
from core.models.pocket.encoder import PocketEncoderOutput
from core.models.pocket.inputs import Row, collate, make_row, tokenise
from core.models.pocket.model import PocketModel
from core.models.pocket.span_decoding import BREVITY, LENGTH_POWER, Span, choose_span
from core.models.pocket.span_prior import span_prior
from core.models.pocket.special_tokens import SEP


def read(model: PocketModel, *texts: str) -> PocketEncoderOutput:
    with torch.inference_mode():
        return model.get_encoder()(**collate([rows(*texts)]))


def best_span(
    model: PocketModel, given: Sequence[Row], fits: Sequence[Fit] = (), texts: Sequence[str] = ()
) -> Span | None:
    with torch.inference_mode():
        source = model.get_encoder()(**collate([given]))
        return choose_span(
            model, source, given, model.trace(source, torch.tensor([[SEP]])), span_prior(given, fits, texts)
        )


@pytest.fixture
def copier(pocket: PocketModel) -> PocketModel:
    """The shipped model, made to copy whatever it is asked."""
    kept = pocket.gate.bias.data.clone()
    pocket.gate.bias.data -= 20
    yield pocket
    pocket.gate.bias.data = kept


@pytest.mark.parametrize("texts", [TEXTS, TEXTS[:1], ("Unbreakably",), ("red " * 60,)])
def test_a_span_is_whole_words_of_one_passage(copier: PocketModel, texts: tuple[str, ...]):
    span = best_span(copier, rows(*texts))
    assert span
    assert stands_as_words(span.ids, texts[span.row])
    assert rows(*texts)[span.row].ids[span.at :][: len(span.ids)] == span.ids


def test_no_span_of_a_passage_is_more_probable_for_its_length(copier: PocketModel):
    """All spans of a short passage, one by one, by the model's own account of their probability."""
    text = "Members meet on Mondays at ten."
    source = read(copier, text)
    ids = tokenise(text).ids
    with torch.inference_mode():
        chosen = best_span(copier, rows(text))
        scores = {}
        for start in range(len(ids)):
            for end in range(start + 1, len(ids) + 1):
                total = copier.trace(source, torch.tensor([[*ids[start:end], SEP]])).tokens
                scores[tuple(ids[start:end])] = (float(total.sum()) + BREVITY) / (end - start + 1) ** LENGTH_POWER
    best = max(scores.values())
    assert chosen
    assert scores[tuple(chosen.ids)] == pytest.approx(best, abs=0.1)


def test_where_the_model_would_rather_write_there_is_no_span(pocket: PocketModel):
    kept = pocket.gate.bias.data.clone()
    pocket.gate.bias.data += 20
    try:
        assert best_span(pocket, rows(TEXTS[0])) is None
    finally:
        pocket.gate.bias.data = kept


def test_a_passage_without_a_word_has_no_span(copier: PocketModel):
    assert best_span(copier, rows("")) is None


def test_of_equal_spans_the_one_found_first_is_the_answer(copier: PocketModel):
    """Two passages alike but for their number: whichever was found first is answered from."""
    asked = "When do members meet?"
    texts = [f"Members meet on {day} at ten." for day in ("Mondays", "Fridays")]
    for first in (texts, texts[::-1]):
        given = [make_row(tokenise(asked), tokenise(text)) for text in first]
        span = best_span(copier, given)
        assert span
        assert stands_as_words(span.ids, first[0])


@pytest.mark.parametrize("better", [0, 1])
def test_of_equal_spans_the_one_of_the_better_score_is_the_answer(copier: PocketModel, better: int):
    asked = "When do members meet?"
    texts = [f"Members meet on {day} at ten." for day in ("Mondays", "Fridays")]
    given = [make_row(tokenise(asked), tokenise(text)) for text in texts]
    span = best_span(copier, given, [Fit(0.5 + 0.1 * (at == better)) for at in range(2)], texts)
    assert span
    assert span.row == better
    assert stands_as_words(span.ids, texts[better])


def test_a_little_better_found_is_no_answer_to_another_question(pocket: PocketModel):
    """A passage that was found hardly better but says nothing of it does not win over the one that answers."""
    asked = "When do members meet?"
    texts = ("Boats are washed after each tour by those who rowed them.", "Members meet on Fridays at ten.")
    given = [make_row(tokenise(asked), tokenise(text)) for text in texts]
    span = best_span(pocket, given, [Fit(0.51), Fit(0.5)], texts)
    assert span
    assert stands_as_words(span.ids, texts[1])


@pytest.mark.parametrize("better", [0, 1])
def test_of_equal_spans_the_one_of_the_sentence_that_fits_better_is_the_answer(copier: PocketModel, better: int):
    text = "Members meet on Mondays at ten.\n\n Members meet on Fridays at ten."
    given = [make_row(tokenise("When do members meet?"), tokenise(text))]
    cosines = tuple(0.4 * (at == better) for at in range(2))
    span = best_span(copier, given, [Fit(sentences=cosines)], [text])
    assert span
    start = given[0].offsets[span.at][0]
    assert (start > text.index("\n")) == bool(better)
