"""Everything that can go wrong for a user, as one tree. A message says what happened and what to do.

AppError
├── UnreadableDocument   a file that cannot be read: empty, broken, of an unknown or wrong kind
├── LimitReached         a file, a workspace or a run that is larger than allowed here
├── AddingCancelled      documents that the user stopped from being added
├── UnusableInput        a question, a training pair or a question set that cannot be used as it is
├── NothingToSearch      a question before there is any document
├── ModelUnavailable     a model that is missing, altered or out of reach
│   ├── AdapterUnavailable   an adapter that is missing, altered or made for other weights
│   └── NotTunable           a model that takes no adapter here
├── TrainingFailed       a training run that ended without an adapter
│   └── TrainingCancelled    … because the user stopped it
└── Stopped              measuring that the user stopped; what was done is kept

Core raises these; some know the part of this program where the user can help it, their `remedy`. Pages and the
command line catch `AppError` in one place. Anything else is a bug.
"""

from typing import ClassVar, Literal

__all__ = [
    "AdapterUnavailable",
    "AddingCancelled",
    "AppError",
    "LimitReached",
    "ModelUnavailable",
    "NotTunable",
    "NothingToSearch",
    "Remedy",
    "Stopped",
    "TrainingCancelled",
    "TrainingFailed",
    "UnreadableDocument",
    "UnusableInput",
]

Remedy = Literal["", "documents", "training", "export of pairs"]
"""Where what went wrong can be mended; empty where it is in none of these parts."""


class AppError(Exception):
    """Root of the tree; `str(error)` is shown to the user as it is."""

    remedy: ClassVar[Remedy] = ""


class UnreadableDocument(AppError):
    """A document could not be read."""


class LimitReached(AppError):
    """Something is larger than this installation allows."""


class AddingCancelled(AppError):
    """The user stopped documents from being added."""


class UnusableInput(AppError):
    """A question, training pair or question set cannot be used."""


class NothingToSearch(AppError):
    """There is no document to search yet."""

    remedy = "documents"


class ModelUnavailable(AppError):
    """A model is missing, altered or out of reach."""


class AdapterUnavailable(ModelUnavailable):
    """An adapter is missing, altered or does not fit."""

    remedy = "training"


class NotTunable(ModelUnavailable):
    """An adapter was asked of a model that takes none here."""

    remedy = "export of pairs"


class TrainingFailed(AppError):
    """A training run left no adapter."""


class TrainingCancelled(TrainingFailed):
    """The user stopped a training run."""


class Stopped(AppError):
    """The user stopped an evaluation or an experiment."""
