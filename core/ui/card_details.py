"""What cards show beside the answers, from a workspace: how the adapter came to be, what it was trained on, prices."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.answering.nearest import NearPair, trained_pairs
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


def gather_details(workspace: Workspace, answers: Sequence[Answer]) -> list[CardDetails]:
    """Details of each answer's card, in their order."""
    longest = max((sum(answer.seconds.values()) for answer in answers), default=0.0)
    prices, adapters = workspace.prices(), workspace.adapters()
    details = []
    for answer in answers:
        kind = ADAPTER_OF.get(answer.chosen or answer.arm)
        if kind in adapters:
            nearest = _nearest(adapters[kind], answer.question)
            details.append(CardDetails(_label(workspace, kind), nearest, prices, longest))
        else:
            details.append(CardDetails("", (), prices, longest))
    return details


def _label(workspace: Workspace, kind: AdapterKind) -> str:
    return "precomputed, shipped with the sample" if workspace.is_precomputed(kind) else "trained here"


def _nearest(adapter: Path, question: str) -> tuple[NearPair, ...]:
    from core.retrieval.embedding import shared_embedder

    return trained_pairs(adapter).nearest(shared_embedder().embed([question])[0])
