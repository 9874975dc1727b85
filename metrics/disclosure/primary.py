"""Which cells are public anyway, which must be protected, and by how much.

A protected cell has a `need`: how wide the interval must be that anyone can put around it. Of counts: T - 2 for a
count of 1 to T - 1, for the other half of a two-way split of which one half is so small, and for a group that is the
whole of a base under the policy's base. Of dollars: see metrics.disclosure.concentration.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etl.vocabulary.label import NOT_REPORTED
from metrics.disclosure.catalogue import Numbers, Pattern, System
from metrics.disclosure.policy import Domain, Policy

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Targets:
    """For each cell: `forced` is public; `need` > 0 is protected; `absent` is not in the tables, neither shown nor
    said to be withheld; `lower` is what everybody knows a cell that is not shown to be at least; `depth` is how far
    below the true value the interval must reach, where the width is not all that is asked."""

    forced: Flags
    need: Numbers
    absent: Flags
    lower: Numbers
    depth: Numbers


def targets(system: System, domain: Domain, policy: Policy) -> Targets:
    """Return the targets of counts of people."""
    threshold, value = domain.threshold, system.value
    forced = public(system, domain)
    small = (value > 0) & (value < threshold)
    hides_zero = np.zeros(len(value), dtype=bool)
    absent = np.zeros(len(value), dtype=bool)
    base = np.full(len(value), np.inf)
    for pattern in system.patterns:
        small[pattern.cells] |= _complements(pattern, system, threshold) & (value[pattern.cells] > 0)
        small[pattern.cells] |= _whole_of_base(pattern, value, policy.base)
        if any(policy.dimensions[name].sensitive for name in pattern.levels):
            hides_zero[pattern.cells] |= value[pattern.cells] < threshold
        for cells, of in _under_public(pattern, system, domain, forced):
            known = (value[of] > 0) & ~forced[cells]
            base[cells[known]] = np.minimum(base[cells[known]], value[of][known])
            absent[cells[known & (value[of] < policy.base)]] = True
        dropped = _under_unit_base(pattern, system, domain)
        absent[dropped] = True
    small |= hides_zero | (absent & (value > 0) & (base < policy.base))
    small &= ~forced
    absent &= ~forced
    # Of so few people no interval can be wide; what is asked is that none of their counts is known. What is in no table
    # may be 0 for all that is said, so that somebody who is of it knows one value less.
    need = np.where(small, np.where(base < policy.base, 1, np.minimum(threshold - 2 + absent, base)), 0.0)
    return Targets(forced, need, absent, np.where(absent, 0.0, np.minimum(value, 1)), np.zeros(len(value)))


def _under_unit_base(pattern: Pattern, system: System, domain: Domain) -> NDArray[np.int64]:
    """Return the cells, by all dimensions of their table, of units that are too small for it."""
    table = pattern.table
    if table.unit_base == 1 or domain.unit not in table.levels or pattern.levels != table.levels:
        return np.zeros(0, dtype="int64")
    place = [each.name for each in system.axes if each.name in pattern.levels].index(domain.unit)
    cells = np.moveaxis(pattern.cells, place, 0).reshape(pattern.cells.shape[place], -1)
    found: NDArray[np.int64] = cells[system.value[cells].sum(axis=1) < table.unit_base].ravel()
    return found


def public(system: System, domain: Domain) -> Flags:
    """Return which cells are public anyway: those of the domain's forced tables and their margins."""
    forced = np.zeros(len(system.value), dtype=bool)
    for pattern in system.patterns:
        if pattern.table.count != domain.tables[0].count:
            continue
        if any(
            set(pattern.levels) <= set(levels) and all(levels[name] == pattern.levels[name] for name in pattern.levels)
            for levels in domain.forced
        ):
            forced[pattern.cells] = True
    return forced


def _complements(pattern: Pattern, system: System, threshold: int) -> Flags:
    """Where the other one of two groups is small; people whose group is not reported are no group."""
    values = system.value[pattern.cells]
    found = np.zeros(values.shape, dtype=bool)
    for place, names in enumerate(_names(pattern, system).values()):
        groups = [index for index, name in enumerate(names) if name.lower() != NOT_REPORTED.lower()]
        if len(groups) == 2:
            other = np.take(values, groups[::-1], axis=place)
            moved = np.moveaxis(found, place, 0)
            moved[groups] |= np.moveaxis((other > 0) & (other < threshold), place, 0)
    return found


def _whole_of_base(pattern: Pattern, value: Numbers, base: int) -> Flags:
    """Where one group is everybody of a base under `base`, so that to be of the base is to be of the group."""
    values = value[pattern.cells]
    found = np.zeros(values.shape, dtype=bool)
    for place in range(values.ndim):
        if values.shape[place] > 1:
            total = values.sum(axis=place, keepdims=True)
            found |= (values == total) & (total > 0) & (total < base)
    return found


def _under_public(
    pattern: Pattern, system: System, domain: Domain, forced: Flags
) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Return pairs of arrays: cells of the pattern, and the public cell that each divides further."""
    at = {(each.table.count, tuple(sorted(each.levels.items()))): each.cells for each in system.patterns}
    held = [each.name for each in system.axes if each.name in pattern.levels]
    pairs = []
    for levels in domain.forced:
        same = {name: level for name, level in levels.items() if pattern.levels.get(name) == level}
        above = at.get((pattern.table.count, tuple(sorted(same.items()))))
        if same and len(same) < len(held) and above is not None and forced[above].all():
            shape = [size if name in same else 1 for name, size in zip(held, pattern.cells.shape, strict=True)]
            of = np.broadcast_to(above.reshape(shape), pattern.cells.shape)
            pairs.append((pattern.cells.ravel(), of.ravel()))
    return pairs


def _names(pattern: Pattern, system: System) -> Mapping[str, tuple[str, ...]]:
    return {
        each.name: each.levels[pattern.levels[each.name]].names for each in system.axes if each.name in pattern.levels
    }
