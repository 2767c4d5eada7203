"""The table of metrics: ROUGE-L against Google's package, similarity by the real encoder, what applies to what."""

import pytest
from rouge_score.rouge_scorer import RougeScorer

from core.measuring.metrics import METRICS, Aids, score_answer, sentence_similarity
from core.measuring.word_order import rouge_l
from core.records import Answer, EvaluationQuestion
from core.retrieval.embedding import SentenceEmbedder

TEXTS = [
    "five months",
    "The notice period is five months, counted from Monday.",
    "months five",
    "Überzahl, 12.5 euros a year",
    "12 euros; a year of 5",
    "",
    "!?",
    "a b a b c a",
    "a a b b c",
]


def test_rouge_l_is_that_of_the_reference_implementation():
    scorer = RougeScorer(["rougeL"], use_stemmer=False)
    for gold in TEXTS:
        for found in TEXTS:
            assert rouge_l(found, [gold]) == pytest.approx(scorer.score(gold, found)["rougeL"].fmeasure), (gold, found)


def test_rouge_l_takes_the_best_of_the_accepted_answers():
    assert rouge_l("five months", ["a year", "five months"]) == 1
    assert rouge_l("five months", []) == 0


def test_similarity_knows_meaning_and_asks_the_encoder_only_where_it_must(embedder: SentenceEmbedder):
    asked: list[str] = []

    def embed(texts):
        asked.extend(texts)
        return embedder.embed(texts)

    similarity = sentence_similarity(embed)
    assert similarity("The Boat House", ["boat house"]) == 1
    assert similarity("", ["boat house"]) == 0
    assert asked == []
    near, far = similarity("a house for boats", ["boat house"]), similarity("forty-two euros", ["boat house"])
    assert 0 <= far < 0.4 < near < 1
    assert sorted(asked) == ["a house for boats", "boat house", "forty-two euros"]


def test_an_answerable_question_has_no_refusal_recall_and_an_unanswerable_one_no_text_score():
    refusal = Answer("base", "?", "not stated", True, 0.9, "m")
    of_answerable = score_answer(EvaluationQuestion("?", ("blue",)), refusal, Aids())
    assert (of_answerable["right"], of_answerable["f1"], of_answerable["false_refusal_rate"]) == (0, 0, 1)
    assert of_answerable["refusal_recall"] is None
    of_unanswerable = score_answer(EvaluationQuestion("?", unanswerable=True), refusal, Aids())
    assert (of_unanswerable["right"], of_unanswerable["refusal_recall"]) == (1, 1)
    assert all(of_unanswerable[key] is None for key in ("exact_match", "f1", "rouge_l", "similarity"))


def test_every_metric_says_what_it_means_under_a_key_of_its_own():
    assert len({metric.key for metric in METRICS}) == len({metric.label for metric in METRICS}) == len(METRICS)
    assert all(len(metric.meaning) > 30 and metric.meaning.endswith(".") for metric in METRICS)
