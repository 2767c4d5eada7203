"""What stands in the way of an option in a case, and what to do about it first. Does not change the result."""

from dataclasses import dataclass

from core.deciding.case import Case
from core.deciding.options import Option


@dataclass(frozen=True)
class Obstacle:
    """Holds for these options where the criterion has one of these answers."""

    criterion: str
    levels: tuple[str, ...]
    options: tuple[Option, ...]
    text: str


OBSTACLES: tuple[Obstacle, ...] = (
    Obstacle("pairs", ("none",), ("tuned", "hybrid"),
             "There are no training pairs yet. Collect or import some hundreds on the Training page first."),
    Obstacle("pairs", ("few",), ("tuned", "hybrid"),
             "Fewer than 100 training pairs rarely change much. Add more, and paraphrases of those at hand."),
    Obstacle("budget", ("none",), ("tuned", "hybrid"),
             "Training and retraining have to be paid for, and there is next to no budget."),
    Obstacle("skills", ("prompts", "search"), ("tuned", "hybrid"),
             "Nobody in the team trains models yet. Plan for learning it, or for help."),
    Obstacle("updates", ("weekly", "daily"), ("tuned",),
             "Facts change faster than training follows. Keep those facts out of the training set."),
    Obstacle("traceability", ("must",), ("tuned",),
             "Every answer must show its source, and a model that was only trained cannot."),
    Obstacle("protection", ("deletable",), ("tuned", "hybrid"),
             "A fact that was trained in cannot be deleted without training again. Keep such facts out of the pairs."),
    Obstacle("infrastructure", ("model",), ("rag", "hybrid"),
             "Only a model can be run, and retrieval needs an index beside it."),
    Obstacle("order", ("scattered",), ("rag", "hybrid"),
             "Retrieval is as good as the documents are kept. Tidy them, and watch the retrieval hits on Evaluate."),
    Obstacle("speed", ("instant",), ("rag", "hybrid"),
             "Every answer waits for a search first. Measure whether that is fast enough."),
)  # fmt: skip


def obstacles_of(case: Case, option: Option) -> list[str]:
    """What stands in the way of this option."""
    return [
        each.text for each in OBSTACLES if option in each.options and case.answers.get(each.criterion) in each.levels
    ]
