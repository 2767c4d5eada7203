"""A full disk or memory, said so that a user knows what to do. Other errors pass unchanged."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import TrainingFailed

LEAST_FREE_BYTES = 100_000_000
DISK_FULL = "The disk is full, so the training could not go on. Delete adapters or runs that you no longer need, then "
MEMORY_FULL = (
    "Memory ran out, so the training could not go on. Choose a smaller batch or rank, or close other programs, then "
)
AGAIN = "train again."
SIGNS_OF_MEMORY = ("not enough memory", "out of memory", "can't allocate memory")
SIGNS_OF_DISK = ("no space left", "code: 28")


@contextmanager
def exhaustion_told() -> Iterator[None]:
    """Raise `TrainingFailed` in the place of whatever a full disk or memory raises."""
    try:
        yield
    except MemoryError as error:
        raise TrainingFailed(MEMORY_FULL + AGAIN) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise TrainingFailed(DISK_FULL + AGAIN) from error
        raise
    except Exception as error:  # torch and safetensors have their own, of no common kind
        said = str(error).lower()
        for signs, message in ((SIGNS_OF_MEMORY, MEMORY_FULL), (SIGNS_OF_DISK, DISK_FULL)):
            if any(sign in said for sign in signs):
                raise TrainingFailed(message + AGAIN) from error
        raise


def check_disk(folder: Path) -> None:
    """Raise `TrainingFailed` where too little is free for checkpoints and an adapter."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    free = shutil.disk_usage(there).free
    if free < LEAST_FREE_BYTES:
        wanted = LEAST_FREE_BYTES // 1_000_000
        raise TrainingFailed(
            f"Only {free // 1_000_000} MB are free on the disk, and a training run needs {wanted} MB. Free some first."
        )


def why_killed(code: int, has_checkpoint: bool) -> str:
    """What the end of a training process by a signal most likely means."""
    again = "go on with it below." if has_checkpoint else AGAIN
    if code in (-9, 137):
        return (
            f"The training process was killed (code {code}), most likely because memory ran out. {MEMORY_FULL}{again}"
        )
    return f"The training process ended with code {code}."
