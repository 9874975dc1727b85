"""Staff of one unit see its counts. With those, no cell of another unit may be exact."""

import numpy as np
from numpy.typing import NDArray

from metrics.disclosure import move
from metrics.disclosure.catalogue import Numbers, System
from metrics.disclosure.choose import held
from metrics.disclosure.move import Space
from metrics.disclosure.pattern import Earlier
from metrics.disclosure.primary import Flags, Targets
from metrics.disclosure.prove import Proof, extend


def withstand(
    system: System,
    moves: Space,
    earlier: Earlier,
    targets: Targets,
    withheld: Flags,
    cost: Numbers,
    proof: Proof,
    seed: int,
    *,
    whole: bool,
) -> tuple[Flags, list[tuple[int, int]]]:
    """Return what must be withheld so that each withheld count keeps two values for whoever knows one other unit,
    and the pairs (unit, cell) for which that cannot be had. Moves found are added to `proof`.
    """
    found = withheld.copy()
    hopeless: list[tuple[int, int]] = []
    everything = np.arange(len(cost))
    units = np.unique(system.unit[system.unit >= 0])
    _halves(system, moves, _kept(system, targets, found), found, proof, units, seed, whole)
    for unit in units:
        own = system.unit == unit
        others = ~own & ~_own_only(system, int(unit)) & ~earlier.tells(int(unit))
        for turn in range(TURNS):
            need = np.where(others & ~_told(system, found, int(unit)), _kept(system, targets, found), 0.0)
            missing = _learn(proof, own, moves, found, need, seed + turn, whole, alone=True)
            if len(missing) == 0:
                break
            fixed = held(targets, moves.cell_floor, everything, found) | own
            for cell in missing:
                ends = move.cheapest(moves, fixed, found & ~own, cost, int(cell), 1.0, whole=whole and turn > 0)
                if ends is not None:
                    found |= move.passed(ends)
        hopeless += [(int(unit), int(cell)) for cell in missing]
    return found, hopeless


def _kept(system: System, targets: Targets, withheld: Flags) -> Numbers:
    """Return the need of each cell against staff: two values of a withheld count of people, of dollars its own need
    up to one. Large counts that are in no table have none."""
    if (targets.depth > 0).any():
        return np.minimum(targets.need, 1.0)
    told_of = ~targets.absent | (targets.need > 0)
    some = (system.value > 0) | (targets.need > 0)
    kept: Numbers = np.where(withheld & told_of & some & ~targets.forced, 1.0, 0.0)
    return kept


def _own_only(system: System, unit: int) -> Flags:
    """Return the statewide cells in which nobody is of another unit: there is nobody to protect from its staff."""
    found = np.zeros(len(system.value), dtype=bool)
    for whole, units in system.across:
        found[whole] |= system.value[whole] == system.value[units[unit]]
    return found


def _told(system: System, withheld: Flags, unit: int) -> Flags:
    """Return the statewide cells of which every other unit's part is shown: the unit's staff know them, and learn
    nothing of others by it."""
    found = np.zeros(len(system.value), dtype=bool)
    for whole, units in system.across:
        hidden = withheld[units]
        hidden[unit] = False
        found[whole] |= ~hidden.any(axis=0)
    return found


def _halves(
    system: System,
    moves: Space,
    needed: Numbers,
    withheld: Flags,
    proof: Proof,
    units: NDArray[np.int64],
    seed: int,
    whole: bool,
) -> None:
    """Add moves that leave half of the units as they are, each half by one bit of the units' numbers: good against
    every unit of that half at once."""
    for bit in range(int(units.max(initial=0)).bit_length()):
        for side in (0, 1):
            own = (system.unit >= 0) & ((system.unit >> bit & 1) == side)
            need = np.where(own, 0.0, needed)
            _learn(proof, own, moves, withheld, need, seed, whole, alone=False)


def _learn(
    proof: Proof, own: Flags, moves: Space, withheld: Flags, need: Numbers, seed: int, whole: bool, *, alone: bool
) -> NDArray[np.int64]:
    """Look for moves that leave `own` cells as they are, add them to `proof`, and return the cells still missing."""
    known = proof.leaving(own)
    have = len(known.moves)
    extend(known, moves, withheld & ~own, need, seed, whole=whole, together=TOGETHER, alone=alone)
    for each in known.moves[have:]:
        proof.take(each)
    proof.programs += known.programs
    return known.missing(need)


TURNS = 3
TOGETHER = 6
