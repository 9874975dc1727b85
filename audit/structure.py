"""What a table promises: every sum it shows is the sum of its parts.

Where a row is absent. A table may leave out groups that nobody is of, or cells that it does not want to tell. The table
itself says which: if it has lines that lack a member, all of whose numbers are shown, and these add up, and if no sum
with people in it lacks all its parts, then absent rows are empty groups. Otherwise they are unknown, and targets of the
attack as withheld ones are.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from audit.error import AuditError
from audit.table import META, TOTAL, described

Ints = NDArray[np.int64]
_MOST = 2_000_000


@dataclass(frozen=True, slots=True)
class Structure:
    """Cells of one table, those it does not list but that its lines need included; a line of entries sums to 0.

    `line`, `cell`, `sign`: line number, position in `cells`, −1 for the sum and 1 for a part.
    """

    cells: pd.DataFrame
    line: Ints
    cell: Ints
    sign: Ints


def inferred(
    cells: pd.DataFrame,
    dimensions: Sequence[str],
    parents: Mapping[str, Mapping[str, str]],
    where: str,
    members: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> Structure:
    """Return the structure of a table: `cells` has its coordinates and META, `dimensions` may be summed over.

    Other coordinates (a period) hold a line together and are never summed. `members`: column -> those that any table
    has, of which this one may leave some out: a sum that it does not list is made only where it has all of them, and
    one that it lists may hold more people than its parts do. Raises AuditError where shown parts do not
    add up to a shown total, or listing what is absent would take more than two million cells.
    """
    divided = [name for name in dimensions if (cells[name] != TOTAL).any()]
    fixed = [name for name in cells.columns if name not in (*META, *divided)]
    trees = {name: parents.get(name, {}) for name in divided}
    sums = {name: _complete(cells[name], members.get(name, ()), trees[name]) for name in divided}
    listed = _closed(cells, fixed, divided, trees, sums)
    others = _elsewhere(listed, fixed, divided, trees, members)
    if len(others) > len(listed):
        listed = _closed(others, fixed, divided, trees, sums)
    made = _lines(listed, fixed, divided, trees)
    if not _absent_are_empty(made, trees, divided, where):
        made = _lines(_completed(listed, fixed, divided, trees, sums, where), fixed, divided, trees)
        _absent_are_empty(made, trees, divided, where)
    return made


def _elsewhere(
    cells: pd.DataFrame,
    fixed: list[str],
    divided: list[str],
    trees: Mapping[str, Mapping[str, str]],
    members: Mapping[str, Collection[str]],
) -> pd.DataFrame:
    """Add unknown cells of members that another table has and this one leaves out whole: its sums may hold them."""
    keys = [*fixed, *divided]
    whole = cells
    for name in divided:
        own = _ancestry(whole[name], trees[name])
        parted = {_parent(member, trees[name]) for member in own}
        left = sorted(_ancestry(members.get(name, ()), trees[name]) - own)
        left = [member for member in left if _parent(member, trees[name]) in parted]
        if not left:
            continue
        added = pd.DataFrame({"_member": left, name: [_parent(member, trees[name]) for member in left]})
        fresh = whole.merge(added, on=name).drop(columns=name).rename(columns={"_member": name})
        fresh = fresh.assign(value=np.nan, withheld=False, row=0)[list(whole.columns)]
        whole = pd.concat([whole, fresh]).drop_duplicates(keys, ignore_index=True)
    return whole


def _complete(listed: pd.Series, known: Collection[str], tree: Mapping[str, str]) -> set[str]:
    """The sums of a column whose every part that any table has is in this one, by itself or by parts of its own."""
    own, every = _ancestry(listed, tree), _ancestry([*listed, *known], tree)
    short = {tree.get(member, TOTAL) for member in every - own}
    return {tree.get(member, TOTAL) for member in own} - short


def _ancestry(members: Iterable[str], tree: Mapping[str, str]) -> set[str]:
    found = set()
    for member in set(members) - {TOTAL}:
        above: str | None = member
        while above is not None:
            found.add(above)
            above = tree.get(above)
    return found


def _closed(
    cells: pd.DataFrame,
    fixed: list[str],
    divided: list[str],
    trees: Mapping[str, Mapping[str, str]],
    sums: Mapping[str, set[str]],
) -> pd.DataFrame:
    """Add every sum that the listed cells have and the table does not list; its row is 0."""
    keys = [*fixed, *divided]
    whole = cells
    for name in divided:
        fresh = whole
        while True:
            below = fresh[fresh[name] != TOTAL]
            if below.empty:
                break
            up = _above(below[name], trees[name])
            fresh = below.assign(**{name: up})[up.isin(sums[name])].drop_duplicates(keys)
            fresh = fresh.assign(value=np.nan, withheld=False, row=0)
            before = len(whole)
            whole = pd.concat([whole, fresh]).drop_duplicates(keys, ignore_index=True)
            if len(whole) == before and not trees[name]:
                break
    return whole


def _lines(
    cells: pd.DataFrame, fixed: list[str], divided: list[str], trees: Mapping[str, Mapping[str, str]]
) -> Structure:
    keys = [*fixed, *divided]
    lines, positions, signs, start = [], [], [], 0
    places = cells[keys].assign(_sum=np.arange(len(cells)))
    for name in divided:
        parts = cells[cells[name] != TOTAL]
        asked = parts[keys].assign(_part=parts.index.to_numpy(), **{name: _above(parts[name], trees[name])})
        joined = asked.merge(places, on=keys, how="inner")
        sums, number = np.unique(joined["_sum"].to_numpy(), return_inverse=True)
        lines += [start + number, start + np.arange(len(sums))]
        positions += [joined["_part"].to_numpy(), sums]
        signs += [np.ones(len(joined), dtype=np.int64), np.full(len(sums), -1)]
        start += len(sums)
    if not lines:
        nothing = np.zeros(0, dtype=np.int64)
        return Structure(cells, nothing, nothing, nothing)
    return Structure(
        cells,
        np.concatenate(lines).astype(np.int64),
        np.concatenate(positions).astype(np.int64),
        np.concatenate(signs).astype(np.int64),
    )


def _absent_are_empty(
    made: Structure, trees: Mapping[str, Mapping[str, str]], divided: Sequence[str], where: str
) -> bool:
    """Return whether no line lacks a member, or those that do and show all their numbers add up."""
    values = made.cells["value"].to_numpy()
    rows = pd.DataFrame({"line": made.line, "cell": made.cell, "sign": made.sign, "value": values[made.cell]})
    unknown = rows["value"].isna().groupby(rows["line"]).transform("any")
    told = rows[~unknown]
    rest = -(told["sign"] * told["value"]).groupby(told["line"]).sum()
    short = _short(made, trees, divided)
    wrong = rest.index[(rest < 0) | ((rest > 0) & ~short[rest.index])]
    if len(wrong):
        _refuse(made, int(wrong[0]), where)
    known = rest[short[rest.index]]
    if _undivided(made, divided):
        return False
    return not short.any() or (len(known) > 0 and bool((known == 0).all()))


def _undivided(made: Structure, divided: Sequence[str]) -> bool:
    """Return whether somebody is in a sum that has no parts, where other such sums have: they must be somewhere."""
    cells = made.cells
    somebody = (cells["value"] > 0).to_numpy()
    depth = ((cells[list(divided)] != TOTAL) @ (2 ** np.arange(len(divided)))).to_numpy()
    sums, parts = made.cell[made.sign < 0], np.zeros(int(made.line.max(initial=-1)) + 1, dtype=np.int64)
    parts[made.line[made.sign > 0]] = made.cell[made.sign > 0]
    parts = parts[made.line[made.sign < 0]]
    for name in divided:
        column = cells[name].to_numpy()
        split = np.unique(sums[column[sums] != column[parts]])
        apart = np.ones(len(cells), dtype=bool)
        apart[split] = False
        if (somebody & apart & (column == TOTAL) & np.isin(depth, depth[split])).any():
            return True
    return False


def _short(made: Structure, trees: Mapping[str, Mapping[str, str]], divided: Sequence[str]) -> NDArray[np.bool_]:
    """Lines that lack a member which the table has elsewhere under the same sum."""
    size = int(made.line.max()) + 1 if len(made.line) else 0
    parts = np.bincount(made.line[made.sign > 0], minlength=size)
    sums = np.zeros(size, dtype=np.int64)
    sums[made.line[made.sign < 0]] = made.cell[made.sign < 0]
    part = np.zeros(size, dtype=np.int64)
    part[made.line[made.sign > 0]] = made.cell[made.sign > 0]
    short = np.zeros(size, dtype=bool)
    for name in divided:
        members = made.cells[name].drop_duplicates()
        expected = _above(members[members != TOTAL], trees[name]).value_counts()
        column = made.cells[name].to_numpy()
        here = column[sums] != column[part]
        short[here] = parts[here] < expected.reindex(column[sums][here]).fillna(0).to_numpy()
    return short


def _refuse(made: Structure, line: int, where: str) -> None:
    here = made.line == line
    parts = made.cells.iloc[made.cell[here & (made.sign > 0)]]
    total = made.cells.iloc[made.cell[here & (made.sign < 0)][0]]
    told = described({name: total[name] for name in made.cells.columns if name not in META})
    at = f"row {int(total['row'])}, column 'value'" if total["row"] else "a sum the table does not list"
    raise AuditError(
        f"{where}: {at}: {told} is {total['value']:g}, but its {len(parts)} parts add up to "
        f"{parts['value'].sum():g}; correct the table so that sums and parts agree"
    )


def _completed(
    cells: pd.DataFrame,
    fixed: list[str],
    divided: list[str],
    trees: Mapping[str, Mapping[str, str]],
    sums: Mapping[str, set[str]],
    where: str,
) -> pd.DataFrame:
    """Add the absent cells of every line that lacks one, as withheld ones, and the sums they need."""
    keys = [*fixed, *divided]
    whole = cells
    for name in divided:
        others = [key for key in keys if key != name]
        parts = whole[whole[name] != TOTAL]
        members = parts[[name]].drop_duplicates()
        members = members.assign(_above=_above(members[name], trees[name]))
        split = parts[others].assign(_above=_above(parts[name], trees[name])).drop_duplicates()
        full = split.merge(members, on="_above")[keys]
        if len(full) > _MOST:
            raise AuditError(
                f"{where}: listing its absent rows would take {len(full)} cells; list withheld cells as rows "
                "with an empty value"
            )
        first = whole.iloc[0]
        fresh = full.assign(
            table=first["table"], row=0, value=np.nan, withheld=True, kind=first["kind"], level=first["level"]
        )
        whole = pd.concat([whole, fresh]).drop_duplicates(keys, ignore_index=True)
    return _closed(whole, fixed, divided, trees, sums)


def _above(members: pd.Series, tree: Mapping[str, str]) -> pd.Series:
    return members.map(lambda member: _parent(member, tree)).astype(object)


def _parent(member: str, tree: Mapping[str, str]) -> str:
    return tree.get(member, TOTAL)
