"""Auto: picks an arm for each question, and says which and why. A rule of one comparison, not a model.

A question that means nearly what a training pair asks goes to the fine-tuned model, which is quicker; any other goes to
RAG, which can answer what was never trained.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.answering.answerer import ARM_LABELS, Answerer, check_question
from core.models.generator import OnText
from core.records import Answer, ArmName

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Embed = Callable[[Sequence[str]], NDArray[np.float32]]

NEAR = 0.85
"""Least cosine similarity between a question and a trained wording for the fine-tuned arm to be asked."""


@dataclass(frozen=True)
class Auto:
    """Asks `tuned` where a trained wording is near, else `otherwise`. `trained`: (n, 384) embeddings of wordings."""

    tuned: Answerer | None
    otherwise: Answerer
    embed: "Embed"
    wordings: tuple[str, ...]
    trained: "NDArray[np.float32]"
    name: ArmName = "auto"

    def answer(self, question: str, on_text: OnText | None = None) -> Answer:
        question = check_question(question)
        arm, why = self._choose(question)
        answer = arm.answer(question, on_text)
        return replace(answer, arm=self.name, note=f"Auto chose {ARM_LABELS[arm.name]}: {why}")

    def _choose(self, question: str) -> tuple[Answerer, str]:
        if self.tuned is None or not self.wordings:
            return self.otherwise, "there is no fine-tuned model to choose."
        similarity = self.trained @ self.embed([question])[0]
        nearest = int(similarity.argmax())
        score = float(similarity[nearest])
        near = f"the nearest trained question, “{self.wordings[nearest]}”, has similarity {score:.2f}"
        if score >= NEAR:
            return self.tuned, f"{near}, at least {NEAR}."
        return self.otherwise, f"{near}, below {NEAR}."
