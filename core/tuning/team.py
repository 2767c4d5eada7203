"""The processes that share one run: one alone, or several that `accelerate launch` started. Each takes a share of every
batch; gradients are added up, so that all make the same steps as one process would.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol


class Team(Protocol):
    """`rank` 0 is the one that reports and saves."""

    rank: int
    size: int
    device: str

    def sum_up(self, tensors: Sequence[Any]) -> None:
        """Replace each tensor by its sum over all processes, in place."""
        ...

    def any(self, flag: bool) -> bool:
        """Whether any process says so."""
        ...


class Alone:
    """One process, on its processor."""

    rank, size, device = 0, 1, "cpu"

    def sum_up(self, tensors: Sequence[Any]) -> None:
        pass

    def any(self, flag: bool) -> bool:
        return flag


class Launched:
    """One of the processes of `accelerate launch`, on the device that it was given."""

    def __init__(self) -> None:
        import torch
        from accelerate import Accelerator

        self._accelerator = Accelerator(cpu=not torch.accelerator.is_available())
        self.rank: int = self._accelerator.process_index
        self.size: int = self._accelerator.num_processes
        self.device = str(self._accelerator.device)

    def leave(self) -> None:
        """End the connections to the others: their threads abort a process that ends while they run."""
        self._accelerator.end_training()

    def sum_up(self, tensors: Sequence[Any]) -> None:
        """One message for all of them: many small ones would wait for each other."""
        import torch

        flat = torch.cat([tensor.reshape(-1) for tensor in tensors])
        summed = self._accelerator.reduce(flat, "sum")
        for tensor, part in zip(tensors, summed.split([tensor.numel() for tensor in tensors]), strict=True):
            tensor.copy_(part.view_as(tensor))

    def any(self, flag: bool) -> bool:
        import torch

        return bool(self._accelerator.reduce(torch.tensor(float(flag), device=self.device), "sum") > 0)


@contextmanager
def joined_team() -> Iterator[Team]:
    """The team that this process belongs to, left at the end."""
    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        yield Alone()
        return
    team = Launched()
    try:
        yield team
    finally:
        team.leave()
