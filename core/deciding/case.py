"""A case: what the user answered, how much each criterion weighs, and what was decided.

A question without an answer is not in `answers`; a weight that was not moved is not in `weights`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.deciding.criteria import CRITERION
from core.deciding.measured import MEASURED
from core.deciding.measurements import Measurements
from core.deciding.options import Option
from core.deciding.use_cases import USE_CASE

HEAVIEST = 5.0


@dataclass(frozen=True)
class Case:
    """`answers`: level by criterion. `weights`: 0 to 5 by criterion or measured figure. `chosen`: what was decided,
    empty for the recommendation. `carried`: figures that came with a re-opened record.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    use_case: str = ""
    title: str = ""
    context: str = ""
    chosen: Option | None = None
    reason: str = ""
    carried: Measurements = Measurements()

    def weight(self, key: str) -> float:
        """The weight that was set, or the one to start with."""
        first = CRITERION[key].weight if key in CRITERION else MEASURED[key].weight
        return self.weights.get(key, float(first))

    def answer(self, criterion: str, level: str | None) -> "Case":
        """The same case with this answer, or with the question skipped."""
        others = {key: each for key, each in self.answers.items() if key != criterion}
        return replace(self, answers=others | ({criterion: level} if level else {}))

    def start_from(self, use_case: str) -> "Case":
        """The same case with the answers that are typical of a use case, or with none where it is empty."""
        labels = {each.label for each in USE_CASE.values()} | {""}
        fresh = USE_CASE[use_case].label if use_case else ""
        title = fresh if self.title in labels else self.title
        answers = dict(USE_CASE[use_case].answers) if use_case else {}
        return replace(self, answers=answers, use_case=use_case, title=title)

    def weigh(self, key: str, weight: float) -> "Case":
        """The same case with this weight."""
        return replace(self, weights={**self.weights, key: weight})
