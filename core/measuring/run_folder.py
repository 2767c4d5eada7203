"""A kept evaluation run <-> its folder. Every answer is appended as it comes, so that a killed run can go on.

settings.json     what it runs on: arms, model, adapters with their lineage, retrieval, documents, question set, when
questions.jsonl   the questions, with their tags
answers.jsonl     one line for each question and arm: the whole answer with its scores
results.json      figures, written at the end with results.csv and report.html; a folder without it is not complete
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from core.errors import AppError, UnusableInput
from core.measuring.evaluation import EvaluationRun, Place, QuestionResult
from core.measuring.kept_folder import RESULTS, SETTINGS, KeptFolder
from core.measuring.question_files import write_question_lines
from core.measuring.report import write_report
from core.records import Answer, EvaluationQuestion
from core.tuning.pairs import parse_questions

if TYPE_CHECKING:
    from pydantic import TypeAdapter

QUESTIONS, ANSWERS = "questions.jsonl", "answers.jsonl"
SEVERAL_OPEN = 4


@dataclass(frozen=True)
class RunFolder(KeptFolder):
    """One run's folder, which may hold an unfinished run."""

    def _are_whole(self, settings: dict[str, Any]) -> bool:
        return {"arms", "questions", "started"} <= set(settings)

    def questions(self) -> tuple[EvaluationQuestion, ...]:
        return parse_questions((self.folder / QUESTIONS).read_bytes(), QUESTIONS)

    def answered(self) -> dict[Place, QuestionResult]:
        """What is there so far. A last line that a kill cut short is not."""
        file, questions = self.folder / ANSWERS, self.questions()
        lines = file.read_text(encoding="utf8").split("\n") if file.exists() else []
        found = [_read_line(line, questions) for line in lines if line]
        return dict(each for each in found if each)

    def count_answered(self) -> int:
        """How many answers are there, without reading them."""
        file = self.folder / ANSWERS
        return file.read_bytes().count(b"\n") if file.exists() else 0

    def append(self, number: int, result: QuestionResult) -> None:
        """Keep one result, on disk before this returns to the caller."""
        line = {"number": number, "arm": result.arm, "scores": result.scores, "error": result.error}
        with (self.folder / ANSWERS).open("a", encoding="utf8") as stream:
            stream.write(json.dumps(line | {"answer": asdict(result.answer)}) + "\n")

    def drop_torn_line(self) -> None:
        """Cut off what a kill left of a line, so that the next one starts on its own."""
        file = self.folder / ANSWERS
        content = file.read_bytes() if file.exists() else b""
        if content and not content.endswith(b"\n"):
            os.truncate(file, content.rfind(b"\n") + 1)

    def finish(self, run: EvaluationRun) -> None:
        """Write figures and reports; from now on the run is complete. A run that was cancelled stays unfinished."""
        if not run.cancelled:
            write_report(run, self.folder)


def create_run(folder: Path, settings: Mapping[str, Any], questions: Sequence[EvaluationQuestion]) -> RunFolder:
    """Begin a run in a folder, in the place of one that was there. Raises `AppError` where it cannot be written to."""
    lines = write_question_lines(questions)
    digest = sha256(lines.encode("utf8", errors="replace")).hexdigest()
    content = {
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        **settings,
        "questions": {"count": len(questions), "sha256": digest},
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in (RESULTS, ANSWERS):
            (folder / old).unlink(missing_ok=True)
        (folder / QUESTIONS).write_text(lines, encoding="utf8", errors="replace")
        (folder / SETTINGS).write_text(json.dumps(content, indent=1), encoding="utf8")
    except OSError as error:
        raise AppError(
            f"The run could not be written to {folder} ({error.strerror}). Choose another folder."
        ) from error
    return RunFolder(folder)


def new_run_folder(root: Path) -> Path:
    """A folder name that sorts by time."""
    return root / f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{token_hex(2)}"


def list_runs(root: Path) -> list[RunFolder]:
    """Runs in a folder, newest first; what is no run is passed over."""
    runs = [RunFolder(each) for each in sorted(root.glob("*"), key=lambda each: each.name, reverse=True)]
    return [run for run in runs if run.settings and (run.folder / QUESTIONS).is_file()]


def read_run(run: RunFolder) -> EvaluationRun:
    """A complete run, as it was computed. Raises `UnusableInput` when its files are damaged."""
    return _read_run(run.folder, (run.folder / RESULTS).stat().st_mtime_ns)


@lru_cache(maxsize=SEVERAL_OPEN)
def _read_run(folder: Path, _written: int) -> EvaluationRun:
    run = RunFolder(folder)
    try:
        head = json.loads((folder / RESULTS).read_text(encoding="utf8"))
        answered, arms = run.answered(), list(head["arms"])
        results = tuple(answered[number, arm] for number in range(len(run.questions())) for arm in arms)
        return EvaluationRun(results, head["computed"], head["cancelled"], head["settings"], head["costs"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnusableInput(f"The run {folder.name} is damaged and cannot be shown. Evaluate again.") from error


def _read_line(line: str, questions: Sequence[EvaluationQuestion]) -> tuple[Place, QuestionResult] | None:
    from pydantic import ValidationError

    try:
        fields = json.loads(line)
        answer = _answer_adapter().validate_python(fields["answer"])
        question = questions[fields["number"]]
        result = QuestionResult(question, fields["arm"], answer, fields["scores"], fields["error"])
    except (ValueError, KeyError, IndexError, TypeError, ValidationError):
        return None
    return (fields["number"], fields["arm"]), result


@lru_cache(maxsize=1)
def _answer_adapter() -> "TypeAdapter[Answer]":
    from pydantic import TypeAdapter

    return TypeAdapter(Answer)
