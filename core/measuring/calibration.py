"""How sure a model says it is, against how often it is right. It asks no model."""

from collections.abc import Sequence

import numpy as np

from core.models.confidence import log_odds


def fit_confidence(probabilities: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """Slope and offset from the log-odds of `probabilities` to those of being right (Platt 1999).

    Where all are right, or all wrong, there is nothing to fit: (1, 0), which changes nothing.
    """
    from sklearn.linear_model import LogisticRegression

    if len(set(right)) < 2:
        return 1.0, 0.0
    fitted = LogisticRegression(C=1e6).fit([[log_odds(each)] for each in probabilities], np.asarray(right, dtype=int))
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def expected_calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Mean distance between confidence and share right in bins of equal width, weighted by size (Guo et al. 2017).

    >>> expected_calibration_error([0.75, 0.75, 0.75, 0.75], [True, True, True, False])
    0.0
    """
    sure, hit = np.asarray(confidences, dtype=float), np.asarray(right, dtype=float)
    bin_of = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [abs(sure[bin_of == each].sum() - hit[bin_of == each].sum()) for each in range(bins)]
    return float(sum(gaps) / len(sure))
