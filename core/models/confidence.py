"""How sure a model is -> how likely it is right. Pure; the numbers are fitted in `core/measuring/calibration.py`."""

import math


def calibrated(probability: float, slope: float, offset: float) -> float:
    """Probability of a probability: its log-odds, stretched and moved (Platt 1999).

    >>> round(calibrated(0.9, 0.5, 0.0), 3)
    0.75
    """
    return 1 / (1 + math.exp(-slope * log_odds(probability) - offset))


def log_odds(probability: float, edge: float = 1e-6) -> float:
    """Natural logarithm of p / (1 - p), finite: p is kept off 0 and 1 by `edge`."""
    kept = min(max(probability, edge), 1 - edge)
    return math.log(kept / (1 - kept))
