"""Exact match and token F1 between an answer and the accepted ones, by the rules of the SQuAD scripts.

Source: the official evaluate-v1.1.py and evaluate-v2.0.py (Rajpurkar et al. 2016, arXiv:1606.05250; 2018,
arXiv:1806.03822). Scores lie in [0, 1], not in per cent. Does not decide whether an answer is a refusal: pass `""` for
a refusal, and no accepted answers for an unanswerable question, and it scores 1 exactly when the two go together.
"""

import re
import string
from collections import Counter
from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalise(text: str) -> str:
    """Lower case, without ASCII punctuation and English articles, words separated by one space.

    >>> normalise("The  Notice-period, is: 30 days!")
    'noticeperiod is 30 days'
    """
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact_match(prediction: str, answers: Sequence[str]) -> float:
    """1.0 where the prediction equals one of the accepted answers once both are normalised, else 0.0.

    >>> exact_match("the 30 days.", ["thirty days", "30 days"])
    1.0
    >>> exact_match("", [])
    1.0
    """
    found = normalise(prediction)
    return float(any(found == gold for gold in _normalised_golds(answers)))


def f1(prediction: str, answers: Sequence[str]) -> float:
    """Harmonic mean of the precision and recall of normalised words, the best over the accepted answers.

    >>> f1("within 30 days", ["30 days"])
    0.8
    """
    words = normalise(prediction).split()
    return max(_f1_of_words(words, gold.split()) for gold in _normalised_golds(answers))


def contains_answer(text: str, answers: Sequence[str]) -> bool:
    """Whether one of the accepted answers stands in the text, as whole words in a row, once both are normalised.

    >>> contains_answer("Notice: the 30 days begin on Monday.", ["30 days"])
    True
    >>> contains_answer("Room 130 days", ["30 days"])
    False
    """
    return holds_answer(pad(text), answers)


def pad(text: str) -> str:
    """The text normalised and between spaces, for `holds_answer`: worth it where a text is asked about many times."""
    return f" {normalise(text)} "


def holds_answer(padded: str, answers: Sequence[str]) -> bool:
    """As `contains_answer`, for a text that `pad` has prepared."""
    return any(f" {gold} " in padded for gold in _normalised_golds(answers) if gold)


def _normalised_golds(answers: Sequence[str]) -> list[str]:
    """As in evaluate-v2.0.py: answers of only articles and punctuation do not count; with none left, `""` does."""
    return [gold for gold in map(normalise, answers) if gold] or [""]


def _f1_of_words(found: list[str], gold: list[str]) -> float:
    if not found or not gold:
        return float(found == gold)
    common = sum((Counter(found) & Counter(gold)).values())
    # 2PR / (P + R) with P = common / found and R = common / gold.
    return 2 * common / (len(found) + len(gold))
