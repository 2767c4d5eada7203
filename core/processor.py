"""What this machine computes faster in. It loads no model and changes no setting."""

import time
from functools import cache

ROWS, WIDTH, TURNS = 1024, 384, 4
"""The shape of the embedded models' own products, and how often each is timed."""


@cache
def bfloat16_is_faster(device: str = "cpu") -> bool:
    """Whether `device` (`cpu` or `cuda`) multiplies matrices faster in bfloat16; some processors are far slower in it.

    The best of several turns each: another process may be busy during some of them.
    """
    import torch

    if device == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    took: dict[torch.dtype, list[float]] = {torch.float32: [], torch.bfloat16: []}
    for _ in range(TURNS):
        for dtype, seconds in took.items():
            left, right = torch.ones(ROWS, WIDTH, dtype=dtype), torch.ones(4 * WIDTH, WIDTH, dtype=dtype)
            started = time.perf_counter()
            torch.nn.functional.linear(left, right)
            seconds.append(time.perf_counter() - started)
    return min(took[torch.bfloat16]) < min(took[torch.float32])
