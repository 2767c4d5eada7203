"""One question to several arms, one after another: what each said, or why it could not.

The failure of one leaves the others standing. What several arms do alike, a search or the reading of the same passages,
is done once and counted in the time of each. Nothing is checked here, see `checking`.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from core.answering.answerer import check_question
from core.answering.choice import Ingredients, make_arms
from core.answering.shared_search import SharedSearch
from core.errors import AppError, Remedy
from core.models.generator import OnText
from core.records import Answer, ArmName

OnArmText = Callable[[ArmName, str], object]
"""Called with an arm and all of its answer that is written so far."""

UNEXPECTED = "This arm failed in a way that nobody foresaw; the log of the program has the details. The others stand."

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What came of asking an arm: its answer, or what happened instead and where that can be mended."""

    arm: ArmName
    answer: Answer | None
    problem: str = ""
    remedy: Remedy = ""


def ask_each(
    names: Sequence[ArmName], given: Ingredients, question: str, on_text: OnArmText | None = None
) -> Iterator[Outcome]:
    """The outcome of each arm as soon as there is one, in the order of the names.

    Raises `UnusableInput` for a question that no arm could be asked.
    """
    question = check_question(question)
    if given.index:
        given = replace(given, index=SharedSearch(given.index))
    for name in names:
        yield _ask(name, given, question, _told_as(name, on_text))


def _ask(name: ArmName, given: Ingredients, question: str, on_text: OnText | None) -> Outcome:
    try:
        (arm,) = make_arms([name], given)
        return Outcome(name, arm.answer(question, on_text))
    except AppError as error:
        return Outcome(name, None, str(error), error.remedy)
    except Exception:
        _log.exception("The arm %s failed", name)
        return Outcome(name, None, UNEXPECTED)


def _told_as(name: ArmName, on_text: OnArmText | None) -> OnText | None:
    return None if on_text is None else lambda text: on_text(name, text)
