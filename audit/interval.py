"""The feasible interval of every target: outer bounds that are proved, inner ones that points witness."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from audit.around import Piece, families
from audit.array import Flags, Floats, Ints
from audit.error import Contradiction
from audit.nullspace import determined
from audit.program import Group, groups, merged
from audit.propagate import tightened
from audit.witness import Aim, Witnesses

_BATCH = 3000
_LONGEST = 10.0
_IDLE = 2
"""Rounds that may settle nothing before a search gives up."""
_WHOLE = 0.08
"""Share of a level's time that programs in whole numbers may take."""


@dataclass(frozen=True, slots=True)
class Lines:
    """What ties cells together at one level: least <= matrix @ cells <= most. `cuts`: see `audit.around.families`."""

    matrix: sp.csr_matrix
    least: Floats
    most: Floats
    cuts: tuple[Ints, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Proved bounds low and high (n,), and of the aim's targets (k,) which are narrow, which have one value, which
    are judged without whole numbers, and which the time did not suffice for."""

    low: Floats
    high: Floats
    narrow: Flags
    exact: Flags
    relaxed: Flags
    undecided: Flags


def found(
    lines: Lines, low: Floats, high: Floats, aim: Aim, seen: Witnesses, *, seconds: float, whole: bool = True
) -> Found:
    """Attack every target, and return what is left of each. `seen` grows by the points found.

    Known cells and null space first; then programs over whole groups, whose vertices are witnesses for many of their
    cells at once; then two linear programs for each target that is still open; then programs in whole numbers for
    those that only broken vertices call safe, unless `whole` is false. Raises Contradiction with the position of a
    cell where nothing fits the lines.
    """
    start = time.monotonic()
    low, high = known(lines, low, high)
    search = _Search(aim, seen, low, high)
    every = groups(lines.matrix, lines.least, lines.most, low, high)
    if search.begin(every, start + seconds):
        for group in every:
            search.explore(group, lines.cuts, start + seconds)
        for some in _batches([each for each in every if search.open(each).any()]):
            search.wander(some, start + seconds)
        for group in every:
            search.each(group, start + seconds, whole=False)
        until = time.monotonic() + _WHOLE * seconds
        for group in sorted(every, key=lambda each: len(each.cells)) if whole else ():
            search.each(group, until, whole=True)
    targets = aim.targets
    one = search.low[targets] == search.high[targets]
    return Found(
        search.low,
        search.high,
        ~aim.safe(search.low, search.high),
        one,
        search.undecided(whole=True)[targets] & ~search.undecided(whole=False)[targets],
        search.undecided(whole=False)[targets],
    )


def known(lines: Lines, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Return bounds (n,) after subtraction, propagation and the null space, until none says more."""
    while True:
        low, high = tightened(lines.matrix, lines.least, lines.most, low, high)
        unknown = np.flatnonzero(low < high)
        equal = lines.least == lines.most
        inner = lines.matrix[equal][:, unknown]
        used = np.diff(inner.indptr) > 0
        sums = (lines.least[equal] - lines.matrix[equal] @ np.where(low < high, 0.0, low))[used]
        still, values = determined(inner[used], sums)
        still &= (values >= low[unknown]) & (values <= high[unknown])
        if not still.any():
            return low, high
        low[unknown[still]] = high[unknown[still]] = values[still]


def _batches(some: Sequence[Group]) -> Iterator[list[Group]]:
    """Groups that share a program, so that many small ones cost no more than a large one."""
    waiting: list[Group] = []
    size = 0
    for group in some:
        if waiting and size + len(group.cells) > _BATCH:
            yield waiting
            waiting, size = [], 0
        waiting.append(group)
        size += len(group.cells)
    if waiting:
        yield waiting


class _Search:
    """One level's search: bounds (n,) that only shrink, witnesses that only grow, and the last point."""

    def __init__(self, aim: Aim, seen: Witnesses, low: Floats, high: Floats) -> None:
        self.aim, self.seen, self.low, self.high = aim, seen, low, high
        self.point, self.whole = low.copy(), np.ones(len(low), dtype=bool)

    def undecided(self, *, whole: bool) -> Flags:
        """Targets (n,) neither witnessed safe (by whole points), nor proved exact, nor proved narrow and not exact."""
        aim, span = self.aim, self.seen.whole if whole else self.seen.loose
        one = self.low[aim.targets] == self.high[aim.targets]
        apart = span.high[aim.targets] > span.low[aim.targets]
        closed = aim.safe(span.low, span.high) | one | (apart & ~aim.safe(self.low, self.high))
        everywhere = np.zeros(len(self.low), dtype=bool)
        everywhere[aim.targets] = ~closed
        return everywhere

    def open(self, group: Group, *, whole: bool = False) -> Flags:
        """Undecided targets among a group's cells (k,)."""
        return self.undecided(whole=whole)[group.cells]

    def begin(self, every: Sequence[Group], until: float) -> bool:
        """Find one point of all cells: the first or last that is known, or one solved for."""
        known_ = [*self.seen.points[:1], *self.seen.points[-1:]]
        for group in every:
            fits = [each for each in known_ if _holds(group, each[0][group.cells].astype(float))]
            if fits:
                self.point[group.cells] = fits[0][0][group.cells]
                self.whole[group.cells] = fits[0][1][group.cells]
                continue
            luck = np.random.default_rng(len(group.cells)).normal(size=len(group.cells))
            solved, _ = group.extreme(np.where(np.isfinite(group.high), luck, 1.0), whole=False, seconds=_left(until))
            if solved is None:
                return False
            self._take(group, solved)
        self.seen.add(self.point, self.whole)
        return True

    def explore(self, group: Group, cuts: Sequence[Ints], until: float) -> None:
        """Step from the last point, if it is whole, to other whole ones, while that settles targets."""
        cells = group.cells
        if not self.whole[cells].all() or not self.open(group, whole=True).any():
            return
        start, luck = self.point[cells].copy(), np.random.default_rng(len(cells))
        for family in families(group, cuts):
            idle = turn = 0
            while idle < _IDLE and time.monotonic() < until:
                before = self.open(group, whole=True).sum()
                if not before:
                    break
                weight = luck.uniform(0.5, 1.5, len(cells))
                if turn % 2 == 0:
                    self._take(group, start)
                for up in (True, False):
                    self._stroll(group, luck.permutation(np.array(family, dtype=object)), weight, until, up=up)
                idle, turn = (idle + 1 if before == self.open(group, whole=True).sum() else 0), turn + 1
        self._take(group, start)

    def _stroll(self, group: Group, family: Iterable[Piece], weight: Floats, until: float, *, up: bool) -> None:
        cells = group.cells
        some, span, need = self.open(group, whole=True), self.seen.whole, self.aim.need[cells]
        goal = span.low[cells] + need if up else span.high[cells] - need
        for piece in family:
            point = self.point[cells]
            moved = piece.moved(group, point, some, goal, weight, up=up, seconds=_left(until))
            if moved is not None and group.is_whole(moved):
                self._take(group, moved)
                self.seen.add(self.point, self.whole)

    def wander(self, some: Sequence[Group], until: float) -> None:
        """Bring as many open targets as possible as far up, then down, as they need, while that settles some."""
        group = merged(some)
        luck = np.random.default_rng(len(group.cells))
        while time.monotonic() < until:
            before = self.open(group)
            if before.sum() < 3:
                return
            weight = luck.uniform(0.5, 1.5, len(before))
            for up in (True, False):
                span, need = self.seen.loose, self.aim.need[group.cells]
                goal = span.low[group.cells] + need if up else span.high[group.cells] - need
                solved = group.reaching(before, goal, weight, up=up, seconds=_left(until))
                if solved is not None:
                    ends = np.cumsum([len(each.cells) for each in some])[:-1]
                    for each, part in zip(some, np.split(solved, ends), strict=True):
                        self._take(each, part)
                    self.seen.add(self.point, self.whole)
            settled = before.sum() - self.open(group).sum()
            if settled < max(2, 0.01 * before.sum()):
                return

    def each(self, group: Group, until: float, *, whole: bool) -> None:
        """Two programs for each target that is still open: its least and its most."""
        for place in np.flatnonzero(self.open(group, whole=whole)):
            cell = group.cells[place]
            for way in (1.0, -1.0):
                if time.monotonic() > until or not self.undecided(whole=whole)[cell]:
                    break
                cost = np.zeros(len(group.cells))
                cost[place] = way
                solved, beyond = group.extreme(cost, whole=whole, seconds=_left(until))
                if solved is not None:
                    self._take(group, solved)
                    self.seen.add(self.point, self.whole)
                if way > 0 and np.isfinite(beyond):
                    self.low[cell] = max(self.low[cell], np.ceil(beyond - 1e-6))
                elif np.isfinite(beyond):
                    self.high[cell] = min(self.high[cell], np.floor(-beyond + 1e-6))
            if self.low[cell] > self.high[cell]:
                raise Contradiction(int(cell))

    def _take(self, group: Group, point: Floats) -> None:
        whole = group.is_whole(point)
        self.point[group.cells] = np.round(point) if whole else point
        self.whole[group.cells] = whole


def _left(until: float) -> float:
    return min(_LONGEST, until - time.monotonic())


def _holds(group: Group, point: Floats) -> bool:
    sums = group.lines @ point
    inside = (point >= group.low - 1e-6).all() and (point <= group.high + 1e-6).all()
    return bool(inside and (sums >= group.least - 1e-5).all() and (sums <= group.most + 1e-5).all())
