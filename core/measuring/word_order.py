"""ROUGE-L between an answer and the accepted ones: the longest common subsequence of words, as an F-measure.

Source: Lin 2004, "ROUGE: A Package for Automatic Evaluation of Summaries"; words as in Google's `rouge_score` without
stemming: lower case, ASCII letters and digits. The subsequence itself is found by RapidFuzz.
"""

import re
from collections.abc import Sequence

_OTHER = re.compile(r"[^a-z0-9]+")


def rouge_l(prediction: str, answers: Sequence[str]) -> float:
    """The best F-measure over the accepted answers, in [0, 1].

    >>> rouge_l("the fee is 12 euros a year", ["12 euros a year"]) > rouge_l("year 12 a euros", ["12 euros a year"])
    True
    """
    found = _words(prediction)
    return max((_f_measure(found, _words(answer)) for answer in answers), default=0.0)


def _words(text: str) -> list[str]:
    return _OTHER.sub(" ", text.lower()).split()


def _f_measure(found: list[str], gold: list[str]) -> float:
    from rapidfuzz.distance import LCSseq

    if not found or not gold:
        return 0.0
    # 2PR / (P + R) with P = common / found and R = common / gold.
    return 2 * int(LCSseq.similarity(found, gold)) / (len(found) + len(gold))
