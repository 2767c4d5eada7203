"""Costs at given prices, worked by hand, and prices that are kept."""

import doctest
from pathlib import Path

import pytest

from core.answering import prices
from core.answering.prices import Prices, read_prices, write_prices
from core.errors import UnusableInput
from core.settings import Settings
from core.workspace import Workspace


def test_examples_in_the_docstrings_hold():
    results = doctest.testmod(prices)
    assert results.attempted > 0
    assert results.failed == 0


def test_the_embedded_model_is_free_unless_the_user_says_otherwise(tmp_path: Path):
    workspace = Workspace(tmp_path, Settings())
    assert not workspace.prices().are_set
    workspace.save_prices(Prices(0.5, 1.5))
    assert Workspace(tmp_path, Settings()).prices() == Prices(0.5, 1.5)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"read": "x", "written": 1}', '{"read": -1, "written": 1}', "null"]
)
def test_damaged_prices_are_none(content: str, tmp_path: Path):
    (tmp_path / "prices.json").write_text(content)
    assert read_prices(tmp_path / "prices.json") == Prices()


@pytest.mark.parametrize("price", [-0.01, float("nan"), float("inf"), 10_001])
def test_impossible_prices_are_refused(price: float, tmp_path: Path):
    with pytest.raises(UnusableInput):
        write_prices(Prices(0, price), tmp_path / "prices.json")
