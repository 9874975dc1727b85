"""The proof that what is withheld stays uncertain: moves found for it, and the interval that they span."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metrics.disclosure import move
from metrics.disclosure.catalogue import Numbers
from metrics.disclosure.move import Space
from metrics.disclosure.primary import Flags

TOGETHER = 8
"""Programs that ask for a random quarter of the cells at once, before one is asked for alone."""
SHARE = 4
FEW = 16


@dataclass(slots=True)
class Proof:
    """Moves found. `moves`: what each does to every cell; `low` (<= 0) and `high` (>= 0): how far they reach;
    `depth`: how far down each cell must be uncertain of its own, as dollars are, where its width is not all."""

    low: Numbers
    high: Numbers
    moves: list[Numbers]
    depth: Numbers
    programs: int = 0

    def missing(self, need: Numbers) -> NDArray[np.int64]:
        """Return the cells whose interval is narrower than their need, or reaches less far down than their depth."""
        return np.flatnonzero(~self.reached(need))

    def reached(self, need: Numbers) -> Flags:
        """Return which cells have their need: of width, and below and above the true value where depth is asked."""
        wide: Flags = self.high - self.low >= need - move.TOLERANCE
        deep = np.minimum(self.depth, need) > 0
        above = self.high >= need - np.minimum(self.depth, need) - move.TOLERANCE
        return wide & (~deep | (above & (-self.low >= np.minimum(self.depth, need) - move.TOLERANCE)))

    def take(self, found: Numbers) -> None:
        """Add a move."""
        self.low, self.high = np.minimum(self.low, found), np.maximum(self.high, found)
        self.moves.append(found)

    def without(self, cell: int) -> "Proof":
        """Return the proof by those moves only that leave `cell` as it is."""
        return self._of([each for each in self.moves if abs(each[cell]) < move.TOLERANCE])

    def leaving(self, known: Flags) -> "Proof":
        """Return the proof by those moves only that leave all `known` cells as they are."""
        return self._of([each for each in self.moves if (np.abs(each[known]) < move.TOLERANCE).all()])

    def _of(self, kept: list[Numbers]) -> "Proof":
        still = np.zeros(len(self.low))
        return Proof(np.min([*kept, still], axis=0), np.max([*kept, still], axis=0), kept, self.depth)


def nothing(depth: Numbers) -> Proof:
    """Return the proof by no move of cells with the `depth` each."""
    return Proof(np.zeros(len(depth)), np.zeros(len(depth)), [], depth)


def extend(
    proof: Proof,
    moves: Space,
    withheld: Flags,
    need: Numbers,
    seed: int,
    *,
    whole: bool,
    together: int = TOGETHER,
    alone: bool = True,
) -> None:
    """Add moves to `proof` until each cell has its need, or no more are found, while all but `withheld` is shown.

    `together` programs ask for many cells at once; then each cell is asked for `alone`. Moves that are in it stay
    good when more is withheld. The same input and seed give the same proof.
    """
    random = np.random.default_rng(seed)
    idle = 0
    for _ in range(together):
        cells = proof.missing(need)
        if len(cells) <= FEW * alone or idle == 2:
            break
        some = np.sort(random.choice(cells, -(-len(cells) // SHARE), replace=False))
        idle = (
            0
            if _ask(proof, moves, withheld, need, some, random.choice((-1.0, 1.0), len(some)), whole, True)
            else idle + 1
        )
    if not alone:
        return
    for near in (True, False):
        for cell in proof.missing(need):
            for sign in (1.0, -1.0):
                if not proof.reached(need)[cell]:
                    _ask(proof, moves, withheld, need, np.array([cell]), np.array([sign]), whole, near)


def _ask(
    proof: Proof,
    moves: Space,
    withheld: Flags,
    need: Numbers,
    cells: NDArray[np.int64],
    sign: Numbers,
    whole: bool,
    near: bool,
) -> bool:
    """Look for one move that takes `cells` where their intervals are short; return whether any grew."""
    depth = np.minimum(proof.depth, need)[cells]
    down = np.minimum(np.maximum(need[cells] - proof.high[cells], depth), -moves.cell_floor[cells])
    up = np.maximum(need[cells] + proof.low[cells], need[cells] * (depth > 0) - depth)
    lower = (sign < 0) & (down > -proof.low[cells] + move.TOLERANCE)
    wanted = np.where(lower | (up <= proof.high[cells] + move.TOLERANCE), -down, up)
    cells, wanted = cells[wanted != 0], wanted[wanted != 0]
    if len(cells) == 0:
        return False
    proof.programs += 1
    before = proof.high[cells] - proof.low[cells]
    if len(cells) == 1:
        found = move.shortest(moves, ~withheld, int(cells[0]), float(wanted[0]), whole=whole, near=near)
    else:
        found = move.widest(moves, ~withheld, cells, wanted, whole=whole, near=near)
    if found is None:
        return False
    proof.take(moves.cells @ found)
    return bool((proof.high[cells] - proof.low[cells] > before + move.TOLERANCE).any())
