"""The table of metrics: what is scored of each single answer, and what the mean of it is called.

To add a metric, write a function (question, answer, aids) -> score and name it in `METRICS`; runs, reports, charts and
pages take it from there. A score is None where it does not apply, and such a question is left out of the mean. Speed,
tokens and failures are counted in `figures`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from core.measuring import ranking_scores, text_scores
from core.measuring.judging import Judging
from core.measuring.ranking_scores import Corpus
from core.measuring.word_order import rouge_l
from core.records import Answer, CheckedSentence, EvaluationQuestion

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Embed = Callable[[Sequence[str]], NDArray[np.float32]]

KEPT_VECTORS = 4_096


@dataclass(frozen=True)
class Aids:
    """What metrics may need beside question and answer: similarity of two texts, the passages there are, a verifier.

    `check`: the states of an answer's sentences, by the one verifier for all arms; none where nothing can be checked.
    `judge`: what a language model says of an answer, given question and accepted answers; None without one.
    `prepare`: told of all arms' answers to a question before any is scored.
    """

    similarity: Callable[[str, Sequence[str]], float | None] = lambda _answer, _accepted: None
    corpus: Corpus = field(default_factory=Corpus)
    check: Callable[[Answer], Sequence[CheckedSentence]] = lambda _answer: ()
    judge: Judging | None = None
    prepare: Callable[[EvaluationQuestion, Sequence[Answer]], object] = lambda _question, _answers: None


@dataclass(frozen=True)
class Metric:
    """One metric. `meaning` is what a reader is told; `better` says which way is good."""

    key: str
    label: str
    meaning: str
    score: Callable[[EvaluationQuestion, Answer, Aids], float | None]
    better: Literal["higher", "lower"] = "higher"
    unit: Literal["%", ""] = "%"


def score_answer(question: EvaluationQuestion, answer: Answer, aids: Aids) -> dict[str, float | None]:
    """The score of each metric by its key."""
    return {metric.key: metric.score(question, answer, aids) for metric in METRICS}


def sentence_similarity(embed: "Embed") -> Callable[[str, Sequence[str]], float | None]:
    """Best cosine similarity of an answer with the accepted ones, not below 0, by a sentence encoder."""

    @lru_cache(maxsize=KEPT_VECTORS)
    def vector(text: str) -> "NDArray[np.float32]":
        row: NDArray[np.float32] = embed([text])[0]
        return row

    def similarity(answer: str, accepted: Sequence[str]) -> float | None:
        if text_scores.exact_match(answer, accepted):
            return 1.0  # spares the encoder what it would say anyway
        if not answer.strip():
            return 0.0
        return max(0.0, *(float(vector(answer) @ vector(each)) for each in accepted))

    return similarity


def _right(question: EvaluationQuestion, answer: Answer, aids: Aids) -> float:
    return float(answer.refused) if question.unanswerable else _exact(question, answer)


def _exact(question: EvaluationQuestion, answer: Answer) -> float:
    return 0.0 if answer.refused else text_scores.exact_match(answer.text, question.answers)


def _of_text(
    score: Callable[[str, Sequence[str], Aids], float | None],
) -> Callable[[EvaluationQuestion, Answer, Aids], float | None]:
    """A score of the answer's text: for answerable questions only, and 0 for a refusal."""

    def scored(question: EvaluationQuestion, answer: Answer, aids: Aids) -> float | None:
        if question.unanswerable:
            return None
        return 0.0 if answer.refused else score(answer.text, question.answers, aids)

    return scored


def _of_passages(
    score: Callable[[EvaluationQuestion, Answer, Corpus], float | None],
) -> Callable[[EvaluationQuestion, Answer, Aids], float | None]:
    return lambda question, answer, aids: score(question, answer, aids.corpus)


def _refused(when_unanswerable: bool) -> Callable[[EvaluationQuestion, Answer, Aids], float | None]:
    return lambda question, answer, _: float(answer.refused) if question.unanswerable is when_unanswerable else None


def _supported(question: EvaluationQuestion, answer: Answer, aids: Aids) -> float | None:
    sentences = () if answer.refused else aids.check(answer)
    return sum(each.state == "supported" for each in sentences) / len(sentences) if sentences else None


def _judged(question: EvaluationQuestion, answer: Answer, aids: Aids) -> float | None:
    if question.unanswerable or aids.judge is None:
        return None
    return 0.0 if answer.refused else aids.judge(question.question, question.answers, answer.text)


METRICS = (
    Metric(
        "right",
        "Right",
        "Exact match on answerable questions, refusal on unanswerable ones: the overall exact score of SQuAD 2.0.",
        _right,
    ),
    Metric(
        "exact_match",
        "Exact match",
        "Answerable questions answered word for word (SQuAD rules).",
        _of_text(lambda text, answers, _: text_scores.exact_match(text, answers)),
    ),
    Metric(
        "f1",
        "Token F1",
        "Overlap in words with the accepted answer, over answerable questions (SQuAD rules).",
        _of_text(lambda text, answers, _: text_scores.f1(text, answers)),
    ),
    Metric(
        "rouge_l",
        "ROUGE-L",
        "Longest run of the accepted answer's words that the answer keeps in order (gaps allowed), as an F-measure.",
        _of_text(lambda text, answers, _: rouge_l(text, answers)),
    ),
    Metric(
        "similarity",
        "Similarity",
        "Cosine similarity of the answer's meaning with the accepted answer's, by the sentence encoder. Two different "
        "numbers can be similar: it does not say that an answer is right.",
        _of_text(lambda text, answers, aids: aids.similarity(text, answers)),
    ),
    Metric(
        "judged",
        "Judge’s opinion",
        "Answerable questions whose answer a language model, named in the settings of the run, finds to mean the same "
        "as an accepted one. An opinion beside exact match and F1: judges err, and prefer some wordings.",
        _judged,
    ),
    Metric(
        "retrieval_hit_rate",
        "Retrieval hits",
        "Questions with a known document where a passage given to the arm, from that document, holds an accepted "
        "answer. Only questions for which the arm read passages.",
        _of_passages(ranking_scores.hit),
    ),
    Metric(
        "mrr",
        "MRR",
        "Mean of 1 / rank of the first passage that holds the answer: 100 % where it is always the first.",
        _of_passages(ranking_scores.reciprocal_rank),
    ),
    Metric(
        "ndcg",
        "nDCG",
        "How near the order of the passages is to the best one, right passages counting less further down.",
        _of_passages(ranking_scores.ndcg),
    ),
    Metric(
        "citation_precision",
        "Citation precision",
        "Of the passages that an answer cites, those from the right document that hold an accepted answer.",
        _of_passages(ranking_scores.citation_precision),
    ),
    Metric(
        "citation_recall",
        "Citation recall",
        "Answers that cite at least one passage from the right document that holds an accepted answer.",
        _of_passages(ranking_scores.citation_recall),
    ),
    Metric(
        "supported_rate",
        "Supported sentences",
        "Of an answer’s sentences, those that a verifier finds supported by the passages that the arm read; for an arm "
        "that read none, by passages found afterwards. Supported is not the same as right. Refusals have none.",
        _supported,
    ),
    Metric(
        "refusal_recall", "Refusal recall", "Unanswerable questions that the arm refused to answer.", _refused(True)
    ),
    Metric(
        "false_refusal_rate",
        "False refusals",
        "Answerable questions that it refused; lower is better.",
        _refused(False),
        better="lower",
    ),
)
METRIC = {metric.key: metric for metric in METRICS}
