"""An evaluation's verifier says what the verifier says, with fewer calls of the sentence encoder."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.answering.checking import check_answer
from core.measuring.sentence_checks import SentenceChecks
from core.records import Answer, EvaluationQuestion, Passage
from core.retrieval.embedding import SentenceEmbedder
from core.retrieval.index import Index
from core.retrieval.remembered import RememberedVectors
from core.settings import RetrievalSettings

TEXTS = ("A new employee is on probation for seven months. It can be ended on any day.", "Lunch costs 4 euros.")
ASKED = EvaluationQuestion("How long is probation?", ("seven months",))


def test_answers_to_one_question_share_one_call_of_the_encoder(embedder: SentenceEmbedder, tmp_path: Path):
    calls: list[list[str]] = []

    def counted(texts: Sequence[str]) -> NDArray[np.float32]:
        calls.append(list(texts))
        return embedder.embed(texts)

    index = Index(tmp_path, embedder)
    index.add([Passage(f"p{at}", f"{at}.md", "v1", 0, len(text), text) for at, text in enumerate(TEXTS)])
    found = index.search("How long is probation?", 2)
    answers = [
        Answer("rag", ASKED.question, "seven months", False, 0.9, "pocket", found),
        Answer("tuned", ASKED.question, "Probation takes nine months.", False, 0.9, "pocket"),
        Answer("base", ASKED.question, "not stated", True, 0.9, "pocket"),
    ]
    checks = SentenceChecks(RememberedVectors(counted), index, RetrievalSettings())
    checks.prepare(ASKED, answers)
    states = [[sentence.state for sentence in checks(answer)] for answer in answers]
    apart = [check_answer(answer, embedder.embed, index).sentences for answer in answers]
    index.close()
    assert len(calls) == 1
    assert states == [[sentence.state for sentence in one] for one in apart] == [["supported"], ["contradicted"], []]
    assert checks.seconds > 0
