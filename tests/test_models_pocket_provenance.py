"""Copied tokens -> characters of the passages, on arrays made by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from core.models.generator import CopiedSpan
from core.models.pocket.inputs import Row, make_row, tokenise
from core.models.pocket.provenance import find_spans, is_verbatim

IMPOSSIBLE = -1e9


def rows_of(*passages: str) -> list[Row]:
    return [make_row(tokenise("Where?"), tokenise(text)) for text in passages]


def copied_alike(answer: list[int], rows: list[Row], probability: float = 0.5) -> NDArray[np.float32]:
    """Every place where a token stands has copied it with the same probability."""
    copied = np.full((len(answer), len(rows), max(len(row.ids) for row in rows)), IMPOSSIBLE, dtype=np.float32)
    for t, token in enumerate(answer):
        for p, row in enumerate(rows):
            for s, other in enumerate(row.ids):
                if token == other:
                    copied[t, p, s] = np.log(probability)
    return copied


def texts(spans: tuple[CopiedSpan, ...], *passages: str) -> list[str]:
    return [passages[span.passage][span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("passage", "answer", "found"),
    [
        ("Keep it in the Blue Cabinet, please.", "in the blue cabinet", "in the Blue Cabinet"),
        ("Das Café schließt um 18:30 Uhr.", "18:30", "18:30"),
        ("At the CAFÉ Größe.", "café größe", "CAFÉ Größe"),
        ("Fee:  1,250.00\nEuros a year", "1,250.00 euros", "1,250.00\nEuros"),
        ("🚀 Launch 東京 today", "東京", "東京"),
    ],
)
def test_a_verbatim_answer_is_the_passages_own_spelling(passage: str, answer: str, found: str):
    ids, rows = tokenise(answer).ids, rows_of("Nothing of the kind", passage)
    copied = copied_alike(ids, rows)
    spans = find_spans(ids, rows, copied)
    assert texts(spans, "", passage) == [found]
    assert spans[0].probability == pytest.approx(0.5, abs=1e-6)
    assert is_verbatim(ids, rows, copied)


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=40), st.data())
def test_any_piece_of_any_text_is_found_in_it(text: str, data: st.DataObject):
    tokens = tokenise(text)
    if not tokens.ids:
        return
    first = data.draw(st.integers(0, len(tokens.ids) - 1))
    last = data.draw(st.integers(first, len(tokens.ids) - 1))
    answer, rows = tokens.ids[first : last + 1], rows_of(text)
    (span,) = find_spans(answer, rows, copied_alike(answer, rows))
    assert 0 <= span.start <= span.end <= len(text)
    again = tokenise(text[span.start : span.end]).ids
    assert tokens.offsets[first][0] == span.start or answer == again


def test_of_two_places_the_more_probable_one_is_taken():
    passages = ("It costs 40 euros.", "Others say 40 euros too.")
    ids, rows = tokenise("40 euros").ids, rows_of(*passages)
    copied = copied_alike(ids, rows, 0.1)
    assert find_spans(ids, rows, copied)[0].passage == 0
    at = rows[1].ids.index(ids[0])
    copied[0, 1, at], copied[1, 1, at + 1] = np.log(0.6), np.log(0.3)
    (span,) = find_spans(ids, rows, copied)
    assert (span.passage, span.start, span.end) == (1, 11, 19)
    assert span.probability == pytest.approx((0.6 * 0.3) ** 0.5, rel=1e-5)  # geometric mean of its tokens


def test_of_two_places_in_one_passage_the_more_probable_one_is_taken():
    passage = "40 euros, later 40 euros."
    ids, rows = tokenise("40 euros").ids, rows_of(passage)
    copied = copied_alike(ids, rows, 0.1)
    later = len(rows[0].ids) - 1 - rows[0].ids[::-1].index(ids[0])
    copied[0, 0, later] = np.log(0.9)
    assert find_spans(ids, rows, copied)[0].start == 16


def test_a_whole_answer_is_preferred_to_a_more_probable_part():
    passages = ("about 40 euros", "about 40 pounds a year")
    ids, rows = tokenise("40 pounds").ids, rows_of(*passages)
    copied = copied_alike(ids, rows, 0.01)
    copied[0, 0] = np.maximum(copied[0, 0], np.log(0.99) * (copied[0, 0] > IMPOSSIBLE))
    assert texts(find_spans(ids, rows, copied), *passages) == ["40 pounds"]


def test_of_a_partly_copied_answer_each_run_is_found_and_single_words_are_not():
    passages = ("The Blue Cabinet stands here.", "Ask Mara Lindqvist about it.")
    ids = tokenise("the blue cabinet or mara lindqvist here").ids
    rows = rows_of(*passages)
    copied = copied_alike(ids, rows)
    assert texts(find_spans(ids, rows, copied), *passages) == ["The Blue Cabinet", "Mara Lindqvist"]
    assert not is_verbatim(ids, rows, copied)


def test_a_single_word_that_is_the_whole_answer_is_found():
    ids, rows = tokenise("4417").ids, rows_of("Extension: 4417")
    if len(ids) > 1:
        ids = tokenise("extension").ids
    assert len(find_spans(ids, rows, copied_alike(ids, rows))) == 1


def test_nothing_copied_leaves_no_span():
    ids, rows = tokenise("seven green bottles").ids, rows_of("The Blue Cabinet stands here.")
    copied = copied_alike(ids, rows)
    assert find_spans(ids, rows, copied) == ()
    assert not is_verbatim(ids, rows, copied)
    assert find_spans([], rows, copied[:0]) == ()


def test_words_of_the_question_are_no_source():
    ids, rows = tokenise("where?").ids, rows_of("The Blue Cabinet stands here.")
    assert find_spans(ids, rows, copied_alike(ids, rows)) == ()
