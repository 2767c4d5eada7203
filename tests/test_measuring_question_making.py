"""Questions by what an adapter has seen, made from pairs, and made unanswerable by hiding their document."""

from dataclasses import dataclass

import numpy as np

from core.measuring.exposure import PARAPHRASED, SEEN, UNANSWERABLE, UNSEEN, tag_by_exposure
from core.measuring.question_making import (
    SWAPPED,
    HidingIndex,
    hidden_documents,
    questions_from_pairs,
    swap_documents,
)
from core.records import Document, EvaluationQuestion, Passage, RankedPassage, TrainingPair
from core.retrieval.index import SearchResult
from core.sample import SAMPLE_DOCS
from core.tuning.pairs import read_pairs, read_questions

PAIR = TrainingPair("How high is the fee?", "12 euros", "fees.md", ("What must I pay?",), ("money",))


def exposure(question: str, *answers: str, source: str = "fees.md") -> str:
    asked = EvaluationQuestion(question, answers, source, unanswerable=not answers)
    return tag_by_exposure([asked], [PAIR])[0].tags[0]


def test_exposure():
    assert exposure("what must I pay", "12 euros") == SEEN
    assert exposure("How much?", "The 12 euros.") == PARAPHRASED
    assert exposure("How much?", "12 euros", source="") == PARAPHRASED
    assert exposure("How much?", "12 euros", source="other.md") == UNSEEN
    assert exposure("How much?", "13 euros") == UNSEEN
    assert exposure("What must I pay?") == UNANSWERABLE


def test_exposure_of_the_sample_agrees_with_what_its_questions_say():
    questions = read_questions(SAMPLE_DOCS / "questions.jsonl")
    tagged = tag_by_exposure(questions, read_pairs(SAMPLE_DOCS / "pairs.jsonl"))
    said = {"trained-fact": PARAPHRASED, "held-out-fact": UNSEEN, "unanswerable": UNANSWERABLE}
    wrong = [
        each.question for each in tagged for tag, name in said.items() if tag in each.tags and each.tags[0] != name
    ]
    assert wrong == []


def test_tags_are_not_added_twice():
    once = tag_by_exposure([EvaluationQuestion("?", ("x",), tags=("mine",))], [PAIR])
    assert once[0].tags == (UNSEEN, "mine")
    assert tag_by_exposure(once, [PAIR]) == once


def test_questions_from_pairs_are_those_not_trained_on():
    fresh = TrainingPair("How high is the fee?", "12 euros", "fees.md", ("What must I pay?", "What does it cost?"))
    (made,) = questions_from_pairs([PAIR, fresh], [PAIR])
    assert made == EvaluationQuestion("What does it cost?", ("12 euros",), "fees.md")
    assert [each.question for each in questions_from_pairs([PAIR])] == ["What must I pay?"]


def test_questions_from_pairs_held_out_as_a_whole_come_first():
    reworded = TrainingPair(PAIR.question, PAIR.answer, PAIR.source, ("What does it cost?",))
    held_out = TrainingPair("Who founded the club?", "Mara", "club.md")
    made = questions_from_pairs([reworded, PAIR, held_out], [PAIR])
    assert [each.question for each in made] == ["Who founded the club?", "What does it cost?"]


def test_only_a_fact_of_one_document_that_nobody_learned_is_swapped():
    documents = [Document("fees.md", "v", "Fee: 12 euros. Fine: 5 euros."), Document("other.md", "v", "Also 5 euros.")]
    questions = (
        EvaluationQuestion("Fee?", ("12 euros",), "fees.md", tags=("mine",)),
        EvaluationQuestion("Fine?", ("5 euros",), "fees.md"),
        EvaluationQuestion("Moon?", unanswerable=True),
    )
    swapped = swap_documents(questions, documents, [], 3)
    assert swapped[1:] == questions[1:]
    assert swapped[0] == EvaluationQuestion("Fee?", (), "fees.md", True, ("mine", SWAPPED))
    assert swap_documents(questions, documents, [PAIR], 3) == questions, "An adapter knows the fee."
    assert hidden_documents(swapped) == {"Fee?": "fees.md"}


@dataclass
class Found:
    names: list[str]

    def search_timed(self, question: str, k: int, candidates: int = 30, *, point: object = None) -> SearchResult:
        passages = [Passage(str(at), name, "v", 0, 1, "x") for at, name in enumerate(self.names)]
        ranked = tuple(RankedPassage(each, rank, 0.1) for rank, each in enumerate(passages[:k], start=1))
        return SearchResult(ranked, np.zeros(3, dtype=np.float32), {"retrieve": 0.1})


def test_a_hidden_document_is_replaced_by_the_next_best():
    index = HidingIndex(Found(["a", "b", "a", "c", "d"]), {"Fee?": "a"})
    shown = index.search_timed("Fee?", 2).passages
    assert [(each.passage.document, each.rank) for each in shown] == [("b", 1), ("c", 2)]
    assert [each.passage.document for each in index.search_timed("Fine?", 2).passages] == ["a", "b"]
