"""Training in bfloat16 with float32 masters (Micikevicius et al. 2018)."""

from torch import Tensor, nn


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
