"""Evidence and sentence states on the sample's questions: `python -m tests.benchmarks.evidence`, from its root.

Prints JSON lines: how often the evidence shown lies in the right document and on the right answer; which states right,
altered and foreign answers get; the states of what RAG and Fine-tuned really answer, by whether it is right; and the
milliseconds of a check. The sample's questions were looked at while the verifier was written: see `verifier` for a half
that was not.
"""

import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from core.answering.checking import CheckedAnswer, check_answer
from core.answering.choice import make_arms
from core.measuring.text_scores import contains_answer, f1
from core.records import Answer, EvaluationQuestion, Evidence
from core.retrieval.embedding import shared_embedder
from core.retrieval.remembered import RememberedVectors
from core.sample import load_sample
from core.settings import Settings
from core.workspace import Workspace

RIGHT_FROM = 0.6
"""Token F1 from which an answer counts as right here."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder), Settings())
        load_sample(workspace)
        asked = [each for each in workspace.questions if each.answers and "two-documents" not in each.tags]
        report_written(workspace, asked)
        report_given(workspace, asked)
        workspace.close()


def report_written(workspace: Workspace, asked: list[EvaluationQuestion]) -> None:
    """Answers as if an arm had given them: right, right but for a changed number, and that of the next question."""
    embed = RememberedVectors(shared_embedder().embed)
    states: dict[str, Counter[str]] = {
        "right": Counter(),
        "number changed": Counter(),
        "of another question": Counter(),
    }
    began, count = time.perf_counter(), 0
    for each, other in zip(asked, [*asked[1:], asked[0]], strict=True):
        sources = workspace.search(each.question, 3)
        if not any(contains_answer(one.passage.text, each.answers) for one in sources):
            continue
        right = each.answers[0]
        changed = re.sub(r"\d+", lambda match: str(int(match[0]) + 7), right, count=1)
        for kind, text in (("right", right), ("number changed", changed), ("of another question", other.answers[0])):
            if kind == "right" or text not in each.answers:
                answer = Answer("rag", each.question, text, False, 1.0, "written", sources)
                states[kind][state_of(check_answer(answer, embed, workspace.index()))] += 1
                count += 1
    for kind, found in states.items():
        report(answers=kind, **found)
    report(checks=count, milliseconds_a_check=1000 * (time.perf_counter() - began) / count)


def report_given(workspace: Workspace, asked: list[EvaluationQuestion]) -> None:
    """What the arms answer."""
    embed = RememberedVectors(shared_embedder().embed)
    for arm in make_arms(["rag", "tuned"], workspace.ingredients()):
        checked = [(each, check_answer(arm.answer(each.question), embed, workspace.index())) for each in asked]
        given = [(each, one) for each, one in checked if not one.answer.refused]
        for kind, wanted in (("right", True), ("wrong", False)):
            found = Counter(
                state_of(one) for each, one in given if (f1(one.answer.text, each.answers) >= RIGHT_FROM) == wanted
            )
            report(arm=arm.name, answers=kind, **found)
        report_evidence(arm.name, given)


def report_evidence(arm: str, given: Sequence[tuple[EvaluationQuestion, CheckedAnswer]]) -> None:
    """Of the pieces highlighted as supporting an answer, and of those underlined as copied alone: how many lie in the
    right document, and on the right answer."""
    pieces = [(each, piece, is_highlighted(piece, one)) for each, one in given for piece in one.evidence]
    for highlighted in (True, False):
        some = [(each, piece) for each, piece, shown in pieces if shown is highlighted]
        if some:
            report(
                arm=arm,
                evidence="highlighted" if highlighted else "underlined as copied",
                pieces=len(some),
                of_answers=len(given),
                in_right_document=sum(piece.document == each.source for each, piece in some) / len(some),
                on_right_answer=sum(f1(piece.text, each.answers) > 0 for each, piece in some) / len(some),
            )


def is_highlighted(piece: Evidence, checked: CheckedAnswer) -> bool | None:
    """Whether it is drawn as support, or as copied alone; None for what contradicts, or is drawn as another piece."""
    if piece.stance == "supports":
        return True
    others = [each for each in checked.evidence if each.stance != "copied" and each.document == piece.document]
    if piece.stance == "contradicts" or any(each.start < piece.end and piece.start < each.end for each in others):
        return None
    return False


def state_of(checked: CheckedAnswer) -> str:
    states = {sentence.state for sentence in checked.sentences}
    return "contradicted" if "contradicted" in states else "unsupported" if "unsupported" in states else "supported"


def report(**figures: object) -> None:
    rounded = {name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()}
    sys.stdout.write(json.dumps(rounded, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
