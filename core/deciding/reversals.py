"""What would reverse a result: other answers, another weight, another measured accuracy."""

from core.deciding.case import Case
from core.deciding.changed_answers import by_one_answer, by_several_answers
from core.deciding.changed_figures import by_accuracy, by_weight
from core.deciding.measurements import Measurements
from core.deciding.options import OPTIONS
from core.deciding.reversal import Reversal, apply_reversal, leader_of

__all__ = ["Reversal", "apply_reversal", "find_reversals"]


def find_reversals(case: Case, measurements: Measurements) -> list[Reversal]:
    """Answers first (several together only for an option that no single one puts first), then accuracy, then weights.

    None where no option leads.
    """
    leader = leader_of(case, measurements)
    if leader is None:
        return []
    answers = list(by_one_answer(case, measurements, leader))
    for rival in OPTIONS:
        if rival != leader and rival not in {each.winner for each in answers}:
            answers += by_several_answers(case, measurements, rival)
    return [*answers, *by_accuracy(case, measurements, leader), *by_weight(case, measurements, leader)]
