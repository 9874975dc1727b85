"""What the whole system does not prove: more is withheld until it does, then what is not needed is shown again."""

import numpy as np

from metrics.disclosure import move
from metrics.disclosure.catalogue import Numbers
from metrics.disclosure.choose import held
from metrics.disclosure.move import Space
from metrics.disclosure.primary import Flags, Targets
from metrics.disclosure.prove import Proof, extend

ROUNDS = 14


def repair(
    moves: Space, targets: Targets, withheld: Flags, cost: Numbers, proof: Proof, seed: int, *, whole: bool
) -> tuple[Flags, list[int], int]:
    """Return what must be withheld for a clean `proof`, the cells that cannot be protected, and the rounds it took.

    A cell whose interval is too narrow gets the cheapest moves over the whole system: first of parts of people, which
    is quick; if those pass through withheld cells only, of whole people.
    """
    found = withheld.copy()
    everything = np.arange(len(cost))
    for turn in range(ROUNDS):
        extend(proof, moves, found, targets.need, seed + turn, whole=whole)
        missing = proof.missing(targets.need)
        if len(missing) == 0:
            return found, [], turn
        fixed = held(targets, moves.cell_floor, everything, found)
        hopeless: list[int] = []
        for cell in missing:
            asked = (int(cell), float(targets.need[cell]), float(targets.depth[cell]))
            ends = move.cheapest(moves, fixed, found, cost, *asked)
            if whole and ends is not None and not (move.passed(ends) & ~found).any():
                ends = move.cheapest(moves, fixed, found, cost, *asked, whole=True)
                for end in ends or []:
                    proof.take(end)
            if ends is None:
                hopeless.append(int(cell))
            else:
                found |= move.passed(ends)
        if hopeless:
            return found, hopeless, turn
    return found, [int(cell) for cell in proof.missing(targets.need)], ROUNDS


def release(
    moves: Space, targets: Targets, withheld: Flags, cost: Numbers, proof: Proof, seed: int, *, kept: Flags, whole: bool
) -> tuple[Flags, Proof]:
    """Return `withheld` without cells that the proof can do without, the dearest tried first, and the proof.

    A cell that no move passes through is shown without more ado: withheld, it would be exact. `kept` stay withheld.
    """
    found = withheld & ((targets.need > 0) | kept | targets.absent | (proof.high - proof.low > move.TOLERANCE))
    spare = np.flatnonzero(found & (targets.need == 0) & ~kept & ~targets.absent)
    for cell in spare[np.argsort(-cost[spare], kind="stable")]:
        trial = proof.without(int(cell))
        if len(trial.missing(targets.need)) > TRIED:
            continue
        found[cell] = False
        extend(trial, moves, found, targets.need, seed, whole=whole, together=TRIALS)
        if len(trial.missing(targets.need)):
            found[cell] = True
        else:
            proof = trial
    return found & ((targets.need > 0) | kept | targets.absent | (proof.high - proof.low > move.TOLERANCE)), proof


TRIED = 12
"""A cell that more than so many others lean on is not tried: it would rarely be released."""
TRIALS = 6
