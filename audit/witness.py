"""Points that satisfy all lines, and the range of each cell that they span."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from audit.array import Flags, Floats, Ints

_KEPT = 500
_NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Aim:
    """When a target is safe: `targets` (k,) positions; `need` (n,) the width it has to have; `big` (n,) or infinity.

    A cell that can be `big` need only be more than one number.
    """

    targets: Ints
    need: Floats
    big: Floats

    def safe(self, low: Floats, high: Floats) -> Flags:
        """Return which targets (k,) are safe if every number between low and high (n,) is possible."""
        least, most = low[self.targets], high[self.targets]
        with np.errstate(invalid="ignore"):
            wide = most - least >= self.need[self.targets]
        return wide | ((most >= self.big[self.targets]) & (most > least))


@dataclass(slots=True)
class Range:
    """The least and the most (n,) that points gave each cell, in whole numbers between them."""

    low: Floats
    high: Floats

    @classmethod
    def none(cls, size: int) -> "Range":
        """Return the range of no point."""
        return cls(np.full(size, np.inf), np.full(size, -np.inf))

    def add(self, point: Floats, where: Flags) -> None:
        """Widen by a point's cells `where` (n,)."""
        np.minimum(self.low, np.ceil(point - _NEAR), out=self.low, where=where)
        np.maximum(self.high, np.floor(point + _NEAR), out=self.high, where=where)


@dataclass(slots=True)
class Witnesses:
    """Points (n,) of one level, which hold at weaker ones. `whole`: by points whose group is in whole numbers.

    A vertex of the lines need not be whole; what only such ones span is judged without whole numbers.
    """

    size: int
    loose: Range = field(init=False)
    whole: Range = field(init=False)
    points: list[tuple[NDArray[np.float32], Flags]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.loose, self.whole = Range.none(self.size), Range.none(self.size)

    def add(self, point: Floats, whole: Flags) -> None:
        """Take a point of all cells in; `whole` (n,) are those whose group is in whole numbers."""
        self.loose.add(point, np.ones(self.size, dtype=bool))
        self.whole.add(point, whole)
        if len(self.points) < _KEPT:
            self.points.append((point.astype(np.float32), whole.copy()))

    def within(self, low: Floats, high: Floats) -> "Witnesses":
        """Return those points that lie between low and high (n,)."""
        kept = Witnesses(self.size)
        for point, whole in self.points:
            exact = point.astype(float)
            if (exact >= low - _NEAR).all() and (exact <= high + _NEAR).all():
                kept.add(exact, whole)
        return kept
