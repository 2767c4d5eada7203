"""Many proposals -> as many as are wanted, evenly from every document, and within one from every passage. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, zip_longest
from typing import TypeVar

from core.tuning.proposing.sifting import Placed

Item = TypeVar("Item")


def spread_evenly(placed: Sequence[Placed], most: int) -> list[Placed]:
    """At most `most` proposals, one document after another; one with few gives all, and its share goes to others."""
    by_document = _grouped(placed, lambda each: each.document.name)
    ordered = [_taking_turns(_turned(_grouped(group, lambda each: each.passage.id))) for group in by_document]
    return _taking_turns(ordered)[:most]


def _turned(groups: Sequence[Sequence[Item]]) -> list[list[Item]]:
    """Each group begun at another place, so that of a table not one column alone is asked for.

    >>> _turned([["a", "b"], ["c", "d"], ["e"]])
    [['a', 'b'], ['d', 'c'], ['e']]
    """
    return [[*group[at % len(group) :], *group[: at % len(group)]] for at, group in enumerate(groups)]


def _grouped(items: Iterable[Item], key: Callable[[Item], str]) -> list[list[Item]]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return list(groups.values())


def _taking_turns(groups: Sequence[Sequence[Item]]) -> list[Item]:
    """The first of each group, then the second of each, and so on.

    >>> _taking_turns([["a", "b", "c"], ["x"]])
    ['a', 'x', 'b', 'c']
    """
    nothing = object()
    turns = chain.from_iterable(zip_longest(*groups, fillvalue=nothing))
    return [each for each in turns if each is not nothing]  # type: ignore[misc]
