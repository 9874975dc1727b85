"""Between-group variance, its root, and the root in relation to the mean. Weighted by population."""

import numpy as np
from numpy.typing import ArrayLike

from metrics.inequality.share import above_zero, mean, weighed
from metrics.interval import Floats


def bgv(y: ArrayLike, n: ArrayLike) -> Floats:
    """Return BGV = Σ p(y − μ)², in the square of the unit."""
    values, p = weighed(y, n)
    result: Floats = (p * (values - mean(values, p)) ** 2).sum(axis=-1)
    return result


def bgv_error(y: ArrayLike, s: ArrayLike, n: ArrayLike) -> Floats:
    """Return the standard error √(4 Σ p²s²(y − μ)² + 2((Σ p²s²)² − Σ p⁴s⁴ + Σ p²(1 − p)²s⁴)) of BGV."""
    values, p = weighed(y, n)
    spread = np.where(np.isnan(np.asarray(y, float)), 0.0, np.asarray(s, float)) ** 2
    part = p**2 * spread
    first = (part * (values - mean(values, p)) ** 2).sum(axis=-1)
    second = part.sum(axis=-1) ** 2 - (part**2).sum(axis=-1) + (part * (1 - p) ** 2 * spread).sum(axis=-1)
    result: Floats = np.sqrt(4 * first + 2 * second)
    return result


def bgsd(y: ArrayLike, n: ArrayLike) -> Floats:
    """Return BGSD = √BGV, in the unit of the values."""
    result: Floats = np.sqrt(bgv(y, n))
    return result


def cov(y: ArrayLike, n: ArrayLike) -> Floats:
    """Return the coefficient of variation 100·BGSD/μ; NaN where the mean is not above 0."""
    values, p = weighed(y, n)
    return 100 * bgsd(y, n) / above_zero(mean(values, p)[..., 0])
