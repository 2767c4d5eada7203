"""Whether this machine is faster in bfloat16, and training in it with float32 masters (Micikevicius et al. 2018)."""

import time
from functools import cache

import torch
from torch import Tensor, nn


@cache
def is_faster(rows: int = 1024, width: int = 384, repeats: int = 4) -> bool:
    """Whether this processor multiplies matrices faster in bfloat16; on some it is several times slower.

    The best of several turns each: another process may be busy during some of them.
    """
    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported())
    took: dict[torch.dtype, list[float]] = {torch.float32: [], torch.bfloat16: []}
    for _ in range(repeats):
        for dtype, seconds in took.items():
            left, right = torch.ones(rows, width, dtype=dtype), torch.ones(4 * width, width, dtype=dtype)
            started = time.perf_counter()
            nn.functional.linear(left, right)
            seconds.append(time.perf_counter() - started)
    return min(took[torch.bfloat16]) < min(took[torch.float32])


class MasterWeights:
    """What an optimizer changes, by name: float32 copies where the model computes in bfloat16, else its own weights.

    A step is smaller than bfloat16 can tell apart from nothing: without masters most of them would be lost.
    """

    def __init__(self, model: nn.Module, low_precision: bool) -> None:
        self.model, self.low_precision = model, low_precision
        self._trained = {name: weight for name, weight in model.named_parameters() if weight.requires_grad}
        self._exact: dict[str, Tensor] = model.state_dict()
        if low_precision:
            self._exact = {name: weight.detach().float().clone() for name, weight in self._exact.items()}
            model.bfloat16()
        self.by_name = {name: self._exact[name] if low_precision else weight for name, weight in self._trained.items()}

    def take_gradients(self) -> None:
        """From the model to the masters, and away from the model."""
        if self.low_precision:
            for name, weight in self._trained.items():
                self.by_name[name].grad = None if weight.grad is None else weight.grad.float()
                weight.grad = None

    def give_weights(self) -> None:
        """From the masters to the model."""
        if self.low_precision:
            for name, weight in self._trained.items():
                weight.data.copy_(self.by_name[name])

    def state_dict(self) -> dict[str, Tensor]:
        """The model's, as it was before it was rounded and as it was trained since."""
        return self._exact
