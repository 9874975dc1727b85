"""Median pay by the cells whose head counts are shown: no mean, no range, no number of its own to subtract."""

import numpy as np
import pandas as pd

from metrics.disclosure.catalogue import TOTAL
from metrics.disclosure.pattern import SHOWN
from metrics.disclosure.policy import Domain, Policy

PAY = "pay"


def medians(people: pd.DataFrame, cells: pd.DataFrame, domain: Domain, policy: Policy) -> pd.Series:
    """Return the median pay of each row of `cells`, rounded, missing where it may not be shown.

    `people`: a row for each, with `pay` and every dimension of `cells` as named there; `cells`: protected head counts
    of one table. Shown where the count is, of at least `pay.people` people, or `pay.crossed` where two dimensions
    besides the unit are crossed. Raises ValueError if people and counts do not agree: then the pattern is not theirs.
    """
    dimensions = [name for name in cells if name in policy.dimensions]
    found = pd.Series(np.nan, index=cells.index)
    divided = cells[dimensions] != TOTAL
    least = np.where(
        divided.drop(columns=domain.unit, errors="ignore").sum(axis=1) > 1, policy.pay.crossed, policy.pay.people
    )
    for pattern, rows in cells.groupby([divided[name] for name in dimensions]):
        kept = [name for name, one in zip(dimensions, pattern, strict=True) if one]
        pay = people[PAY]
        groups = pay.groupby([people[name] for name in kept]) if kept else pay.groupby(np.zeros(len(pay)))
        keys = pd.MultiIndex.from_frame(rows[kept]) if len(kept) > 1 else pd.Index(rows[kept[0]]) if kept else [0.0]
        middle, many = (each.reindex(keys).to_numpy() for each in (groups.median(), groups.size()))
        told = (rows["status"] == SHOWN).to_numpy()
        if wrong := int((np.nan_to_num(many[told]) != rows.loc[told, "value"]).sum()):
            raise ValueError(
                f"{wrong} cells by {', '.join(map(str, kept)) or 'nothing'} do not have the head count of the people; "
                "give the people that were counted"
            )
        rounded = np.round(middle / policy.pay.rounding) * policy.pay.rounding
        found[rows.index] = np.where(
            told & (np.nan_to_num(many) >= least[cells.index.get_indexer(rows.index)]), rounded, np.nan
        )
    return found
