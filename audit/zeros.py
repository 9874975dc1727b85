"""Where a withheld cell must have somebody in it: where cells with nobody are shown as 0."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from audit.array import Flags
from audit.table import KINDS, TOTAL

CHOICES = ("inferred", "shown", "hidden")
"""What withheld cells say: found out from each table; all are above 0; nothing."""
_SLICE = ("table", "period", "nature", "agency")


def inhabited(rows: pd.DataFrame, coordinates: Sequence[str]) -> Flags:
    """Return the withheld rows (n,) of tables of cells that cannot be 0, by what the table itself shows.

    A table that shows a 0 anywhere shows its zeros. In an agency, period and depth of it where nothing at all is
    shown, a table may have been dropped whole, its zeros with it: there a withheld cell says nothing.
    """
    cells = (rows["kind"] == KINDS[0]) & (rows["row"] > 0)
    depth = pd.Series((rows[list(coordinates)] != TOTAL) @ (2 ** np.arange(len(coordinates))), index=rows.index)
    by = [rows[name] for name in _SLICE if name in rows]
    shown = (rows["value"].notna() & cells).groupby([*by, depth], dropna=False).transform("any")
    zeros = ((rows["value"] == 0) & cells).groupby(rows["table"]).transform("any")
    flags: Flags = (cells & rows["withheld"].astype(bool) & shown & zeros).to_numpy(dtype=bool)
    return flags
