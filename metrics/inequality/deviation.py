"""Mean distance of the groups from their mean, from the best of them, and from a reference group.

Names end in u where every group counts the same and in w where it counts by its population.
"""

import numpy as np
from numpy.typing import ArrayLike

from metrics.inequality.share import above_zero, alike, mean, weighed
from metrics.interval import Floats


def mdmu(y: ArrayLike, n: ArrayLike) -> Floats:
    """Return Σ|y − μ|/J over the J groups present, μ the population-weighted mean."""
    values, p = weighed(y, n)
    _, same = alike(y)
    result: Floats = (same * np.abs(values - mean(values, p))).sum(axis=-1)
    return result


def mdmw(y: ArrayLike, n: ArrayLike) -> Floats:
    """Return Σ p|y − μ|."""
    values, p = weighed(y, n)
    result: Floats = (p * np.abs(values - mean(values, p))).sum(axis=-1)
    return result


def idisu(y: ArrayLike, n: ArrayLike) -> Floats:
    """Return the index of disparity 100·MDMU/μ; NaN where the mean is not above 0."""
    return 100 * mdmu(y, n) / _base(y, n)


def idisw(y: ArrayLike, n: ArrayLike) -> Floats:
    """Return the weighted index of disparity 100·MDMW/μ; NaN where the mean is not above 0."""
    return 100 * mdmw(y, n) / _base(y, n)


def mdbu(y: ArrayLike, favourable: ArrayLike) -> Floats:
    """Return Σ|y − best|/J: the best is the highest value if the indicator is favourable, the lowest if adverse."""
    return _from(y, *alike(y), _best(y, favourable))


def mdbw(y: ArrayLike, n: ArrayLike, favourable: ArrayLike) -> Floats:
    """Return Σ p|y − best|."""
    return _from(y, *weighed(y, n), _best(y, favourable))


def mdru(y: ArrayLike, reference: ArrayLike) -> Floats:
    """Return Σ|y − y_ref|/J, the reference among the J; NaN where no group is the reference or it is absent."""
    return _from(y, *alike(y), _held(y, reference))


def mdrw(y: ArrayLike, n: ArrayLike, reference: ArrayLike) -> Floats:
    """Return Σ p|y − y_ref|; NaN where no group is the reference or it is absent."""
    return _from(y, *weighed(y, n), _held(y, reference))


def _from(y: ArrayLike, values: Floats, p: Floats, point: Floats) -> Floats:
    result: Floats = (p * np.abs(values - point[..., None])).sum(axis=-1)
    return result


def _base(y: ArrayLike, n: ArrayLike) -> Floats:
    return above_zero(mean(*weighed(y, n))[..., 0])


def _best(y: ArrayLike, favourable: ArrayLike) -> Floats:
    values = np.asarray(y, float)
    highest: Floats = np.fmax.reduce(values, axis=-1)
    lowest: Floats = np.fmin.reduce(values, axis=-1)
    return np.where(np.asarray(favourable, bool), highest, lowest)


def _held(y: ArrayLike, reference: ArrayLike) -> Floats:
    values, chosen = np.asarray(y, float), np.asarray(reference, bool)
    return np.where(chosen.any(axis=-1), np.where(chosen, values, 0.0).sum(axis=-1), np.nan)
