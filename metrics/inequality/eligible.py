"""Which summary measures can be had of a setting, and why the others cannot."""

import numpy as np

from metrics.inequality import gap
from metrics.inequality.reason import Flags, Reason
from metrics.inequality.settings import Bools, Settings

MEASURES = (
    "d", "r", "bgv", "bgsd", "cov", "idisu", "idisw", "mdmu", "mdmw", "mdbu", "mdbw", "mdru", "mdrw", "ti", "mld",
    "par", "paf", "aci", "rci", "sii", "rii",
)  # fmt: skip
"""The summary measures, in the sequence of every answer."""

SIMPLE = ("d", "r")
RANKED = ("aci", "rci", "sii", "rii")
REFERRED = ("mdru", "mdrw")
ATTRIBUTABLE = ("par", "paf")
BOUNDED = ("sii", "rii")
# Of these every group may count the same where no populations are known.
ALIKE = ("idisu", "mdmu", *RANKED)
WEIGHTED = ("bgv", "bgsd", "cov", "idisw", "mdmw", "mdbw", "mdrw", "ti", "mld", *ATTRIBUTABLE)


def columns(names: tuple[str, ...]) -> list[int]:
    """Return where measures stand."""
    return [MEASURES.index(name) for name in names]


def refusals(known: Settings, pair: gap.Ends) -> Flags:
    """Return the first reason against each measure, (settings, measures); 0 for none. `pair`: the groups of D and R."""
    found: Flags = np.zeros((len(MEASURES), len(known.y)), dtype=np.int64).T
    for names, where, reason in _rules(known, pair):
        for at in columns(names):
            found[where & (found[:, at] == 0), at] = reason
    return found


def _rules(known: Settings, pair: gap.Ends) -> list[tuple[tuple[str, ...], Bools, Reason]]:
    present, ordered = known.present, known.ordered
    count, groups = present.sum(axis=1), known.listed.sum(axis=1)
    more = tuple(name for name in MEASURES if name not in SIMPLE)
    referred = known.reference.any(axis=1)
    lost = referred & ~(known.reference & present).any(axis=1)
    peopled = (~np.isnan(known.n) | ~present).all(axis=1) & (np.where(present, known.n, 0.0).sum(axis=1) > 0)
    absent = count < groups
    return [
        (RANKED, ~ordered, Reason.NO_ORDER),
        (REFERRED, ~referred, Reason.NO_REFERENCE),
        (BOUNDED, np.isnan(known.scale), Reason.NO_SCALE),
        (SIMPLE, count < 2, Reason.TWO_GROUPS),
        (more, count < 3, Reason.THREE_GROUPS),
        (SIMPLE, ~ordered & lost, Reason.REFERENCE_ABSENT),
        (REFERRED, lost, Reason.REFERENCE_ABSENT),
        (SIMPLE, ordered & (np.isnan(pair.first) | np.isnan(pair.second)), Reason.END_ABSENT),
        (RANKED, absent, Reason.EVERY_GROUP),
        (ATTRIBUTABLE, ordered & absent, Reason.EVERY_GROUP),
        # More than 15 % absent, in whole numbers: 3 of 20 are 15 %.
        (more, 20 * (groups - count) > 3 * groups, Reason.FEW_GROUPS),
        (WEIGHTED, ~peopled, Reason.NO_POPULATION),
        (ALIKE, ~peopled & ~known.alone, Reason.NO_POPULATION),
    ]
