"""The sample can be put into any workspace, once, and its questions can be asked."""

from pathlib import Path

import pytest

from core.answering.choice import make_arms
from core.errors import AppError
from core.retrieval.embedding import SentenceEmbedder
from core.sample import SAMPLE_DOCS, load_sample, suggested_questions
from core.settings import Settings
from core.tuning.pairs import read_pairs, read_questions
from core.workspace import Workspace


def test_the_samples_pairs_and_questions_can_be_read():
    pairs, questions = read_pairs(SAMPLE_DOCS / "pairs.jsonl"), read_questions(SAMPLE_DOCS / "questions.jsonl")
    names = {each.name for each in SAMPLE_DOCS.iterdir()}
    assert len(pairs) >= 20
    assert any(each.unanswerable for each in questions)
    assert {each.source for each in (*pairs, *questions) if each.source} <= names


def test_each_suggested_question_shows_something_else():
    trained = {
        question for pair in read_pairs(SAMPLE_DOCS / "pairs.jsonl") for question in (pair.question, *pair.paraphrases)
    }
    suggested = suggested_questions()
    assert len(set(suggested)) == len(suggested)
    assert 0 < sum(each in trained for each in suggested) < len(suggested)


@pytest.mark.slow
def test_the_sample_is_loaded_once_and_answers(tmp_path: Path, embedder: SentenceEmbedder):
    workspace = Workspace(tmp_path, Settings())
    indexed: list[tuple[int, int]] = []
    load_sample(workspace, lambda *counts: indexed.append(counts))
    assert len(workspace.documents) >= 10
    assert indexed[-1][0] == indexed[-1][1] > 0
    workspace.add_upload("own.md", b"A document of my own.")
    indexed.clear()
    load_sample(workspace, lambda *counts: indexed.append(counts))
    assert indexed == []
    assert workspace.document("own.md")
    assert workspace.pairs
    assert workspace.questions
    (rag,) = make_arms(["rag"], workspace.ingredients())
    answers = [rag.answer(question) for question in suggested_questions()]
    for answer in answers:
        for each in answer.evidence:
            document = workspace.document(each.document)
            assert document
            assert document.text[each.start : each.end] == each.text
    if "closed-book" in workspace.adapters():
        assert workspace.is_precomputed("closed-book")
        try:
            make_arms(["tuned"], workspace.ingredients())[0].answer(suggested_questions()[0])
        except AppError as error:
            pytest.fail(f"The shipped adapter does not fit the shipped weights: {error}")
    workspace.close()
