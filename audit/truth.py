"""The true counts of a system's cells, which the attacker does not have: they say which cells are small."""

from collections.abc import Sequence

import numpy as np

from audit.array import Floats
from audit.system import Part, System, completed
from audit.table import joined


def truth_of(system: System, parts: Sequence[Part]) -> Floats:
    """Return the true count of each cell (n,), NaN where no table of the truth has it."""
    rows = joined([part.cells for part in parts])
    coordinates = list(system.coordinates)
    keyed = completed(rows, coordinates).assign(table=rows["table"], value=rows["value"]).dropna(subset=["value"])
    truth = np.full(len(system.cells), np.nan)
    for apart in (False, True):
        asked = system.cells[(system.cells["_people"] > 0) == apart]
        # Tables that count other people share coordinates with those that do not.
        on = [*coordinates, "table"] if apart else coordinates
        found = asked[on].merge(keyed.drop_duplicates(on), on=on, how="left")["value"]
        truth[asked.index] = found.to_numpy()
    return truth
