"""Whole people around whole people: steps from one point that fits all lines to others, which need no rounding.

Lines over crossed tables have broken vertices. With the people of all members of one dimension but one held still, what
may move is a table of two ways, whose vertices are whole where its sums are nested (Hoffman and Kruskal, in Linear
Inequalities and Related Systems, 1956). So a point is changed one member after the other. Nothing rests on that: each
point is rounded and checked against every line by who takes it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from audit.array import Flags, Floats, Ints
from audit.error import Contradiction
from audit.program import Group


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a group that moves while the rest stands still: positions `cells` in it, and `lines` through them."""

    cells: Ints
    lines: Ints
    inner: sp.csr_matrix

    def moved(
        self, group: Group, point: Floats, some: Flags, goal: Floats, weight: Floats, *, up: bool, seconds: float
    ) -> Floats | None:
        """Return a point (k,) like this one with `some` cells of the piece as near their goals as it can bring them."""
        asked = some[self.cells] & ((point < goal) if up else (point > goal))[self.cells]
        if not asked.any():
            return None
        rest = group.lines[self.lines] @ point - self.inner @ point[self.cells]
        part = Group(
            self.cells,
            self.inner,
            group.least[self.lines] - rest,
            group.most[self.lines] - rest,
            group.low[self.cells],
            group.high[self.cells],
        )
        try:
            found = part.reaching(asked, goal[self.cells], weight[self.cells], up=up, seconds=seconds)
        except Contradiction:
            return None  # the numbers of the lines are rounded ones, and the point lies at their very end
        if found is None:
            return None
        whole = point.copy()
        whole[self.cells] = found
        return whole


def families(group: Group, cuts: Sequence[Ints]) -> Iterator[list[Piece]]:
    """Yield the pieces of a group, one a member of a dimension, dimension by dimension; the whole if there is none.

    Dimensions of many members come first: their pieces are small.

    `cuts` (n,) each: for a dimension the number of the member that people are of, −1 for cells that tables list.
    """
    own = [cut[group.cells] for cut in cuts]
    own = [cut for cut in own if (cut >= 0).any()]
    if not own:
        yield [_piece(group, np.ones(len(group.cells), dtype=bool))]
    for cut in sorted(own, key=lambda each: -len(np.unique(each))):
        yield [_piece(group, (cut < 0) | (cut == member)) for member in np.unique(cut[cut >= 0])]


def _piece(group: Group, inside: Flags) -> Piece:
    cells = np.flatnonzero(inside)
    inner = group.lines[:, cells]
    # A cell that stands alone in a line of one sum cannot move.
    while True:
        alone = (np.diff(inner.indptr) == 1) & (group.least == group.most)
        if not alone.any():
            break
        still = np.unique(inner[alone].indices)
        cells = np.delete(cells, still)
        inner = group.lines[:, cells]
    lines = np.flatnonzero(np.diff(inner.indptr) > 0)
    return Piece(cells, lines, inner[lines])
