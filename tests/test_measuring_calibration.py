"""Calibration against hand-worked cases and against data whose true odds are known."""

import doctest

import numpy as np
import pytest

from core.measuring.calibration import expected_calibration_error, fit_confidence
from core.models import confidence
from core.models.confidence import calibrated


def test_the_error_is_the_weighted_gap_between_sureness_and_rightness():
    confidences = [0.95, 0.95, 0.95, 0.95, 0.25, 0.25]
    right = [True, True, False, False, True, False]
    assert expected_calibration_error(confidences, right) == pytest.approx((4 * 0.45 + 2 * 0.25) / 6)


def test_full_certainty_that_is_right_has_no_error():
    assert expected_calibration_error([1.0, 0.0], [True, False]) == 0


def test_answers_that_are_all_alike_change_nothing():
    assert fit_confidence([0.2, 0.9], [True, True]) == (1.0, 0.0)


def test_an_overconfident_model_is_brought_down():
    chance = np.random.default_rng(0)
    odds = chance.normal(2, 2, 4000)
    right = chance.random(4000) < 1 / (1 + np.exp(-(0.5 * odds - 1)))
    said = 1 / (1 + np.exp(-odds))
    slope, offset = fit_confidence(said.tolist(), right.tolist())
    assert slope == pytest.approx(0.5, abs=0.06)
    assert offset == pytest.approx(-1, abs=0.15)
    after = [calibrated(each, slope, offset) for each in said]
    assert (
        expected_calibration_error(after, right.tolist())
        < 0.03
        < expected_calibration_error(said.tolist(), right.tolist())
    )


def test_the_examples_hold():
    assert doctest.testmod(confidence).failed == 0
