"""Composition-adjusted comparison: two groups' proportions as they would be if both were made up alike.

x1 of n1 is the group and x2 of n2 the one it is compared with, in strata (kind of service, area, year) along the
last axis, which the results lose. Direct standardization weighs each stratum's own rate by one common composition.
A stratum where either has nobody (n = 0), or a count is absent (NaN), has no rate to weigh and is left out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.comparison import difference_limits
from metrics.interval import Floats
from metrics.rate import count_limits
from metrics.stratified import Common, reversed_by_pooling, risk_difference

FEWEST_EVENTS = 10


@dataclass(frozen=True, slots=True)
class Gap:
    """A difference of proportions, group minus other, before and after adjustment.

    `direct` and its limits by direct standardization; `pooled` is the Mantel-Haenszel difference; `covered` the share
    of the common composition that lies in strata with both groups; `reverses`: an adjusted difference has the sign
    opposite to the crude one, by either method.
    """

    crude: Floats
    direct: Common
    pooled: Common
    covered: Floats
    reverses: NDArray[np.bool_]


def gap(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, weight: ArrayLike | None = None) -> Gap:
    """Return the gap between the groups, crude and adjusted. NaN where no stratum has both.

    `weight` is the common composition, by default everybody in both groups; only its proportions matter. The
    direct gap has the limits that those of the two standardized rates make (Newcombe's way of joining them).
    Raises ValueError where a count is negative, x > n, or a weight is negative.
    """
    a, n, c, m = np.broadcast_arrays(*(np.atleast_1d(np.asarray(each, float)) for each in (x1, n1, x2, n2)))
    shares = np.nan_to_num(n) + np.nan_to_num(m) if weight is None else np.asarray(weight, float)
    both = (n > 0) & (m > 0) & ~np.isnan(a + c)
    used = np.where(both, np.broadcast_to(shares, n.shape), 0.0)
    everybody = np.broadcast_to(shares, n.shape).sum(axis=-1)
    group, other = direct(a, n, used), direct(c, m, used)
    lower, upper = difference_limits(group.value, group.lower, group.upper, other.value, other.lower, other.upper)
    adjusted = Common(group.value - other.value, lower, upper)
    pooled = risk_difference(a, n, c, m)
    crude = _crude(a, n) - _crude(c, m)
    with np.errstate(invalid="ignore"):
        turned = reversed_by_pooling(a, n, c, m) | (np.sign(crude) * np.sign(adjusted.value) < 0)
        covered = used.sum(axis=-1) / np.where(everybody > 0, everybody, np.nan)
    return Gap(crude, adjusted, pooled, covered, turned)


def direct(x: ArrayLike, n: ArrayLike, weight: ArrayLike) -> Common:
    """Return the directly standardized rate Σ w x/n ÷ Σ w over the last axis, and its 95 % limits.

    Limits by Dobson's method: with O = Σ x, V = Σ w² x/n² ÷ (Σ w)² and (l, u) the limits of the count O, they are
    rate + √(V/O) · (l − O) and rate + √(V/O) · (u − O). The events are taken as Poisson: limits of a high proportion
    are a little wide. With fewer than 10 events the rate is too unsure to be adjusted: all three are NaN. Strata of
    weight 0 are left out. Raises ValueError where x or a weight is negative, or n ≤ 0 under a weight. Source: Dobson
    and others, Statistics in Medicine 10 (1991), as in the technical guide of the Office for Health Improvement and
    Disparities.
    """
    events, base, share = np.broadcast_arrays(*(np.atleast_1d(np.asarray(each, float)) for each in (x, n, weight)))
    weighed = share > 0
    wrong = (events < 0) | (share < 0) | (weighed & (base <= 0))
    if wrong.any():
        raise ValueError(
            f"{int(wrong.sum())} of {wrong.size} strata have a negative count or weight, or a base of 0 or less under "
            "a weight; expected counts and weights of 0 or more over bases above 0"
        )
    events, base, share = (np.where(weighed, each, empty) for each, empty in ((events, 0), (base, 1), (share, 0)))
    whole = share.sum(axis=-1)
    whole = np.where(whole > 0, whole, np.nan)
    counted = events.sum(axis=-1)
    enough = np.where(counted >= FEWEST_EVENTS, counted, np.nan)
    value = np.where(np.isnan(enough), np.nan, (share * events / base).sum(axis=-1) / whole)
    variance = (share**2 * events / base**2).sum(axis=-1) / whole**2
    low, high = count_limits(enough)
    scale = np.sqrt(variance / enough)
    return Common(value, value + scale * (low - enough), value + scale * (high - enough))


def _crude(x: Floats, n: Floats) -> Floats:
    there = ~np.isnan(x) & (n > 0)
    base = np.where(there, n, 0).sum(axis=-1)
    value: Floats = np.where(there, x, 0).sum(axis=-1) / np.where(base > 0, base, np.nan)
    return value
