"""The pointer of the real weights: on which of several passages an answer would begin."""

import pytest

from core.models.pocket.model import PocketModel
from core.models.pocket.pointing import pointer_shares

TEXTS = (
    "The boat house was built in 1931 and painted green. Its door looks to the lake.",
    "Members pay 42 euros a year, and half of that in their first year.",
    "The key of the boat house is kept in the Blue Cabinet beside the stove.",
    "Boats have to be back at seven.",
)


@pytest.mark.parametrize(
    ("question", "right"),
    [("Where is the key of the boat house?", 2), ("What do members pay?", 1), ("When was the boat house built?", 0)],
)
def test_most_of_the_pointer_lies_where_the_answer_stands(pocket: PocketModel, question: str, right: int) -> None:
    shares = pointer_shares(pocket, question, TEXTS)
    assert sum(shares) == pytest.approx(1)
    assert max(shares) == shares[right] > 0.5


def test_shares_go_with_their_passages_whatever_the_order(pocket: PocketModel) -> None:
    question = "Where is the key of the boat house?"
    backwards = pointer_shares(pocket, question, TEXTS[::-1])
    assert backwards[::-1] == pytest.approx(pointer_shares(pocket, question, TEXTS), abs=1e-3)


def test_one_passage_has_it_all_even_where_it_does_not_tell(pocket: PocketModel) -> None:
    """Words of the question itself, which the model reads before each passage, take no share."""
    assert pointer_shares(pocket, "Who painted the moon?", TEXTS[:1]) == [pytest.approx(1)]
