"""What a span counts by where it stands: in passages and sentences that fit the question well, or less well."""

import math

import pytest

from core.models.generator import Fit
from core.models.pocket.inputs import Row, make_row, padded_length, tokenise
from core.models.pocket.span_prior import RANK_POWER, SCORE_WEIGHT, SENTENCE_WEIGHT, span_prior

TEXTS = ["Rain falls. It is wet!\n\nWind: none", "A fine day."]


def rows(*texts: str) -> list[Row]:
    return [make_row(tokenise("Is it wet?"), tokenise(text)) for text in texts]


def prior_of_words(texts: list[str], fits: list[Fit]) -> list[dict[str, float]]:
    """What a span counts that begins with each word, by passage."""
    given = rows(*texts)
    prior = span_prior(given, fits, texts).view(len(given), padded_length(given)).tolist()
    return [
        {text[start:end]: counts for (start, end), counts in zip(row.offsets, some, strict=False) if end > 0}
        for text, row, some in zip(texts, given, prior, strict=True)
    ]


def test_passages_count_by_their_rank_where_no_scores_are_known() -> None:
    first, second, third = span_prior(rows("a", "b", "c")).view(3, -1)
    assert first.unique().tolist() == [0]
    assert second.unique().tolist() == pytest.approx([-RANK_POWER * math.log(2)])
    assert third.unique().tolist() == pytest.approx([-RANK_POWER * math.log(3)])


def test_a_word_counts_by_its_sentence_and_its_passage() -> None:
    one, other = prior_of_words(TEXTS, [Fit(0.7, (0.5, 0.2, -0.1)), Fit(0.6, (0.4,))])
    below = {"Rain": 0.0, "falls": 0.0, "It": -0.3, "wet": -0.3, "!": -0.3, "Wind": -0.6, "none": -0.6}
    expected = {word: SENTENCE_WEIGHT * each for word, each in below.items()}
    assert {word: one[word] for word in below} == pytest.approx(expected, abs=1e-5)
    assert other["fine"] == pytest.approx(-SCORE_WEIGHT * 0.1 - SENTENCE_WEIGHT * 0.1, abs=1e-5)


def test_a_passage_whose_sentences_are_not_known_counts_by_its_score_alone() -> None:
    one, other = prior_of_words(TEXTS, [Fit(0.7), Fit(0.6, (0.4,))])
    assert set(one.values()) == {0.0}
    assert other["day"] == pytest.approx(-SCORE_WEIGHT * 0.1, abs=1e-5)


def test_text_without_a_sentence_and_cut_text_are_taken() -> None:
    assert span_prior(rows(""), [Fit(None, ())], [""]).isfinite().all()
    long = "wet. " * 600
    assert span_prior(rows(long), [Fit(None, tuple(at / 600 for at in range(600)))], [long]).isfinite().all()
