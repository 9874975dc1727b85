"""What people inside know more: one employee who is in a withheld cell, and all the staff of one agency."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from audit.array import Flags, Floats, Ints
from audit.error import Contradiction
from audit.interval import Found, Lines, found, known
from audit.program import Group, groups
from audit.table import TOTAL
from audit.witness import Aim, Witnesses

_KEPT = 150
_SMALL = 300
"""Cells of a group that programs in whole numbers are tried on again for each insider."""
COLUMNS = ("cell", "low", "high", "exact", "narrow", "relaxed", "undecided")


@dataclass(frozen=True, slots=True)
class Place:
    """One group of tied cells by itself, its aim with positions in the group, and points (p, k) known to fit."""

    group: Group
    aim: Aim
    points: Floats
    cuts: tuple[Ints, ...]

    def lines(self) -> Lines:
        """Return the group's own lines."""
        return Lines(self.group.lines, self.group.least, self.group.most, self.cuts)

    def attacked(self, low: Floats, high: Floats, open_: Flags, held: Floats, seconds: float) -> tuple[Aim, Found]:
        """Attack the open ones of the aim's targets with other bounds (k,), from the points that fit them."""
        seen = Witnesses(len(low))
        for point in held:
            seen.add(point, np.full(len(low), self.group.is_whole(point)))
        aim = Aim(self.aim.targets[open_], self.aim.need, self.aim.big)
        whole = len(low) <= _SMALL
        return aim, found(self.lines(), low, high, aim, seen, seconds=seconds, whole=whole)


def places(lines: Lines, low: Floats, high: Floats, aim: Aim, seen: Witnesses) -> Iterator[Place]:
    """Yield each group of unknown cells that holds a target. `low`, `high` (n,): as `audit.interval.known` left."""
    wanted = np.zeros(len(low), dtype=bool)
    wanted[aim.targets] = True
    # The first point is the truth, if one was given.
    some = [*seen.points[:1], *seen.points[1:][-_KEPT:]]
    bank = np.array([point for point, _ in some], dtype=np.float64).reshape(-1, len(low))
    for group in groups(lines.matrix, lines.least, lines.most, low, high):
        targets = np.flatnonzero(wanted[group.cells])
        if len(targets):
            own = Aim(targets, aim.need[group.cells], aim.big[group.cells])
            cuts = tuple(cut[group.cells] for cut in lines.cuts)
            yield Place(group, own, bank[:, group.cells], cuts)


def members(
    lines: Lines, low: Floats, high: Floats, aim: Aim, seen: Witnesses, *, suspects: Ints, silent: Flags, until: float
) -> pd.DataFrame:
    """Return the targets that one employee's own record makes unsafe: columns as `rows` gives them.

    One withheld cell after the other holds the attacker, so that it is at least 1. `suspects`: the only targets to
    look at where a withheld cell is known to hold somebody anyway; where it is not (`silent`, (n,)) all are.
    """
    low, high = known(lines, low, high)
    worst: dict[int, dict[str, Any]] = {}
    for place in places(lines, low, high, aim, seen):
        cells, targets = place.group.cells, place.aim.targets
        possible = (place.group.low[targets] < 1) & (place.group.high[targets] >= 1)
        suspect = targets[np.isin(cells[targets], suspects)]
        looked_at = {int(each): suspect for each in targets[possible & ~silent[cells[targets]]] if len(suspect)}
        looked_at |= _together(place, targets[possible & silent[cells[targets]]], until)
        for inside, asked in looked_at.items():
            open_ = np.isin(targets, asked) & ~np.isin(cells[targets], list(worst))
            held = place.points[place.points[:, inside] >= 1]
            if len(held):
                open_ &= ~place.aim.safe(np.ceil(held.min(axis=0) - 1e-6), np.floor(held.max(axis=0) + 1e-6))
            if not open_.any():
                continue
            if time.monotonic() > until:
                worst |= _undecided(place, targets[open_])
                continue
            raised = place.group.low.copy()
            raised[inside] = 1.0
            try:
                own, got = place.attacked(raised, place.group.high, open_, held[:3], until - time.monotonic())
            except Contradiction:
                continue  # nobody can be in this cell
            for row in rows(own, got).to_dict("records"):
                at = int(cells[int(row["cell"])])
                worst[at] = {**{str(key): value for key, value in row.items()}, "cell": at}
    return pd.DataFrame(list(worst.values()), columns=list(COLUMNS))


def _together(place: Place, silent: Ints, until: float) -> dict[int, Ints]:
    """Return silent cell -> the targets that are not safe for sure when it holds the attacker.

    As many silent cells as can be at least 1 at once are made so: what is safe then is safe with each of them alone.
    """
    group = place.group
    found_: dict[int, Ints] = {}
    left = silent
    while len(left) and time.monotonic() < until:
        point = _fullest(place, left, until)
        if point is None:
            break
        there = left[point[left] >= 1 - 1e-6]
        raised = group.low.copy()
        raised[there] = 1.0
        every = np.ones(len(place.aim.targets), dtype=bool)
        try:
            own, got = place.attacked(raised, group.high, every, point[None], until - time.monotonic())
        except Contradiction:
            break  # together only in fractions
        bad = rows(own, got)["cell"].to_numpy(dtype=np.int64)
        found_ |= dict.fromkeys(map(int, there), bad)
        left = np.setdiff1d(left, there)
    return found_ | dict.fromkeys(map(int, left), place.aim.targets)


def _fullest(place: Place, silent: Ints, until: float) -> Floats | None:
    """A point in which most of the silent cells hold somebody: one that is known, or one solved for."""
    group = place.group
    filled = (place.points[:, silent] >= 1).sum(axis=1)
    if filled.any():
        best: Floats = place.points[int(filled.argmax())]
        return best
    some = np.zeros(len(group.cells), dtype=bool)
    some[silent] = True
    ones = np.ones(len(group.cells))
    point = group.reaching(some, ones, ones, up=True, seconds=until - time.monotonic())
    return None if point is None or not (point[silent] >= 1 - 1e-6).any() else point


def _undecided(place: Place, targets: Ints) -> dict[int, dict[str, Any]]:
    low, high = place.group.low, place.group.high
    return {
        int(cell): dict(zip(COLUMNS, (int(cell), low[each], high[each], False, False, False, True), strict=True))
        for each, cell in zip(targets, place.group.cells[targets], strict=True)
    }


def rows(aim: Aim, got: Found) -> pd.DataFrame:
    """Return the targets that are not safe: cell, low, high, exact, narrow, relaxed, undecided.

    Narrow are those whose aim asks for more than being apart. Without a truth every target's does, and one that
    may be big is safe by the aim itself.
    """
    small = got.narrow & (aim.need[aim.targets] > 1)
    bad = got.exact | small | got.undecided | got.relaxed
    cells = aim.targets[bad]
    flags = (got.exact[bad], small[bad], got.relaxed[bad], got.undecided[bad])
    return pd.DataFrame(dict(zip(COLUMNS, (cells, got.low[cells], got.high[cells], *flags), strict=True)))


def staff(
    lines: Lines,
    low: Floats,
    high: Floats,
    aim: Aim,
    seen: Witnesses,
    truth: Floats,
    own: pd.Series,
    alone: np.ndarray,
    until: float,
) -> pd.DataFrame:
    """Return what the staff of each agency, who see all its cells, know exactly of others.

    `own` (n,): the agency of each cell; `alone` (n,): the one whose staff are not asked for it. Columns agency, cells
    (targets of others), exact, undecided. What stays open to somebody who sees many agencies is open to the staff of
    each: so agencies are numbered, and those with the same binary digit are taken together, digit by digit. Only what
    this leaves is looked at agency by agency.
    """
    low, high = known(lines, low, high)
    wide = Aim(aim.targets, np.ones(len(low)), np.full(len(low), np.inf))
    told = {name: [0, 0] for name in sorted(set(own.iloc[aim.targets]) - {TOTAL})}
    settled = low[aim.targets] == high[aim.targets]
    for place in places(lines, low, high, wide, seen):
        here = _Owned(place, truth[place.group.cells], own.iloc[place.group.cells].to_numpy())
        names = here.names
        left = here.of[:, None] != names[None, :]
        left &= alone[place.group.cells][place.aim.targets][:, None] != names[None, :]
        for digit in range(max(len(names) - 1, 0).bit_length()):
            for value in (0, 1):
                seeing = (np.arange(len(names)) >> digit) % 2 == value
                open_ = left[:, seeing].any(axis=1) & ~np.isin(here.of, names[seeing])
                if open_.any():
                    got = here.seen_by(names[seeing], open_, until)
                    safe = np.flatnonzero(open_)[~(got.exact | got.undecided | got.relaxed)]
                    left[np.ix_(safe, seeing)] = False
        for place_, name in enumerate(names):
            if left[:, place_].any():
                got = here.seen_by(np.array([name]), left[:, place_], until)
                told[name][0] += int(got.exact.sum())
                told[name][1] += int(got.undecided.sum())
    table = []
    for name, (exact, undecided) in told.items():
        others = (own.iloc[aim.targets] != name).to_numpy()
        table.append((name, int(others.sum()), exact + int((others & settled).sum()), undecided))
    return pd.DataFrame(table, columns=["agency", "cells", "exact", "undecided"])


@dataclass(frozen=True, slots=True)
class _Owned:
    """A place with the true counts of its cells (k,), NaN where not known, and the agency that each is of (k,)."""

    place: Place
    truth: Floats
    agency: np.ndarray

    @property
    def of(self) -> np.ndarray:
        """The agency of each target."""
        whose: np.ndarray = self.agency[self.place.aim.targets]
        return whose

    @property
    def names(self) -> np.ndarray:
        """The agencies of its targets."""
        return np.array(sorted(set(self.of) - {TOTAL}), dtype=object)

    def seen_by(self, names: np.ndarray, open_: Flags, until: float) -> Found:
        """Attack the open targets with the true counts of these agencies."""
        inside = np.isin(self.agency, names) & ~np.isnan(self.truth)
        least = np.where(inside, self.truth, self.place.group.low)
        most = np.where(inside, self.truth, self.place.group.high)
        fits = (np.abs(self.place.points[:, inside] - self.truth[inside]) < 1e-6).all(axis=1)
        held = self.place.points[fits]
        _, got = self.place.attacked(least, most, open_, held, max(until - time.monotonic(), 0.1))
        return got
