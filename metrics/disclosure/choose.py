"""Which other cells to withhold with the protected ones: for each, the cheapest moves through it.

First each unit by itself, as if the others could always make up for it; then the statewide cells. What the whole
system does not prove afterwards is repaired over all of it: see metrics.disclosure.repair.
"""

import numpy as np
from numpy.typing import NDArray

from metrics.disclosure import move
from metrics.disclosure.catalogue import Numbers, System
from metrics.disclosure.move import Space
from metrics.disclosure.primary import Flags, Targets


def costs(system: System) -> Numbers:
    """Return what it costs to withhold each cell for each person moved: more for larger cells and for totals."""
    divided = np.zeros(len(system.value))
    for pattern in system.patterns:
        divided[pattern.cells] = np.maximum(divided[pattern.cells], len(pattern.levels))
    summed = divided.max() - divided
    price: Numbers = (1 + 3 * summed) * (1 + np.log1p(system.value))
    return price


def choose(system: System, moves: Space, targets: Targets, withheld: Flags, cost: Numbers) -> Flags:
    """Return `withheld` with what each unit, then the State, must withhold besides; `moves` are of `system`."""
    found = withheld.copy()
    for unit in np.unique(system.unit):
        rows = np.flatnonzero(system.unit == unit)
        wanted = rows[targets.need[rows] > 0]
        if len(wanted):
            columns = np.flatnonzero(system.inner_unit == unit)
            found[rows] = _part(move.part(moves, columns, rows), rows, targets, found, cost)
    return found


def _part(moves: Space, rows: NDArray[np.int64], targets: Targets, withheld: Flags, cost: Numbers) -> Flags:
    need, mine = targets.need[rows], withheld[rows].copy()
    fixed = held(targets, moves.cell_floor, rows, mine)
    order = np.lexsort((np.arange(len(rows)), -need))
    for target in order[need[order] > 0]:
        depth = float(targets.depth[rows][target])
        ends = move.cheapest(moves, fixed, mine, cost[rows], int(target), float(need[target]), depth)
        if ends is not None:
            mine |= move.passed(ends)
    return mine


def held(targets: Targets, floor: Numbers, rows: NDArray[np.int64], withheld: Flags) -> Flags:
    """Return the cells that are shown in any case: public ones, and zeros, since a withheld cell is known to be one
    or more."""
    fixed: Flags = targets.forced[rows] | ((floor >= 0) & (targets.need[rows] == 0) & (targets.lower[rows] == 0))
    return fixed & ~withheld
