"""Which counts of the State one agency's staff know without learning anything of others."""

import numpy as np
import pandas as pd

from audit.array import Floats
from audit.system import AGENCY, System
from audit.table import TOTAL


def parts_unknown(system: System, low: Floats, high: Floats) -> np.ndarray:
    """Return for each cell (n,) of the State the agency whose part alone is unknown, else an empty text.

    Its staff know such a cell, and learn nothing of others by it: the others' parts are public.
    """
    keys = [name for name in system.coordinates if name != AGENCY]
    parts = system.cells[system.cells[AGENCY] != TOTAL]
    unknown = pd.Series(low < high, index=system.cells.index)[parts.index]
    by = [parts[name] for name in keys]
    every = parts.groupby(by)[AGENCY].nunique() == parts[AGENCY].nunique()
    open_ = parts[unknown].groupby([parts.loc[unknown, name] for name in keys])[AGENCY].agg(["nunique", "first"])
    alone = open_.loc[(open_["nunique"] == 1) & every.reindex(open_.index, fill_value=False), "first"]
    one = str(parts[AGENCY].iloc[0]) if parts[AGENCY].nunique() == 1 else ""
    found = alone.reindex(pd.MultiIndex.from_frame(system.cells[keys])).fillna(one).to_numpy(dtype=object)
    return np.where(system.cells[AGENCY] == TOTAL, found, "")


def own_only(system: System, truth: Floats) -> np.ndarray:
    """Return for each cell (n,) of the State the agency whose people alone are in it, else an empty text: by the
    agencies' parts, or by those of a sum that it is a part of."""
    keys = [name for name in system.coordinates if name != AGENCY]
    state = (system.cells[AGENCY] == TOTAL).to_numpy()
    parts = system.cells[~state].assign(_there=truth[~state])
    unsure = parts["_there"].isna().groupby([parts[name] for name in keys]).any()
    there = parts[parts["_there"] > 0]
    who = there.groupby([there[name] for name in keys])[AGENCY].agg(["nunique", "first"])
    whole = parts.groupby([parts[name] for name in keys])[AGENCY].nunique() == parts[AGENCY].nunique()
    one = who.loc[(who["nunique"] == 1) & ~unsure.reindex(who.index) & whole.reindex(who.index), "first"]
    found = one.reindex(pd.MultiIndex.from_frame(system.cells[keys])).fillna("").to_numpy(dtype=object)
    found = np.where(state, found, "")
    entries = system.lines.tocoo()
    sums = {
        int(row): int(col) for row, col, sign in zip(entries.row, entries.col, entries.data, strict=True) if sign < 0
    }
    for row, col, sign in zip(entries.row, entries.col, entries.data, strict=True):
        if sign > 0 and state[col] and found[col] == "" and row in sums:
            found[col] = found[sums[row]]
    return found
