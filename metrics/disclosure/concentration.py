"""Which sums of dollars tell one vendor's amount, and how uncertain they must be.

A sum is sensitive if fewer vendors than the policy's make it up, if the second largest could estimate the largest to
within p percent (p % rule), or if the n largest hold more than k percent ((n, k) rule): Hundepool and others,
Statistical Disclosure Control, 2012, section 4.2. The interval must then reach from the sum up and down by the
rule's upper protection level: p x1 / 100 - (X - x1 - x2); 100 / k x top_n - X; with too few vendors p x1 / 100.
"""

import numpy as np
import pandas as pd

from metrics.disclosure.catalogue import Numbers, System
from metrics.disclosure.policy import Dollars, Domain
from metrics.disclosure.primary import Targets, public

VENDOR = "vendor"


def targets(system: System, paid: pd.DataFrame, domain: Domain, rules: Dollars, scale: float) -> Targets:
    """Return the targets of sums of dollars; `paid`: dimensions, `vendor`, `value`; `scale`: dollars of a unit.

    Sums of 0 are shown. A withheld sum is known to be no more than not negative.
    """
    size = len(system.value)
    many, first, second, top = (np.zeros(size) for _ in range(4))
    for pattern in system.patterns:
        held = [each for each in system.axes if each.name in pattern.levels]
        groups = [
            each.levels[pattern.levels[each.name]].of[pd.Index(each.members).get_indexer(pd.Index(paid[each.name]))]
            for each in held
        ]
        cells = np.broadcast_to(pattern.cells[tuple(groups)] if groups else pattern.cells, len(paid))
        by = pd.DataFrame({"cell": cells, VENDOR: paid[VENDOR].to_numpy(), "value": paid["value"].to_numpy() / scale})
        sums = by[by["value"] > 0].groupby(["cell", VENDOR])["value"].sum().sort_values(ascending=False)
        place = sums.groupby("cell").cumcount()
        cell = sums.index.get_level_values("cell").to_numpy()
        many[pattern.cells] = np.bincount(cell, minlength=size)[pattern.cells]
        for rank, largest in ((0, first), (1, second)):
            at = (place == rank).to_numpy()
            largest[cell[at]] = sums.to_numpy()[at]
        at = (place < rules.largest).to_numpy()
        top[pattern.cells] = np.bincount(cell[at], weights=sums.to_numpy()[at], minlength=size)[pattern.cells]
    reach = reaching(system.value, many, first, second, top, rules)
    forced = public(system, domain)
    reach[forced] = 0
    none = np.zeros(size)
    return Targets(forced, 2 * reach, np.zeros(size, dtype=bool), none, np.minimum(reach, system.value))


def reaching(total: Numbers, many: Numbers, first: Numbers, second: Numbers, top: Numbers, rules: Dollars) -> Numbers:
    """Return how far the interval of each sum must reach to each side; 0 where the sum is not sensitive.

    >>> one = np.ones(1)
    >>> reaching(100 * one, 5 * one, 90 * one, 5 * one, 95 * one, Dollars(3, 10, 2, 85)).round(2)
    array([11.76])
    """
    part = rules.percent / 100 * first
    ratio = part - (total - first - second)
    share = 100 / rules.share * top - total
    few = np.where((many > 0) & (many < rules.vendors), part, 0)
    reach: Numbers = np.max([ratio, share, few, np.zeros(len(total))], axis=0)
    # Differences of equal sums leave specks.
    return np.where(reach > 1e-9 * np.maximum(total, 1), np.maximum(reach, 0), 0)
