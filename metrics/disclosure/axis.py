"""The dimensions of one delivery: its members, their groups at each level, and one number for each set of members.

Two names of the same set of finest members are the same aggregate: a level's only member and the total, or a group
of one. Each set has one number, and 0 is the total, so that a cell has one key however it is named.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metrics.disclosure.policy import Dimension

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Level:
    """The groups of a level. `of`: finest member -> its group; `key`: group -> number of its set of members."""

    names: tuple[str, ...]
    of: Whole
    key: Whole


@dataclass(frozen=True, slots=True)
class Axis:
    """A dimension as delivered. `size` is the number of distinct sets of members, the total among them."""

    name: str
    members: tuple[str, ...]
    levels: Mapping[str, Level]
    size: int

    def between(self, fine: str, coarse: str) -> Whole:
        """Return, for each group of level `fine`, its group of level `coarse`."""
        groups = np.zeros(len(self.levels[fine].names), dtype="int64")
        groups[self.levels[fine].of] = self.levels[coarse].of
        return groups


def axis(dimension: Dimension, members: Iterable[str]) -> Axis:
    """Return `dimension` with the finest `members` that occur, in order of name.

    Raises ValueError if a group of a level is not a union of groups of the level below.
    """
    finest = tuple(sorted(set(members)))
    numbers: dict[frozenset[int], int] = {frozenset(range(len(finest))): 0}
    levels: dict[str, Level] = {}
    below: Whole | None = None
    for level in dimension.levels:
        named = [dimension.group(member, level) for member in finest]
        names = tuple(dict.fromkeys(named))
        of = np.array([names.index(name) for name in named], dtype="int64")
        if below is not None and len({(int(a), int(b)) for a, b in zip(below, of, strict=True)}) > below.max() + 1:
            raise ValueError(
                f"{dimension.name}: level {level} splits a group of the level below; groups must be nested"
            )
        sets = [frozenset(np.flatnonzero(of == index).tolist()) for index in range(len(names))]
        key = np.array([numbers.setdefault(each, len(numbers)) for each in sets], dtype="int64")
        levels[level] = Level(names, of, key)
        below = of
    return Axis(dimension.name, finest, levels, len(numbers))
