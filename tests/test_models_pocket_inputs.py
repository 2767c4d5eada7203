"""Text -> tokens -> rows: every token can be found again in the text, and cutting keeps the marks."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.models.pocket.inputs import NOWHERE, Tokens, collate, make_row, tokenise, tokenise_many, write_out
from core.models.pocket.special_tokens import CLS, SEP

TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="abc ÀÉîõüßŁøﬁ’“…\u0301\u200d👩‍🚀🚀漢字한글עבריתالعربيةΩя\n\t", max_size=60),
)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_offsets_lie_in_the_text_in_order_and_never_overlap(text: str):
    tokens = tokenise(text)
    assert len(tokens.ids) == len(tokens.offsets)
    last = 0
    for start, end in tokens.offsets:
        assert 0 <= start <= end <= len(text)
        assert start >= last or (start, end) in tokens.offsets
        last = start


@settings(max_examples=50, deadline=None)
@given(st.lists(TEXTS, max_size=4))
def test_texts_are_tokenised_together_as_alone(texts: list[str]):
    assert tokenise_many(texts) == [tokenise(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("The Café opens.", ["The", "Café", "opens", "."]),
        ("🚀 Größe", ["🚀", "Größe"]),
        ("東京 5€", ["東", "京", "5", "€"]),
    ],
)
def test_offsets_give_the_texts_own_spelling(text: str, pieces: list[str]):
    joined = "".join(text[start:end] for start, end in dict.fromkeys(tokenise(text).offsets))
    assert joined == "".join(pieces)
    starts = [start for start, _ in tokenise(text).offsets]
    assert all(text.index(piece) in starts for piece in pieces)


def test_what_is_written_ends_at_the_first_close_and_is_lower_case():
    ids = tokenise("In the Blue Cabinet").ids
    assert write_out([*ids, SEP, *ids]) == write_out(ids) == "in the blue cabinet"
    assert write_out([]) == write_out([SEP]) == ""


def test_a_row_is_question_and_passage_between_marks():
    row = make_row(Tokens([11, 12], [(0, 1), (1, 2)]), Tokens([21], [(3, 4)]))
    assert row.ids == [CLS, 11, 12, SEP, 21, SEP]
    assert row.types == [0, 0, 0, 0, 1, 1]
    assert row.offsets == [NOWHERE] * 4 + [(3, 4), NOWHERE]


def test_long_questions_and_passages_are_cut_at_their_ends():
    asked, read = Tokens([11] * 500, [(0, 1)] * 500), Tokens([21] * 900, [(i, i + 1) for i in range(900)])
    row = make_row(asked, read)
    assert (len(row.ids), len(row.types), len(row.offsets)) == (512, 512, 512)
    assert row.ids.count(11) == 96
    assert row.ids[-1] == SEP
    assert row.offsets[-2] == (412, 413)


def test_rows_are_padded_and_what_is_filled_is_masked():
    short, long = (
        make_row(Tokens([11], [(0, 1)]), Tokens([21], [(0, 1)])),
        make_row(Tokens([11], [(0, 1)]), Tokens([22] * 40, [(0, 1)] * 40)),
    )
    made = collate([[short], [long, short]])
    assert {name: tuple(value.shape) for name, value in made.items()} == dict.fromkeys(made, (2, 2, 64))
    assert made["passage_mask"].sum(-1).tolist() == [[5, 0], [44, 5]]
    assert torch.equal(made["input_ids"] != 0, made["passage_mask"] == 1)
