"""The people behind several tables at once: tables that form a cycle say more together than their shared sums do.

Agency by race, race by job and agency by job agree in their sums in more ways than people can fill. Tables whose
dimensions form no cycle always can be filled (Beeri, Fagin, Maier and Yannakakis, Journal of the ACM 30, 1983), so
that only those are crossed that the reduction of Graham leaves over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from audit.array import Ints
from audit.table import TOTAL

MOST = 60_000


@dataclass(frozen=True, slots=True)
class Crossing:
    """`cells`: every combination of the finest members that a cycle of tables needs; entries tie them to listed cells.

    `listed[i]` (a position in the caller's list) is the sum of all `crossed` (positions in `cells`) beside it.
    """

    cells: pd.DataFrame
    listed: Ints
    crossed: Ints


def crossing(
    listed: pd.DataFrame, tables: Sequence[Sequence[str]], parents: Mapping[str, Mapping[str, str]]
) -> Crossing | int | None:
    """Return the crossing of one slice's cells, None where no cycle needs one, its size where it is over MOST.

    `listed`: coordinates of all cells of the slice; `tables`: the dimensions of each table, named with how fine they
    are by `levels`.
    """
    core = _core([frozenset(each) for each in tables])
    if not core:
        return None
    names = sorted({name.rpartition("/")[0] for name in core})
    finest = {name: max(int(each.rpartition("/")[2]) for each in core if each.startswith(f"{name}/")) for name in names}
    trees = {name: parents.get(name, {}) for name in names}
    members = {name: _finest(listed[name], trees[name], finest[name]) for name in names}
    size = int(np.prod([len(each) for each in members.values()]))
    if size > MOST:
        return size
    cells = pd.MultiIndex.from_product([members[name] for name in names], names=names).to_frame(index=False)
    others = [name for name in listed.columns if name not in names]
    inside = listed[(listed[others] == TOTAL).all(axis=1)]
    pairs = _pairs(inside[names], cells, trees)
    return Crossing(cells, *pairs)


def levels(cells: pd.DataFrame, dimensions: Sequence[str], parents: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return the dimensions that cells divide, each with every depth of its members: race/0, and race/1 below it."""
    found = []
    for name in dimensions:
        tree = parents.get(name, {})
        divided = [member for member in set(cells[name]) if member != TOTAL]
        if divided:
            found += [f"{name}/{depth}" for depth in range(max(_depth(member, tree) for member in divided) + 1)]
    return found


def _core(tables: Sequence[frozenset[str]]) -> frozenset[str]:
    """What is left when dimensions of one table only, then tables inside another, are taken off again and again."""
    rest = [each for each in set(tables) if each]
    while True:
        alone = {name for each in rest for name in each if sum(name in other for other in rest) == 1}
        less = list({each - alone for each in rest} - {frozenset()})
        kept = [each for each in less if not any(each < other for other in less)]
        if sorted(map(sorted, kept)) == sorted(map(sorted, rest)):
            break
        rest = kept
    return frozenset().union(*rest) if len(rest) > 1 else frozenset()


def _depth(member: str, tree: Mapping[str, str]) -> int:
    return 1 + _depth(tree[member], tree) if member in tree else 0


def _finest(listed: pd.Series, tree: Mapping[str, str], depth: int) -> list[str]:
    """Members down to a depth that have no part down to it."""
    members = {member for member in set(listed) if member != TOTAL and _depth(member, tree) <= depth}
    divided = {tree[member] for member in members if member in tree}
    return sorted(members - divided)


def _pairs(listed: pd.DataFrame, cells: pd.DataFrame, trees: Mapping[str, Mapping[str, str]]) -> tuple[Ints, Ints]:
    """Listed cells beside every crossed one that is part of them; only where each dimension is at its own depth."""
    places = listed.assign(_listed=np.arange(len(listed)))
    found: list[tuple[Ints, Ints]] = []
    divided = (listed != TOTAL) @ (2 ** np.arange(len(listed.columns)))
    for _, some in places.groupby(divided.to_numpy(), sort=False):
        on = [name for name in listed.columns if (some[name] != TOTAL).all()]
        if not on:
            continue
        keys = cells.assign(_crossed=np.arange(len(cells)))
        for name in on:
            above = {member: _line(member, trees[name]) for member in set(cells[name])}
            keys = keys.assign(**{name: keys[name].map(above)}).explode(name)
        joined = some.merge(keys[[*on, "_crossed"]], on=on)
        found.append((joined["_listed"].to_numpy(dtype=np.int64), joined["_crossed"].to_numpy(dtype=np.int64)))
    original = listed.index.to_numpy()
    rows = np.concatenate([original[each] for each, _ in found]) if found else np.zeros(0, dtype=np.int64)
    columns = np.concatenate([each for _, each in found]) if found else np.zeros(0, dtype=np.int64)
    return rows.astype(np.int64), columns


def _line(member: str, tree: Mapping[str, str]) -> list[str]:
    """A member and all above it."""
    return [member, *_line(tree[member], tree)] if member in tree else [member]
