"""Training pairs and evaluation questions <-> JSON Lines: one object a line, blank lines skipped.

A row holds `question`, and `answer` (text) or `answers` (list of texts), and may hold `source`, `unanswerable`, `tags`,
`paraphrases`, `passage` and `origin`. Whatever cannot be used is refused with its file, its line and what is missing;
nothing is guessed.
Does not judge whether a pair is good.
"""

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, get_args
from uuid import uuid4

from core.errors import UnusableInput
from core.records import EvaluationQuestion, PairOrigin, TrainingPair
from core.settings import Limits

__all__ = ["pair_from_fields", "parse_pairs", "parse_questions", "read_pairs", "read_questions", "write_pairs"]

DEFAULT_LIMITS = Limits()
ORIGINS: tuple[PairOrigin, ...] = get_args(PairOrigin)
DEFAULT_ORIGIN: PairOrigin = "imported"

Record = TypeVar("Record", TrainingPair, EvaluationQuestion)


def read_pairs(path: Path, limits: Limits = DEFAULT_LIMITS) -> tuple[TrainingPair, ...]:
    """Training pairs of a file. Raises `UnusableInput` as `parse_pairs` does, or when the file cannot be read."""
    return parse_pairs(_read_bytes(path, limits), path.name, limits)


def read_questions(path: Path, limits: Limits = DEFAULT_LIMITS) -> tuple[EvaluationQuestion, ...]:
    """Evaluation questions of a file. Raises `UnusableInput` as `parse_questions` does, or when it cannot be read."""
    return parse_questions(_read_bytes(path, limits), path.name, limits)


def parse_pairs(content: str | bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> tuple[TrainingPair, ...]:
    """Training pairs of a text or an upload called `name`. Of several answers the first is the one to learn.

    Raises `UnusableInput` naming the line; a row marked `unanswerable` is refused, as it has nothing to learn.

    >>> parse_pairs('{"question": "Where is the key?", "answer": "in the safe"}', "pairs.jsonl")[0].answer
    'in the safe'
    """
    return _parse(content, name, limits, _make_pair)


def parse_questions(content: str | bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> tuple[EvaluationQuestion, ...]:
    """Evaluation questions of a text or an upload called `name`, with every accepted answer once, in order.

    Raises `UnusableInput` naming the line, also where an answerable question has no answer or an unanswerable one has.
    """
    return _parse(content, name, limits, _make_question)


def pair_from_fields(fields: dict[str, object], place: str) -> TrainingPair:
    """The pair of one row, wherever it comes from. Raises `UnusableInput` naming the `place` and what is missing."""
    return _make_pair(_Row(fields, place))


def write_pairs(pairs: Iterable[TrainingPair], path: Path) -> None:
    """Write `pairs` so that `read_pairs` returns them unchanged; empty fields are left out.

    The file is replaced in one step: a reader sees the old pairs or the new ones, never half.
    """
    lines = [json.dumps(_as_row(pair), ensure_ascii=False) + "\n" for pair in pairs]
    temporary = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        temporary.write_text("".join(lines), encoding="utf-8")
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


@dataclass(frozen=True)
class _Row:
    """One line's object, with the place that an error names."""

    fields: dict[str, object]
    place: str

    def refuse(self, reason: str) -> UnusableInput:
        return UnusableInput(f"{self.place}: {reason}")

    def text(self, key: str) -> str:
        value = self.fields.get(key)
        return "" if value is None else self._checked(value, f"“{key}” must be text in quotation marks.")

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.fields.get(key)
        reason = f'“{key}” must be a list of texts, such as ["…"].'
        if values is None:
            return ()
        if not isinstance(values, list):
            raise self.refuse(reason)
        return tuple(text for text in (self._checked(value, reason) for value in values) if text)

    def flag(self, key: str) -> bool:
        value = self.fields.get(key, False)
        if not isinstance(value, bool):
            raise self.refuse(f"“{key}” must be true or false, without quotation marks.")
        return value

    def question(self) -> str:
        question = self.text("question")
        if not question:
            raise self.refuse("“question” is missing or blank. Add the question, or delete the line.")
        return question

    def answers(self) -> tuple[str, ...]:
        """`answer`, then `answers`, each once."""
        return tuple(dict.fromkeys(text for text in (self.text("answer"), *self.texts("answers")) if text))

    def _checked(self, value: object, reason: str) -> str:
        if not isinstance(value, str):
            raise self.refuse(reason)
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise self.refuse("a \\u escape stands for half a character. Save the file as plain UTF-8 text.")
        return value.strip()


def _make_pair(row: _Row) -> TrainingPair:
    question, answers = row.question(), row.answers()
    if row.flag("unanswerable"):
        raise row.refuse(
            "a training pair cannot be unanswerable: it has no answer to learn. Delete the line, "
            "or keep it in the evaluation questions."
        )
    if not answers:
        raise row.refuse("“answer” is missing or blank. Add the answer, or delete the line.")
    return TrainingPair(
        question,
        answers[0],
        row.text("source"),
        row.texts("paraphrases"),
        row.texts("tags"),
        row.text("passage"),
        _origin(row),
    )


def _origin(row: _Row) -> PairOrigin:
    origin = row.text("origin") or DEFAULT_ORIGIN
    if origin not in ORIGINS:
        raise row.refuse(f"“origin” must be one of {', '.join(ORIGINS)}, or be left out.")
    return origin


def _make_question(row: _Row) -> EvaluationQuestion:
    question, answers, unanswerable = row.question(), row.answers(), row.flag("unanswerable")
    if unanswerable and answers:
        raise row.refuse("the question is marked unanswerable but has an answer. Remove one of the two.")
    if not unanswerable and not answers:
        raise row.refuse('“answers” is missing or blank. Add an accepted answer, or mark it "unanswerable": true.')
    return EvaluationQuestion(question, answers, row.text("source"), unanswerable, row.texts("tags"))


def _parse(content: str | bytes, name: str, limits: Limits, make: Callable[[_Row], Record]) -> tuple[Record, ...]:
    # Only a line feed ends a row: U+2028 and its like may stand inside a JSON text.
    lines = _decode(content, name).split("\n")
    filled = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if not filled:
        raise UnusableInput(f"{name} is empty. Put one JSON object with “question” and “answer” on each line.")
    if len(filled) > limits.rows:
        raise UnusableInput(f"{name} has {len(filled):,} rows; at most {limits.rows:,} are allowed. Split the file.")
    return tuple(make(_read_row(line, f"{name}, line {number}")) for number, line in filled)


def _read_row(line: str, place: str) -> _Row:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnusableInput(f"{place}: not JSON. Each line must be one complete JSON object.") from error
    if not isinstance(fields, dict):
        raise UnusableInput(f"{place}: must be a JSON object with “question” and “answer”, in curly brackets.")
    return _Row(fields, place)


def _decode(content: str | bytes, name: str) -> str:
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnusableInput(f"{name}, line {line}: not UTF-8 text. Save the file with the encoding UTF-8.") from error


def _read_bytes(path: Path, limits: Limits) -> bytes:
    if not path.is_file():
        raise UnusableInput(f"{path} does not exist or is not a file. Check the path.")
    if path.stat().st_size > limits.file_bytes:
        allowed = f"{limits.file_bytes / 1_000_000:,.0f} MB"
        raise UnusableInput(f"{path.name} is larger than {allowed}, the most that is allowed. Split the file.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnusableInput(f"{path} cannot be read ({error.strerror}). Check its permissions.") from error


def _as_row(pair: TrainingPair) -> dict[str, object]:
    row: dict[str, object] = {"question": pair.question, "answer": pair.answer, "source": pair.source}
    row |= {"paraphrases": list(pair.paraphrases), "tags": list(pair.tags), "passage": pair.passage}
    row |= {"origin": pair.origin if pair.origin != DEFAULT_ORIGIN else ""}
    return {key: value for key, value in row.items() if value}
