"""An adapter's weights under AdamW: one step at a time, with its figures; saved and taken up again as a whole."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.errors import TrainingFailed
from core.tuning.examples import Examples
from core.tuning.lora import trainable_weights
from core.tuning.plan import Schedule, TrainingSettings
from core.tuning.team import Team
from core.tuning.writing import to_device

WARM_UP = 0.05
LOWEST_RATE = 0.01
LARGEST_NORM = 1.0
"""Gradients are scaled down to this norm."""


@dataclass(frozen=True)
class Step:
    """What one step did: mean loss of its tokens, learning rate, norm of the gradient before it was scaled."""

    loss: float
    learning_rate: float
    gradient_norm: float


class Optimiser:
    """Trains what is trainable in a `PeftModel`; `steps` is the length of the schedule."""

    def __init__(self, tuned: Any, settings: TrainingSettings, steps: int, team: Team) -> None:
        import torch

        self._tuned, self._team = tuned.to(team.device), team
        self._weights = trainable_weights(tuned)
        self._dropouts = [module for name, module in tuned.named_modules() if "lora_dropout" in name]
        self._optimizer = torch.optim.AdamW(
            self._weights.values(), lr=settings.learning_rate, weight_decay=0.0, fused=True
        )
        rate = lambda step: rate_at(step, steps, settings.schedule)  # noqa: E731
        self._schedule = torch.optim.lr_scheduler.LambdaLR(self._optimizer, rate)

    def step(self, examples: Examples, rows: Sequence[int]) -> Step:
        """One step on these rows. Raises `TrainingFailed` when the loss is no longer a number."""
        import torch

        for module in self._dropouts:
            module.train()
        loss = self._gradients(examples, rows)
        norm = float(torch.nn.utils.clip_grad_norm_(self._weights.values(), LARGEST_NORM))
        rate = self._schedule.get_last_lr()[0]
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        self._schedule.step()
        return Step(_finite(loss), rate, norm)

    def _gradients(self, examples: Examples, rows: Sequence[int]) -> float:
        """Mean loss over the rows' tokens, of which this process computes its share, with its gradients."""
        import torch

        if self._team.size == 1:
            loss = self._tuned(**to_device(examples.inputs(rows), self._tuned)).loss
            loss.backward()
            return float(loss.detach())
        tokens = int((examples.inputs(rows)["labels"] != -100).sum())
        total = torch.zeros((), device=self._team.device)
        if mine := rows[self._team.rank :: self._team.size]:
            inputs = to_device(examples.inputs(mine), self._tuned)
            loss = self._tuned(**inputs).loss * ((inputs["labels"] != -100).sum() / tokens)
            loss.backward()
            total += loss.detach()
        for weight in self._weights.values():
            weight.grad = torch.zeros_like(weight) if weight.grad is None else weight.grad
        self._team.sum_up([total, *(weight.grad for weight in self._weights.values())])
        return float(total)

    def weights(self) -> dict[str, Any]:
        """A copy of what is trained, by name."""
        return {name: weight.detach().cpu().clone() for name, weight in self._weights.items()}

    def put(self, weights: dict[str, Any]) -> None:
        for name, weight in self._weights.items():
            weight.data.copy_(weights[name])

    def state(self) -> dict[str, Any]:
        """Weights, optimizer, place in the schedule, and the state of chance."""
        import torch

        parts = {"optimizer": self._optimizer.state_dict(), "schedule": self._schedule.last_epoch}
        return parts | {"weights": self.weights(), "chance": torch.get_rng_state()}

    def take(self, state: dict[str, Any]) -> None:
        """Go on from what `state` gave."""
        import torch

        self.put(state["weights"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._schedule.last_epoch = state["schedule"]
        self._schedule._last_lr = [group["lr"] for group in self._optimizer.param_groups]
        torch.set_rng_state(state["chance"])


def rate_at(step: int, steps: int, schedule: Schedule) -> float:
    """Share of the learning rate: linear warm-up, then down to a hundredth on a line or half a cosine, or constant.

    >>> [round(rate_at(step, 100, "linear"), 2) for step in (0, 4, 50, 100)]
    [0.2, 0.96, 0.5, 0.01]
    >>> [round(rate_at(step, 100, "cosine"), 2) for step in (0, 50, 100)]
    [0.2, 0.5, 0.01]
    """
    done = step / steps
    left = {"linear": 1 - done, "cosine": (1 + math.cos(math.pi * done)) / 2, "constant": 1.0}[schedule]
    return min(1.0, (step + 1) / max(1, WARM_UP * steps)) * max(LOWEST_RATE, left)


def _finite(loss: float) -> float:
    if not math.isfinite(loss):
        raise TrainingFailed("The loss is no longer a number. Lower the learning rate and train again.")
    return loss
