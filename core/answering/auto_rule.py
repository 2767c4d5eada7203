"""How Auto weighs the arms: the chance that each is right, from a few signals. Pure.

A chance is a logistic function of the signals. Its coefficients lie in `auto_rule.json`, with where they come from:
`python -m core.measuring.fit_auto` fits them, on no evaluation question.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from core.records import ArmName

RULE_FILE = Path(__file__).with_name("auto_rule.json")
INTERCEPT = "intercept"
SIGNALS: dict[ArmName, tuple[str, ...]] = {
    "tuned": ("similarity", "sureness"),
    "hybrid": ("similarity", "cosine"),
    "rag": ("similarity", "cosine"),
}
"""What an arm's chance is read from. `similarity`: cosine of the question and the nearest trained wording; `cosine`: of
the question and the best passage; `sureness`: log-odds of the fine-tuned model's own confidence."""


@dataclass(frozen=True)
class AutoRule:
    """`coefficients`: by arm and signal. `try_from`: least similarity for the fine-tuned model to be asked at all.

    `origin`: what it was fitted on and how good it was there.
    """

    coefficients: Mapping[ArmName, Mapping[str, float]]
    try_from: float
    origin: Mapping[str, Any] = field(default_factory=dict)

    def chance(self, arm: ArmName, signals: Mapping[str, float]) -> float:
        """How likely this arm is to be right, 0 to 1.

        >>> AutoRule({"rag": {"intercept": -1.0, "cosine": 2.0}}, 0.5).chance("rag", {"cosine": 0.5})
        0.5
        """
        of = self.coefficients[arm]
        total = sum(weight * (1.0 if name == INTERCEPT else signals[name]) for name, weight in of.items())
        return 1 / (1 + math.exp(-total))

    def best(self, arms: Sequence[ArmName], signals: Mapping[str, float]) -> ArmName:
        """The arm that is likeliest to be right; of equals the first."""
        return max(arms, key=lambda arm: self.chance(arm, signals))


@cache
def fitted_rule(file: Path = RULE_FILE) -> AutoRule:
    """The rule that is shipped."""
    return AutoRule(**json.loads(file.read_text(encoding="utf8")))
