"""Whole-number programs of groups of unknown cells that lines tie together, solved by HiGHS."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse.csgraph import connected_components

from audit.array import Flags, Floats, Ints
from audit.error import Contradiction

_INFEASIBLE = 2
_NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Group:
    """Unknown cells tied together by lines: `cells` (k,), `lines` (m, k), least and most (m,), low and high (k,)."""

    cells: Ints
    lines: sp.csr_matrix
    least: Floats
    most: Floats
    low: Floats
    high: Floats

    def extreme(self, cost: Floats, *, whole: bool, seconds: float) -> tuple[Floats | None, float]:
        """Return a point (k,) that makes cost @ point least, and the number that no point goes below.

        A vertex of the lines, or (`whole`) whole numbers. No point where the time is up. Raises Contradiction where
        nothing satisfies the lines; its argument is a cell's position.
        """
        lines = [LinearConstraint(self.lines, self.least, self.most)] if self.lines.shape[0] else []
        found = milp(
            cost,
            integrality=np.full(len(self.cells), int(whole)),
            bounds=Bounds(self.low, self.high),
            constraints=lines,
            options={"time_limit": max(seconds, 0.01)},
        )
        if found.status == _INFEASIBLE:
            raise Contradiction(int(self.cells[0]))
        beyond = found.mip_dual_bound if whole else found.fun if found.status == 0 else None
        beyond = -np.inf if beyond is None or np.isnan(beyond) else float(beyond)
        return (None if found.x is None else np.clip(found.x, self.low, self.high)), beyond

    def reaching(self, some: Flags, goal: Floats, weight: Floats, *, up: bool, seconds: float) -> Floats | None:
        """Return a point (k,) that brings as many of `some` cells as it can, by weight, to their goal or beyond.

        Going beyond the goal gains nothing, so that one cell does not take what many could have: each such cell is
        split at its goal in two, of which only the part on this side counts.
        """
        goal = np.clip(goal[some], self.low[some], self.high[some])
        split = Group(
            np.concatenate([self.cells, self.cells[some]]),
            sp.hstack([self.lines, self.lines[:, some]], format="csr"),
            self.least,
            self.most,
            np.concatenate([self.low, np.zeros(len(goal))]),
            np.concatenate([self.high, self.high[some] - goal]),
        )
        split.high[: len(self.cells)][some] = goal
        cost = np.zeros(len(split.cells))
        if up:
            cost[: len(self.cells)][some] = -weight[some]
        else:
            cost[len(self.cells) :] = weight[some]
        point, _ = split.extreme(cost, whole=False, seconds=seconds)
        if point is None:
            return None
        whole = point[: len(self.cells)].copy()
        whole[some] += point[len(self.cells) :]
        return np.clip(whole, self.low, self.high)

    def is_whole(self, point: Floats) -> bool:
        """Return whether the nearest whole numbers to a point are near it, and satisfy the lines themselves."""
        rounded = np.round(point)
        if np.abs(point - rounded).max(initial=0) > _NEAR:
            return False
        sums = self.lines @ rounded
        reach = _NEAR * (1 + abs(self.lines) @ rounded * 1e-6)
        return bool((sums >= self.least - reach).all() and (sums <= self.most + reach).all())


def groups(lines: sp.csr_matrix, least: Floats, most: Floats, low: Floats, high: Floats) -> list[Group]:
    """Return the connected groups of unknown cells (low < high), what is known of the others put into the lines."""
    free = low < high
    unknown = np.flatnonzero(free)
    shift = lines @ np.where(free, 0.0, low)
    inner = lines[:, unknown]
    kept = np.diff(inner.indptr) > 0
    inner, beneath, above = inner[kept], (least - shift)[kept], (most - shift)[kept]
    height, width = inner.shape
    if not width:
        return []
    tied = sp.bmat([[None, inner], [inner.T, None]], format="csr") if height else sp.csr_matrix((width, width))
    number, label = connected_components(tied, directed=False)
    by_line, by_cell = np.argsort(label[:height], kind="stable"), np.argsort(label[height:], kind="stable")
    line_ends = np.searchsorted(label[:height][by_line], np.arange(number + 1))
    cell_ends = np.searchsorted(label[height:][by_cell], np.arange(number + 1))
    found = []
    for one in range(number):
        rows = by_line[line_ends[one] : line_ends[one + 1]]
        columns = np.sort(by_cell[cell_ends[one] : cell_ends[one + 1]])
        here = unknown[columns]
        found.append(Group(here, inner[rows][:, columns], beneath[rows], above[rows], low[here], high[here]))
    return found


def merged(some: Sequence[Group]) -> Group:
    """Return groups side by side as one."""
    if len(some) == 1:
        return some[0]
    return Group(
        np.concatenate([each.cells for each in some]),
        sp.block_diag([each.lines for each in some], format="csr"),
        *(np.concatenate([getattr(each, name) for each in some]) for name in ("least", "most", "low", "high")),
    )
