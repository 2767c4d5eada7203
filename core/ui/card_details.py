"""What cards show beside the answers, from a workspace: what the adapter was trained on, prices, the slowest arm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.answering.nearest import NearPair, nearest_pairs
from core.answering.prices import Prices
from core.records import AdapterKind, Answer, ArmName
from core.workspace import Workspace

ADAPTER_OF: dict[ArmName, AdapterKind] = {"tuned": "closed-book", "tuned-rag": "closed-book", "hybrid": "raft"}


@dataclass(frozen=True)
class CardDetails:
    """`label`: how the arm's adapter came to be; `longest_seconds`: of the slowest answer beside it."""

    label: str = ""
    nearest: tuple[NearPair, ...] = ()
    prices: Prices = Prices()
    longest_seconds: float = 0.0


def gather_details(workspace: Workspace, answers: Sequence[Answer]) -> dict[ArmName, CardDetails]:
    """Details of each answer's card, by arm; not yet how its adapter came to be."""
    longest = max((sum(answer.seconds.values()) for answer in answers), default=0.0)
    prices, adapters = workspace.prices(), workspace.adapters()
    return {each.arm: CardDetails("", _nearest(adapters, each), prices, longest) for each in answers}


def _nearest(adapters: Mapping[AdapterKind, Path], answer: Answer) -> tuple[NearPair, ...]:
    """The pairs that the adapter of the arm, or of the one that Auto chose, was trained on; none without an adapter."""
    kind = ADAPTER_OF.get(answer.chosen or answer.arm)
    if kind is None or kind not in adapters:
        return ()
    return nearest_pairs(adapters[kind], answer.question)
