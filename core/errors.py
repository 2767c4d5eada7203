"""Everything that can go wrong for a user, as one tree. A message says what happened and what to do.

AppError
├── UnreadableDocument   a file that cannot be read: empty, broken, of an unknown or wrong kind
├── LimitReached         a file, a workspace or a run that is larger than allowed here
├── AddingCancelled      documents that the user stopped from being added
├── UnusableInput        a question, a training pair or a question set that cannot be used as it is
├── NothingToSearch      a question before there is any document
├── ModelUnavailable     a model or an adapter that is missing, altered or made for other weights
├── TrainingFailed       a training run that ended without an adapter
│   └── TrainingCancelled    … because the user stopped it
└── Stopped              measuring that the user stopped; what was done is kept

Core raises these; pages and the command line catch `AppError` in one place. Anything else is a bug.
"""

__all__ = [
    "AddingCancelled",
    "AppError",
    "LimitReached",
    "ModelUnavailable",
    "NothingToSearch",
    "Stopped",
    "TrainingCancelled",
    "TrainingFailed",
    "UnreadableDocument",
    "UnusableInput",
]


class AppError(Exception):
    """Root of the tree; `str(error)` is shown to the user as it is."""


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


class ModelUnavailable(AppError):
    """A model or adapter is missing, altered or does not fit."""


class TrainingFailed(AppError):
    """A training run left no adapter."""


class TrainingCancelled(TrainingFailed):
    """The user stopped a training run."""


class Stopped(AppError):
    """The user stopped an evaluation or an experiment."""
