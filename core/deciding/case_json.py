"""A case as JSON: kept in a workspace, carried by a record. Whatever is read is checked: it may be a stranger’s."""

import json
import math
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import uuid4

from core.deciding.case import HEAVIEST, Case
from core.deciding.criteria import CRITERION
from core.deciding.measured import MEASURED
from core.deciding.measurements import ARMS, FIGURES, Figures, Measurements
from core.deciding.options import OPTIONS
from core.deciding.use_cases import USE_CASE
from core.errors import AppError, UnusableInput

LONGEST_TEXT = 4_000
FORMAT = 1


def case_to_fields(case: Case) -> dict[str, Any]:
    """The case as what JSON can hold."""
    content = asdict(case)
    del content["carried"]["documents"]  # another workspace has other documents
    if (figures := content["carried"]["break_even"]) is not None:
        figures["values"] = {arm: _finite(value) for arm, value in figures["values"].items()}
    return {"format": FORMAT, **content}


def _finite(value: float) -> float | None:
    """Null in JSON stands for never: JSON has no infinity."""
    return value if math.isfinite(value) else None


def case_from_fields(content: Any) -> Case:
    """The case that `case_to_fields` made this of. Every value is checked: it may come from a stranger's file.

    Raises `UnusableInput` with what is wrong.
    """
    try:
        if content["format"] != FORMAT:
            raise ValueError(f"format {content['format']!r:.20} is not known here")
        case = Case(
            answers={str(key): str(level) for key, level in content["answers"].items()},
            weights={str(key): float(weight) for key, weight in content["weights"].items()},
            carried=_measurements_from_fields(content["carried"]),
            chosen=content["chosen"],
            **{name: _text(content[name]) for name in ("use_case", "title", "context", "reason")},
        )
        _check(case)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnusableInput(f"This is no decision of this program, or a damaged one ({_reason(error)}).") from error
    return case


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise ValueError(f"a text is missing, or longer than {LONGEST_TEXT:,} characters")
    return value


def _reason(error: Exception) -> str:
    return f"{error.args[0] if error.args else error} is missing" if isinstance(error, KeyError) else str(error)[:200]


def _check(case: Case) -> None:
    for key, level in case.answers.items():
        if key not in CRITERION or level not in {each.key for each in CRITERION[key].levels}:
            raise ValueError(f"there is no answer {level!r:.40} to a question {key!r:.40}")
    for key, weight in case.weights.items():
        if key not in CRITERION and key not in MEASURED:
            raise ValueError(f"there is no criterion {key!r:.40}")
        if not 0 <= weight <= HEAVIEST:
            raise ValueError(f"the weight of {key} is not between 0 and {HEAVIEST:g}")
    if case.chosen not in (None, *OPTIONS):
        raise ValueError(f"there is no option {case.chosen!r:.40}")
    if case.use_case and case.use_case not in USE_CASE:
        raise ValueError(f"there is no use case {case.use_case!r:.40}")


def _measurements_from_fields(content: Mapping[str, Any]) -> Measurements:
    found: dict[str, Any] = {name: _figures_from_fields(content[name]) for name in FIGURES}
    return Measurements(**found)


def _figures_from_fields(content: Mapping[str, Any] | None) -> Figures | None:
    if content is None:
        return None
    values = {arm: math.inf if value is None else float(value) for arm, value in content["values"].items()}
    if not values or set(values) - set(ARMS):
        raise ValueError("its figures cannot be read")
    spans = {arm: (float(low), float(high)) for arm, (low, high) in content["intervals"].items() if arm in values}
    return Figures(values, _text(content["run"]), _text(content["computed"]), spans)


def write_case(case: Case, file: Path) -> None:
    """Keep the case; a reader sees the old one or the new one, never half. Raises `AppError` when it cannot."""
    temporary = file.with_name(f".{file.name}.{uuid4().hex}")
    try:
        temporary.write_text(json.dumps(case_to_fields(case), indent=1), encoding="utf8")
        os.replace(temporary, file)
    except OSError as error:
        raise AppError(f"Your answers could not be kept ({error.strerror}). Download the record instead.") from error
    finally:
        temporary.unlink(missing_ok=True)


def read_case(file: Path) -> Case:
    """The case that was kept, a new one where none was.

    A damaged file is set aside beside it, and `UnusableInput` says so: the next reading starts with a new case.
    """
    try:
        return case_from_fields(json.loads(file.read_text(encoding="utf8")))
    except FileNotFoundError:
        return Case()
    except (OSError, ValueError, RecursionError, UnusableInput) as error:
        aside = file.with_suffix(f".damaged{file.suffix}")
        os.replace(file, aside)
        raise UnusableInput(
            f"The answers kept for this page could not be read. They were set aside as {aside.name}; "
            "answer anew, or re-open a decision record."
        ) from error
