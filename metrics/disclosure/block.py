"""Which tables must be thought of as one table, so that what fits each of them fits people.

Tables that agree in what they share can always be filled by the same people if their dimensions form no cycle
(acyclic hypergraphs: Beeri, Fagin, Maier and Yannakakis, Journal of the ACM 30, 1983; decomposable log-linear models).
The reduction of Graham and of Yu and Ozsoyoglu takes such tables off one by one; those that remain are crossed into
one block. A level of a hierarchy implies the coarser ones, so each level is an attribute of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Levels = Mapping[str, int]
"""Dimension -> rank of its level, 0 the finest."""
_Attributes = frozenset[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Blocks:
    """`blocks`: the crossed tables; `home`: table -> its block; `links`: two blocks and the levels that they share."""

    blocks: tuple[Levels, ...]
    home: tuple[int, ...]
    links: tuple[tuple[int, int, Levels], ...]


def reduce(tables: Sequence[Levels], ranks: Mapping[str, int]) -> Blocks:
    """Return the blocks of `tables`; `ranks`: dimension -> number of its levels.

    >>> found = reduce([{"a": 0, "r": 1}, {"a": 0, "j": 0}, {"a": 0, "age": 0}, {"r": 0, "j": 0}],
    ...                {"a": 1, "r": 2, "j": 1, "age": 1})
    >>> [sorted(each) for each in found.blocks], found.home
    ([['a', 'j', 'r'], ['j', 'r'], ['a', 'age']], (0, 0, 2, 1))
    """
    whole = [_attributes(each, ranks) for each in tables]
    rest, inside = _ears(list(whole))
    core = frozenset().union(*rest.values()) if len(rest) > 1 else frozenset()
    blocks: list[Levels] = [_levels(core)] if core else []
    home: dict[int, int] = {}
    links: list[tuple[int, int, Levels]] = []
    for index, left in rest.items():
        home[index] = 0 if whole[index] <= core else len(blocks)
        if home[index]:
            links.append((0, len(blocks), _levels(left)))
        if home[index] == len(blocks):
            blocks.append(tables[index])
    # The last ear to leave is the first whose container has a home.
    for index, (container, shared) in reversed(inside.items()):
        if whole[index] <= whole[container]:
            home[index] = home[container]
            continue
        home[index] = len(blocks)
        links.append((home[container], len(blocks), _levels(shared)))
        blocks.append(tables[index])
    return Blocks(tuple(blocks), tuple(home[index] for index in range(len(tables))), tuple(links))


def pairs(tables: Sequence[Levels], ranks: Mapping[str, int]) -> Blocks:
    """Return `tables` uncrossed, each within another left out, any two held to agree in what they share."""
    whole = [_attributes(each, ranks) for each in tables]
    home = [
        next((one for one, other in enumerate(whole) if mine < other or (mine == other and one < index)), index)
        for index, mine in enumerate(whole)
    ]
    while any(home[home[index]] != home[index] for index in range(len(home))):
        home = [home[each] for each in home]
    kept = sorted(set(home))
    links = tuple(
        (one, two, _levels(whole[kept[one]] & whole[kept[two]])) for one in range(len(kept)) for two in range(one)
    )
    return Blocks(tuple(tables[each] for each in kept), tuple(kept.index(each) for each in home), links)


def _ears(edges: list[_Attributes]) -> tuple[dict[int, _Attributes], dict[int, tuple[int, _Attributes]]]:
    """Return what the reduction leaves of the tables it cannot take off, and for the others what they hang on."""
    left = dict(enumerate(edges))
    inside: dict[int, tuple[int, _Attributes]] = {}
    while True:
        shared = {
            index: frozenset(
                each for each in edge if any(each in other for place, other in left.items() if place != index)
            )
            for index, edge in left.items()
        }
        ear = next(
            (
                (one, two)
                for one in sorted(left, reverse=True)
                for two in left
                if one != two and shared[one] <= left[two]
            ),
            None,
        )
        if ear is None:
            return shared if len(left) > 1 else left, inside
        one, two = ear
        inside[one] = (two, shared[one])
        del left[one]


def _attributes(levels: Levels, ranks: Mapping[str, int]) -> _Attributes:
    return frozenset((name, rank) for name, finest in levels.items() for rank in range(finest, ranks[name]))


def _levels(attributes: _Attributes) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, rank in sorted(attributes):
        found.setdefault(name, rank)
    return found
