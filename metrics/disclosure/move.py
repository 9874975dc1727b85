"""Moves: changes of the inner counts that leave everything shown as it is.

Two tables that both fit what is shown differ by a move, so a cell is as uncertain as the moves through it are large.
A move found is a proof: the true counts plus the move are counts that nobody can exclude. Linear programs find
cheap moves (which cells to withhold) and wide ones (how uncertain the withheld ones are).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from metrics.disclosure.catalogue import Numbers, System
from metrics.disclosure.primary import Flags, Targets

TOLERANCE = 1e-6
LARGE = 3
"""Units large enough to make up for a statewide move among people whose own cells are shown."""
SPARING = 1e-3
GAP = 0.1
NODES = 100
"""Nodes of a search for a whole-numbered move; counted, not timed, so that the same input gives the same pattern."""


@dataclass(frozen=True, slots=True)
class Space:
    """The moves of a system, or of a part of it. `cells` (K, V), `links`, `bounds` as in System; `floor` (V,) and
    `cell_floor` (K,), `bound_floor`: how far each may fall (at most 0). `finest` (K,): cells of a unit's tables by all
    their dimensions, but for the largest units; `empty` (K,): cells of nobody."""

    cells: sparse.csr_array
    links: sparse.csr_array
    bounds: sparse.csr_array
    floor: Numbers
    cell_floor: Numbers
    bound_floor: Numbers
    finest: Flags
    empty: Flags


def space(system: System, targets: Targets) -> Space:
    """Return all moves of `system`, where a cell that is not shown is known to be at least its lower end."""
    finest = np.zeros(len(system.value), dtype=bool)
    for pattern in system.patterns:
        if pattern.public and pattern.levels == pattern.table.levels:
            finest[pattern.cells] = True
    people = np.bincount(system.inner_unit[system.inner_unit >= 0], system.inner[system.inner_unit >= 0])
    large = np.argsort(-people, kind="stable")[:LARGE]
    return Space(
        system.cells,
        system.links,
        system.bounds,
        -system.inner,
        targets.lower - system.value,
        -(system.bounds @ system.inner),
        finest & (system.unit >= 0) & ~targets.forced & ~np.isin(system.unit, large),
        system.value == 0,
    )


def part(whole: Space, columns: NDArray[np.int64], rows: NDArray[np.int64]) -> Space:
    """Return the moves of inner counts `columns`, judged by cells `rows` and by the links that are about them only."""
    links, _ = _about(whole.links, columns)
    bounds, kept = _about(whole.bounds, columns)
    return Space(
        whole.cells[rows][:, columns],
        links,
        bounds,
        whole.floor[columns],
        whole.cell_floor[rows],
        whole.bound_floor[kept],
        whole.finest[rows],
        whole.empty[rows],
    )


def _about(rows: sparse.csr_array, columns: NDArray[np.int64]) -> tuple[sparse.csr_array, NDArray[np.int64]]:
    inside = rows[:, columns]
    kept = np.flatnonzero(np.diff(inside.indptr) == np.diff(rows.indptr))
    return inside[kept], kept


def cheapest(
    moves: Space,
    fixed: Flags,
    free: Flags,
    cost: Numbers,
    target: int,
    need: float,
    depth: float = 0,
    *,
    whole: bool = False,
) -> list[Numbers] | None:
    """Return what two moves do to the cells that differ by `need` in cell `target`, or None if none can.

    `fixed` cells may not change, `free` ones at no cost, others at `cost` for each person moved. With a `depth`, one
    move takes the target so far down and the other the rest of the need up. The moves are the ends of the target's
    interval: minimize sum of cost x max(|z1|, |z2|), z1 - z2 >= need in the target (the attacker's programs of
    Fischetti and Salazar-Gonzalez, Management Science 47, 2001, made one). `whole`: in whole people.
    """
    cells, width = moves.cells, moves.cells.shape[1]
    if width == 0:
        return None
    paid, open_ = np.flatnonzero(~fixed & ~free), np.flatnonzero(~fixed)
    equal = sparse.vstack([_filled(cells[np.flatnonzero(fixed)]), moves.links], format="csr")
    floors = sparse.vstack([cells[open_], moves.bounds], format="csr")
    limit = np.concatenate([moves.cell_floor[open_], moves.bound_floor])
    held, slack, goal = cells[paid], sparse.eye_array(len(paid)), cells[[target]]
    rows = [
        [floors, None, None],
        [None, floors, None],
        [held, None, slack],
        [-held, None, slack],
        [None, held, slack],
        [None, -held, slack],
        [goal, -goal, None],
        [goal * (depth > 0), None, None],
        [None, -goal * (depth > 0), None],
    ]
    least: list[Numbers] = [
        limit,
        limit,
        np.zeros(4 * len(paid)),
        np.array([need, max(need - depth, 0) * (depth > 0), depth]),
    ]
    empty = sparse.csr_array((equal.shape[0], len(paid)))
    both = sparse.bmat([[equal, None, empty], [None, equal, empty]], format="csr")
    answer = milp(
        np.concatenate([np.zeros(2 * width), cost[paid]]),
        constraints=[
            LinearConstraint(sparse.bmat(rows, format="csr"), np.concatenate(least), np.inf),
            LinearConstraint(both, 0, 0),
        ],
        bounds=Bounds(np.concatenate([moves.floor, moves.floor, np.zeros(len(paid))]), np.inf),
        integrality=np.concatenate([np.full(2 * width, int(whole)), np.zeros(len(paid))]),
        options={"node_limit": NODES, "mip_rel_gap": GAP},
    )
    if answer.x is None:
        return None
    ends = (answer.x[:width], answer.x[width : 2 * width])
    return [cells @ (np.round(end) if whole else end) for end in ends]


def passed(ends: list[Numbers]) -> Flags:
    """Return the cells through which any of the moves passes."""
    through: Flags = np.any(np.abs(np.array(ends)) > TOLERANCE, axis=0)
    return through


def widest(
    moves: Space, shown: Flags, cells: NDArray[np.int64], wanted: Numbers, *, whole: bool, near: bool
) -> Numbers | None:
    """Return one move that takes as many of `cells` as it can as far as `wanted` (its sign is the direction), or None.

    maximize sum of min(z, wanted) / |wanted|; `whole`: in whole numbers, since only those are people; `near`: move
    only people whose own cells are withheld and those of the largest units, a fraction of the program. The move
    returned is checked: nothing shown moves, nothing falls below its floor.
    """
    asked = _Program(moves, shown, cells, wanted, near)
    many, width = len(cells), len(asked.live)
    if width == 0:
        return None
    none = sparse.csr_array((asked.equal.shape[0], many))
    unequal = sparse.bmat([[-asked.below, None], [-asked.reach, sparse.eye_array(many)]], format="csr")
    answer = milp(
        np.concatenate([np.zeros(width), -1 / np.abs(wanted)]),
        constraints=[
            LinearConstraint(unequal, -np.inf, np.concatenate([-asked.limit, np.zeros(many)])),
            LinearConstraint(sparse.hstack([asked.equal, none], format="csr"), 0, 0),
        ],
        bounds=Bounds(
            np.concatenate([moves.floor[asked.live], np.zeros(many)]),
            np.concatenate([np.full(width, np.inf), np.abs(wanted)]),
        ),
        integrality=np.concatenate([np.full(width, int(whole)), np.zeros(many)]),
        options={"node_limit": NODES, "mip_rel_gap": GAP},
    )
    return None if answer.x is None else asked.move(answer.x[:width], whole)


def shortest(moves: Space, shown: Flags, cell: int, wanted: float, *, whole: bool, near: bool) -> Numbers | None:
    """Return the move that takes `cell` as far towards `wanted` as it can and moves as few people as it can, or None.

    Few people form rings, and rings are whole, so that this linear program mostly answers in whole numbers; where it
    does not, `widest` is asked.
    """
    cells = np.array([cell])
    asked = _Program(moves, shown, cells, np.array([wanted]), near)
    width, size = len(asked.live), abs(wanted)
    if width == 0:
        return None
    zero, none = np.zeros(width), sparse.csr_array((asked.equal.shape[0], 1))
    unequal = sparse.bmat([[-asked.below, asked.below, None], [-asked.reach, asked.reach, [[1]]]], format="csr")
    answer = linprog(
        np.concatenate([np.full(2 * width, SPARING / size), [-1]]),
        A_ub=unequal,
        b_ub=np.concatenate([-asked.limit, [0]]),
        A_eq=sparse.hstack([asked.equal, -asked.equal, none], format="csr"),
        b_eq=np.zeros(asked.equal.shape[0]),
        bounds=np.column_stack(
            [np.zeros(2 * width + 1), np.concatenate([zero + np.inf, -moves.floor[asked.live], [size]])]
        ),
        method="highs-ds",
    )
    if answer.status != 0:
        return None
    found = answer.x[:width] - answer.x[width : 2 * width]
    if whole and np.abs(found - np.round(found)).max() > TOLERANCE:
        return widest(moves, shown, cells, np.array([wanted]), whole=whole, near=near)
    return asked.move(found, whole)


class _Program:
    """The equations and inequalities that a move keeps, over the `live` inner counts."""

    def __init__(self, moves: Space, shown: Flags, cells: NDArray[np.int64], wanted: Numbers, near: bool) -> None:
        self.moves, self.shown = moves, shown
        self.live = _live(moves, shown, near)
        inner, open_ = moves.cells[:, self.live], np.flatnonzero(~shown)
        equal = [_filled(inner[np.flatnonzero(shown)]), _filled(moves.links[:, self.live])]
        self.equal = sparse.vstack(equal, format="csr")
        self.below = sparse.vstack([inner[open_], moves.bounds[:, self.live]], format="csr")
        self.limit = np.concatenate([moves.cell_floor[open_], moves.bound_floor])
        self.reach = sparse.diags_array(np.sign(wanted)) @ inner[cells]

    def move(self, found: Numbers, whole: bool) -> Numbers | None:
        """Return the move of all inner counts if it keeps everything it must, else None."""
        move = np.zeros(self.moves.cells.shape[1])
        move[self.live] = np.round(found) if whole else found
        return move if _holds(self.moves, self.shown, move) else None


def _live(moves: Space, shown: Flags, near: bool) -> NDArray[np.int64]:
    """Return the inner counts that may move: not those that a shown zero holds at zero, nor those out of reach."""
    zero = np.flatnonzero(shown & moves.empty)
    stuck = (moves.cells[zero].sum(axis=0) > 0) & (moves.floor >= 0)
    if near:
        stuck |= moves.cells[np.flatnonzero(shown & moves.finest)].sum(axis=0) > 0
    return np.flatnonzero(~stuck)


def _holds(moves: Space, shown: Flags, move: Numbers) -> bool:
    cells = moves.cells @ move
    return bool(
        (np.abs(cells[shown]) < TOLERANCE).all()
        and (np.abs(moves.links @ move) < TOLERANCE).all()
        and (move >= moves.floor - TOLERANCE).all()
        and (cells[~shown] >= moves.cell_floor[~shown] - TOLERANCE).all()
        and (moves.bounds @ move >= moves.bound_floor - TOLERANCE).all()
    )


def _filled(rows: sparse.csr_array) -> sparse.csr_array:
    return rows[np.flatnonzero(np.diff(rows.indptr))]
