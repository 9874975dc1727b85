"""Protection of one domain and period: all cells of its tables, each shown or withheld, and the proof kept.

Promise: with everything shown and everything public, each withheld count of 1 to T - 1 people has an interval at least
T - 2 wide, and every withheld count at least two values, in whole people who fill all tables at once. Staff of one
unit, who know its counts, find no cell of another unit exact. What cannot be protected is not published.
"""

import time
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import sparse

from metrics.disclosure import concentration, move, pattern, primary
from metrics.disclosure.catalogue import TOTAL, Numbers, ProtectionError, System, system
from metrics.disclosure.choose import choose, costs
from metrics.disclosure.insider import withstand
from metrics.disclosure.move import Space
from metrics.disclosure.pattern import SHOWN, WITHHELD, Earlier, Kept
from metrics.disclosure.policy import Domain, Policy
from metrics.disclosure.primary import Flags, Targets
from metrics.disclosure.prove import nothing
from metrics.disclosure.repair import ROUNDS, release, repair

SEED = 24
SEEDS = 3
_LAST_RESORT = 1000


@dataclass(frozen=True, slots=True)
class Report:
    """How the protection went. `absent`: cells of the catalogue in no table, of bases that are too small;
    `coarsened`: "unit: dimensions" that were dropped since they could not be protected; `narrowest`: the least
    interval proved for a protected cell, in shares of its need (1 or more)."""

    cells: int
    primary: int
    secondary: int
    absent: int
    rounds: int
    programs: int
    seconds: float
    coarsened: tuple[str, ...]
    narrowest: float


@dataclass(frozen=True, slots=True)
class Protected:
    """`cells`: `table_id`, `count`, a column for each dimension, `value` (none if withheld), `status`."""

    cells: pd.DataFrame
    report: Report


def protect(
    inner: pd.DataFrame, domain: Domain, policy: Policy, *, frozen: pd.DataFrame | None = None, seed: int = SEED
) -> Protected:
    """Return the cells of `domain` with those withheld that must be.

    `inner`: counts of one period and nature by the dimensions at their finest level, `value`, perhaps `count`; of
    dollars with `vendor`. `frozen`: the cells of the same period as an earlier release published them. The same
    inputs in any order of rows and the same seed give the same pattern. Raises ProtectionError.
    """
    start = time.perf_counter()
    paid, scale = inner, 1.0
    if domain.dollars:
        paid, scale = _dollars(inner, domain)
        inner = paid.drop(columns=concentration.VENDOR).assign(value=paid["value"] / scale)
    rough = system(inner, domain, policy, crossed=False)
    whole = system(inner, domain, policy)
    asked = (
        concentration.targets(whole, paid, domain, policy.dollars, scale)
        if domain.dollars
        else primary.targets(whole, domain, policy)
    )
    kept, asked = pattern.keep(whole, frozen, domain, asked)
    limits: dict[int, int] = {}
    waived = np.zeros(len(whole.value), dtype=bool)
    rounds = 0
    while True:
        targets = _coarse(whole, asked, limits, waived)
        hopeless: list[int] = []
        for turn in range(SEEDS):
            engine = _Engine(rough, whole, targets, kept, frozen, domain, seed + 1000 * turn)
            withheld, hopeless = engine.run()
            rounds += engine.rounds
            if not hopeless:
                return _protected(whole, targets, withheld, engine, rounds, limits, scale, start)
            if engine.never:
                break
        _coarsen(whole, asked, targets, limits, waived, hopeless, domain)


class _Engine:
    """One attempt: choose, repair and release over tables that agree in pairs; then over the same people, if more."""

    def __init__(
        self,
        rough: System,
        whole: System,
        targets: Targets,
        kept: Kept,
        frozen: pd.DataFrame | None,
        domain: Domain,
        seed: int,
    ) -> None:
        self.rough, self.whole, self.targets, self.kept, self.seed = rough, whole, targets, kept, seed
        self.people, self.unit = not domain.dollars, domain.unit
        self.earlier = [pattern.earlier(each, frozen, domain) for each in (rough, whole)]
        self.anew = frozen is None
        self.rounds = 0
        self.programs = 0
        self.never = False
        """Whether the cells that cannot be protected cannot be with another seed either."""
        self.proof = nothing(targets.depth)

    def run(self) -> tuple[Flags, list[int]]:
        cost = costs(self.whole) * np.where(self.kept.shown, _LAST_RESORT, 1)
        withheld = (self.targets.need > 0) | self.targets.absent | (self.kept.withheld & ~self.targets.forced)
        near = self._space(self.rough, self.earlier[0])
        if self.anew:
            withheld = choose(self.rough, near, self.targets, withheld, cost)
        stages = [(self.rough, near, self.earlier[0])]
        if len(self.whole.inner) != len(self.rough.inner):
            stages.append((self.whole, self._space(self.whole, self.earlier[1]), self.earlier[1]))
        for system_, moves, earlier in stages:
            self.proof = nothing(self.targets.depth)
            withheld, hopeless = self._prove(system_, moves, earlier, withheld, cost)
            self.programs += self.proof.programs
            if hopeless:
                return withheld, hopeless
        idle = self.proof.high - self.proof.low <= move.TOLERANCE
        # No move passes through the spare ones, so that to show them keeps every proof.
        spare = idle & (self.targets.need == 0) & ~self.targets.absent & ~self.kept.withheld
        return withheld & ~spare, []

    def _prove(
        self, system_: System, moves: Space, earlier: Earlier, withheld: Flags, cost: Numbers
    ) -> tuple[Flags, list[int]]:
        withheld, hopeless, rounds = repair(
            moves, self.targets, withheld, cost, self.proof, self.seed, whole=self.people
        )
        self.rounds += rounds
        if hopeless:
            self.never = rounds < ROUNDS
            return withheld, hopeless
        if system_ is self.rough:
            withheld, self.proof = release(
                moves, self.targets, withheld, cost, self.proof, self.seed, kept=self.kept.withheld, whole=self.people
            )
        withheld, pairs = withstand(
            system_, moves, earlier, self.targets, withheld, cost, self.proof, self.seed, whole=self.people
        )
        return withheld, [cell for _, cell in pairs]

    def _space(self, of: System, earlier: Earlier) -> Space:
        moves = move.space(of, self.targets)
        return replace(moves, links=sparse.vstack([moves.links, earlier.sums], format="csr"))


def _depth(of: System) -> Numbers:
    depth = np.zeros(len(of.value), dtype="int64")
    for each in of.patterns:
        depth[each.cells] = np.maximum(depth[each.cells], len(each.levels))
    return depth


def _coarse(of: System, targets: Targets, limits: dict[int, int], waived: Flags) -> Targets:
    """Return the targets with the tables of each unit in `limits` cut off at its number of dimensions.

    A small count that is cut off may be 0 for all that is said, so that somebody who is of it knows one value less; but
    for `waived` cells.
    """
    depth = _depth(of)
    absent = targets.absent.copy()
    for unit, limit in limits.items():
        absent |= (of.unit == unit) & (depth >= limit) & ~targets.forced
    cut = absent & ~targets.absent & (targets.need > 1) & ~targets.forced & ~waived
    need = np.where(cut, targets.need + 1, targets.need)
    return replace(targets, need=need, absent=absent, lower=np.where(absent, 0.0, targets.lower))


def _coarsen(
    of: System,
    asked: Targets,
    targets: Targets,
    limits: dict[int, int],
    waived: Flags,
    hopeless: list[int],
    domain: Domain,
) -> None:
    """Drop the deepest tables of the units that hold `hopeless` cells, then the State's, then others'.

    Where none is left, public facts tell what is asked: more than the policy asks for is waived.
    """
    depth = _depth(of)
    open_ = ~targets.absent & ~targets.forced & (depth > 0)
    cut = False
    people = np.bincount(of.inner_unit[of.inner_unit >= 0], of.inner[of.inner_unit >= 0])
    smallest = np.argsort(people, kind="stable").tolist()
    for unit in sorted({int(of.unit[cell]) for cell in hopeless}):
        # What others show may pin a cell of a unit that shows nothing.
        for which in (unit, -1, *smallest):
            left = open_ & (of.unit == which)
            if left.any():
                limits[which] = int(depth[left].max())
                cut = True
                break
    more = [cell for cell in hopeless if targets.need[cell] > asked.need[cell]]
    if not cut and more:
        waived[more] = True
    elif not cut:
        raise ProtectionError(
            f"{domain.name}: {len(hopeless)} cells cannot be protected by withholding others, and no table is left to "
            "drop; publish this period together with another or take these counts out of the catalogue"
        )


def _dollars(inner: pd.DataFrame, domain: Domain) -> tuple[pd.DataFrame, float]:
    if concentration.VENDOR not in inner:
        raise ProtectionError(
            f"{domain.name}: column {concentration.VENDOR} is missing; dollars are protected by vendor"
        )
    # The programs' tolerances are absolute.
    return inner, max(float(inner["value"].sum()), 1.0) / 1e4


def _protected(
    of: System,
    targets: Targets,
    withheld: Flags,
    engine: _Engine,
    rounds: int,
    limits: dict[int, int],
    scale: float,
    start: float,
) -> Protected:
    hidden = withheld & ~targets.absent
    rows = of.rows()
    rows = rows[~targets.absent[rows["cell"]]]
    cell = rows["cell"].to_numpy()
    units = next((each.members for each in of.axes if each.name == engine.unit), ())
    cells = rows.drop(columns="cell").assign(
        value=np.where(hidden[cell], np.nan, of.value[cell] * scale), status=np.where(hidden[cell], WITHHELD, SHOWN)
    )
    needed = targets.need > 0
    width = engine.proof.high - engine.proof.low
    return Protected(
        cells.reset_index(drop=True),
        Report(
            cells=len(of.value),
            primary=int((needed & hidden).sum()),
            secondary=int((hidden & ~needed).sum()),
            absent=int(targets.absent.sum()),
            rounds=rounds,
            programs=engine.programs,
            seconds=time.perf_counter() - start,
            coarsened=tuple(
                f"{units[unit] if unit >= 0 else TOTAL}: {limit} dimensions and more"
                for unit, limit in sorted(limits.items())
            ),
            narrowest=float((width[needed] / targets.need[needed]).min(initial=np.inf)),
        ),
    )
