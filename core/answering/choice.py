"""Names of arms + a base model, an index and adapters -> arms that can be asked."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from core.answering.answerer import ARM_LABELS, Answerer
from core.answering.arms import ClosedBook, OpenBook
from core.answering.auto import Auto
from core.answering.auto_rule import fitted_rule
from core.answering.checking import PassageIndex
from core.answering.nearest import trained_pairs
from core.answering.second_look import SecondLook
from core.errors import AdapterUnavailable, NothingToSearch, NotTunable, UnusableInput
from core.models.endpoint import ChatModel, EndpointGenerator
from core.models.generator import Generator
from core.models.hugging_face import open_hugging_face
from core.records import AdapterKind, ArmName
from core.retrieval.remembered import RememberedVectors
from core.settings import Endpoint, OtherModel, RetrievalSettings

if TYPE_CHECKING:
    from core.models.pocket.generator import Embed

SERVED_BY_ANY: tuple[ArmName, ...] = ("base", "rag")
"""The arms that take no adapter."""


@dataclass(frozen=True)
class Ingredients:
    """What the arms of one workspace are made of. Adapters are folders, by kind; `second_look`: see `second_look`.

    `model`: the one to ask in the place of the embedded one, which alone the adapters fit.
    """

    index: PassageIndex | None
    adapters: Mapping[AdapterKind, Path] = field(default_factory=dict)
    settings: RetrievalSettings = RetrievalSettings()
    second_look: bool = False
    model: OtherModel | None = None


def make_arms(names: Sequence[ArmName], given: Ingredients) -> list[Answerer]:
    """Arms in the order of their names. Raises an `AppError` that says what an arm lacks."""
    for name in names:
        if given.model and name not in SERVED_BY_ANY:
            raise NotTunable(_why_not_tuned(name, given.model))
    return [_MAKERS[name](given) for name in names]


def _why_not_tuned(name: ArmName, model: OtherModel) -> str:
    """What keeps an arm that takes an adapter from another model, and what would make it possible."""
    lacks = (
        f"{model.name} cannot be tuned over its address, and adapters fit the embedded model alone."
        if isinstance(model, Endpoint)
        else f"Adapters fit the embedded model alone, not {model.name}."
    )
    return (
        f"{lacks} Choose the embedded model to have {ARM_LABELS[name]}. Or export the pairs on the Training page, tune "
        f"{model.name} with LLaMA-Factory or axolotl, and serve the result as the endpoint here."
    )


def parse_arms(text: str) -> list[ArmName]:
    """Names separated by commas -> arms. Raises `UnusableInput` for an unknown name.

    >>> parse_arms("base, rag")
    ['base', 'rag']
    """
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in ARM_LABELS]
    if unknown or not names:
        raise UnusableInput(f"Unknown arm {', '.join(unknown) or '(none)'}. The arms are: {', '.join(ARM_LABELS)}.")
    return [name for name in ARM_LABELS if name in names]


def possible_arms(
    has_documents: bool, adapters: Collection[AdapterKind], model: OtherModel | None = None
) -> list[ArmName]:
    """The arms that documents, adapters and model allow, without loading any."""
    needs: dict[ArmName, bool] = {
        "base": True,
        "rag": has_documents,
        "tuned": "closed-book" in adapters,
        "hybrid": has_documents and "raft" in adapters,
        "auto": has_documents and "closed-book" in adapters,
        "tuned-rag": has_documents and "closed-book" in adapters,
    }
    return [name for name, met in needs.items() if met and (model is None or name in SERVED_BY_ANY)]


def base_generator(model: OtherModel | None = None) -> Generator:
    """The untouched model: the embedded one, or another. Raises `ModelUnavailable` where that cannot be loaded."""
    if isinstance(model, Endpoint):
        return EndpointGenerator(ChatModel(model))
    if model:
        return open_hugging_face(model)
    from core.models.pocket.generator import PocketGenerator, load_pocket

    return PocketGenerator(load_pocket(), _embed())


def _embed() -> "Embed":
    from core.retrieval.embedding import shared_embedder

    return shared_embedder().embed


def _adapted(given: Ingredients, kind: AdapterKind) -> Generator:
    if kind not in given.adapters:
        raise AdapterUnavailable(f"There is no {kind} adapter yet. Train one from training pairs first.")
    from core.tuning.adapters import open_adapter

    return open_adapter(given.adapters[kind], _embed())


def _index(given: Ingredients) -> PassageIndex:
    if given.index is None:
        raise NothingToSearch("There is no document to search yet. Add documents first.")
    return given.index


def _open_book(name: ArmName, generator: Generator, given: Ingredients) -> OpenBook:
    from core.models.pocket.pointing import open_pointer

    index = _index(given)
    return OpenBook(name, generator, index, given.settings, open_pointer() if given.settings.rerank else None)


def _rag(given: Ingredients) -> Answerer:
    plain = _plain_rag(given)
    return SecondLook(plain, _index(given), _remembered()) if given.second_look else plain


def _plain_rag(given: Ingredients) -> OpenBook:
    return _open_book("rag", base_generator(given.model), given)


@lru_cache(maxsize=1)
def _remembered() -> RememberedVectors:
    """Vectors of passages' sentences are wanted again and again by the second look's verifier."""
    return RememberedVectors(_embed())


def _auto(given: Ingredients) -> Answerer:
    readers = (_hybrid(given), _plain_rag(given)) if "raft" in given.adapters else (_plain_rag(given),)
    if "closed-book" not in given.adapters:
        return Auto(None, readers, None, fitted_rule())
    tuned = ClosedBook("tuned", _adapted(given, "closed-book"))
    return Auto(tuned, readers, trained_pairs(given.adapters["closed-book"]), fitted_rule())


def _hybrid(given: Ingredients) -> OpenBook:
    return _open_book("hybrid", _adapted(given, "raft"), given)


_MAKERS: dict[ArmName, Callable[[Ingredients], Answerer]] = {
    "base": lambda given: ClosedBook("base", base_generator(given.model)),
    "rag": _rag,
    "tuned": lambda given: ClosedBook("tuned", _adapted(given, "closed-book")),
    "hybrid": _hybrid,
    "tuned-rag": lambda given: _open_book("tuned-rag", _adapted(given, "closed-book"), given),
    "auto": _auto,
}
