"""What an earlier release published of the same period: its pattern is kept, and what it showed is known.

Two releases with different patterns for one year give away what each withheld: a closed year is not chosen anew. Where
corrected data or units that came late make the pattern unsafe, more is withheld, never less.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import sparse

from metrics.disclosure.catalogue import TOTAL, ProtectionError, System
from metrics.disclosure.policy import Domain
from metrics.disclosure.primary import Flags, Targets

SHOWN, WITHHELD = "shown", "withheld"


@dataclass(frozen=True, slots=True)
class Kept:
    """For each cell whether the earlier release withheld it (`withheld`) or showed it (`shown`)."""

    withheld: Flags
    shown: Flags


@dataclass(frozen=True, slots=True)
class Earlier:
    """`sums` (N, V): rows of inner counts whose sums are known; `told` (K,): the statewide cells that they were, of the
    units before; `late`: the units that came since."""

    sums: sparse.csr_array
    told: Flags
    late: frozenset[int]

    def tells(self, unit: int) -> Flags:
        """Return the statewide cells that staff of `unit` know by adding their own counts to what was told: those
        published before, if nobody else came late."""
        return self.told if self.late == {unit} else np.zeros_like(self.told)


def keep(system: System, frozen: pd.DataFrame | None, domain: Domain, targets: Targets) -> tuple[Kept, Targets]:
    """Return the earlier pattern and the targets with it.

    `frozen`: rows as protect() returned them. Counts that the domain calls closed take their whole pattern from it.
    Cells that were shown of units that have not changed stay shown, as the public knows them. Cells that were in no
    table while their unit was, stay in none; withheld cells that became 0 leave the tables, since a withheld count is
    known to be 1 or more. Raises ProtectionError if a closed count has no pattern.
    """
    size = len(system.value)
    kept = Kept(np.zeros(size, dtype=bool), np.zeros(size, dtype=bool))
    closed = [count for count in domain.closed if count in system.counts]
    if frozen is None:
        if closed:
            raise ProtectionError(f"{domain.name}: {closed[0]} is closed; give the pattern that it was published with")
        return kept, targets
    rows = _matched(system, frozen)
    known = set(frozen[domain.unit]) if domain.unit in frozen else set()
    absent = targets.absent.copy()
    for status, flags in ((WITHHELD, kept.withheld), (SHOWN, kept.shown)):
        flags[rows.loc[rows["status"] == status, "cell"]] = True
    if gone := [count for count in closed if not (kept.shown | kept.withheld)[_of(system, rows, count)].any()]:
        raise ProtectionError(f"{domain.name}: {gone[0]} is closed, and the pattern given does not hold it; give it")
    unseen = rows["status"].isna() & rows["table_id"].isin(set(frozen["table_id"]))
    if domain.unit in rows:
        unseen &= rows[domain.unit].isin(known) | (rows[domain.unit] == TOTAL)
    absent[rows.loc[unseen, "cell"]] = True
    absent[kept.withheld & (system.value == 0) & (targets.need == 0)] = True
    absent &= ~targets.forced
    fixed = np.isin(
        np.arange(size), np.concatenate([np.zeros(0, dtype="int64"), *(_of(system, rows, count) for count in closed)])
    )
    need = np.maximum(targets.need, np.where(kept.withheld & ~targets.forced & (system.value > 0), 1.0, 0.0))
    need = np.maximum(need, _differences(system, rows, frozen, domain))
    forced = targets.forced | (fixed & kept.shown) | _still_true(system, rows)
    need[forced] = 0
    return kept, replace(targets, forced=forced, need=need, absent=absent, lower=np.where(absent, 0.0, targets.lower))


def _still_true(system: System, rows: pd.DataFrame) -> Flags:
    """Return the cells that an earlier release showed of units of which no shown count has changed: to withhold them
    now would protect nobody, since they are known. The State has changed where a unit did, came or went."""
    told = rows[(rows["status"] == SHOWN) & rows["value"].notna()]
    cells = told["cell"].to_numpy()
    changed = np.unique(system.unit[cells[system.value[cells] != told["value"].to_numpy(dtype="float64")]])
    came = set(system.unit.tolist()) - set(system.unit[cells].tolist())
    known = ~np.isin(system.unit[cells], changed) & ((system.unit[cells] >= 0) | (not len(changed) and not came))
    found = np.zeros(len(system.value), dtype=bool)
    found[cells[known]] = True
    return found


def earlier(system: System, frozen: pd.DataFrame | None, domain: Domain) -> Earlier:
    """Return what an earlier release told of the units that it had, if others came late: statewide cells it showed are
    sums over its units."""
    nothing = Earlier(
        sparse.csr_array((0, system.cells.shape[1])), np.zeros(len(system.value), dtype=bool), frozenset()
    )
    axis = next((each for each in system.axes if each.name == domain.unit), None)
    if frozen is None or axis is None:
        return nothing
    had = set(frozen[domain.unit])
    before = [index for index, name in enumerate(axis.members) if name in had]
    if len(before) in (0, len(axis.members)):
        return nothing
    rows = _matched(system, frozen)
    told = np.zeros(len(system.value), dtype=bool)
    told[rows.loc[(rows["status"] == SHOWN) & (rows[domain.unit] == TOTAL), "cell"]] = True
    sums = []
    for whole, units in system.across:
        if (shown := told[whole]).any():
            sums.append(sum(system.cells[each[shown]] for each in units[before]))
    late = frozenset(range(len(axis.members))) - frozenset(before)
    return Earlier(sparse.vstack(sums, format="csr"), told, late) if sums else nothing


def _differences(system: System, rows: pd.DataFrame, frozen: pd.DataFrame, domain: Domain) -> np.ndarray:
    """Return the need of statewide cells whose difference from what was shown is a few people of late units."""
    need = np.zeros(len(system.value))
    axis = next((each for each in system.axes if each.name == domain.unit), None)
    if axis is None or set(axis.members) <= set(frozen[domain.unit]):
        return need
    told = rows[(rows["status"] == SHOWN) & (rows[domain.unit] == TOTAL) & rows["value"].notna()]
    cells = told["cell"].to_numpy()
    change = np.abs(system.value[cells] - told["value"].to_numpy(dtype="float64"))
    need[cells[(change > 0) & (change < domain.threshold)]] = domain.threshold - 2
    return need


def _matched(system: System, frozen: pd.DataFrame) -> pd.DataFrame:
    rows = system.rows()
    names = ["table_id", *[each.name for each in system.axes], "count"]
    missing = [name for name in (*names, "status") if name not in frozen]
    if missing:
        raise ProtectionError(f"the earlier pattern lacks column {missing[0]}; give rows as they were protected")
    had = frozen[[*names, "status", *(["value"] if "value" in frozen else [])]].drop_duplicates(names)
    matched = rows.merge(had, on=names, how="left")
    return matched if "value" in matched else matched.assign(value=np.nan)


def _of(system: System, rows: pd.DataFrame, count: str) -> np.ndarray:
    return rows.loc[rows["count"] == count, "cell"].to_numpy()
