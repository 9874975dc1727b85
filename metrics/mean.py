"""Means and medians with their limits: Student's t for a mean, order statistics for a median.

Values lie along the last axis; NaN (an absent value) is left out. Limits are two-sided; `z` names their level by
the normal quantile, as everywhere: 1.959964 is 95 %.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import bdtr, ndtr, stdtrit

from metrics.interval import Floats, Z


def mean_limits(values: ArrayLike, z: float = Z) -> tuple[Floats, Floats, Floats]:
    """Return the mean of the last axis and its limits; NaN over no values, no limits of a single one.

    >>> [round(float(each), 4) for each in mean_limits([30, 40, 50, 60])]
    [45.0, 24.4574, 65.5426]
    """
    given = np.asarray(values, float)
    there = ~np.isnan(given)
    n = there.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(there, given, 0).sum(axis=-1) / n
        squares = np.where(there, given - mean[..., None], 0) ** 2
        spread = np.sqrt(squares.sum(axis=-1) / (n - 1))
    return mean, *summary_limits(n, mean, np.where(n > 1, spread, np.nan), z)


def summary_limits(n: ArrayLike, mean: ArrayLike, spread: ArrayLike, z: float = Z) -> tuple[Floats, Floats]:
    """Return the limits of means that are published with their n and standard deviation: mean ± t · spread / √n.

    t is Student's quantile with n − 1 degrees of freedom. NaN where fewer than two values are behind the mean.
    Raises ValueError where n or the standard deviation is negative. Source: Student, Biometrika 6 (1908).
    """
    count, middle, deviation = np.broadcast_arrays(
        np.asarray(n, float), np.asarray(mean, float), np.asarray(spread, float)
    )
    wrong = (count < 0) | (deviation < 0)
    if wrong.any():
        raise ValueError(
            f"{int(wrong.sum())} of {wrong.size} means have a negative number of values or a negative standard "
            "deviation; expected 0 or more of both"
        )
    enough = np.where(count > 1, count, np.nan)
    reach = stdtrit(enough - 1, ndtr(z)) * deviation / np.sqrt(enough)
    return middle - reach, middle + reach


def median_limits(values: ArrayLike, z: float = Z) -> tuple[Floats, Floats, Floats]:
    """Return the median of the last axis and its limits, the r-th value from either end.

    r is the largest with 2 · P(X < r) ≤ α for X binomial of n and ½: the limits are values that occur, whatever
    the distribution, and hold the median with at least the level asked for. With too few values for that (fewer than
    six at 95 %) there are none: NaN. Source: David and Nagaraja, Order Statistics (2003), 7.1.
    """
    given = np.sort(np.asarray(values, float), axis=-1)  # NaN comes last
    if given.shape[-1] == 0:
        nothing = np.full(given.shape[:-1], np.nan)
        return nothing, nothing, nothing
    n = (~np.isnan(given)).sum(axis=-1)
    rank = _rank(n, z)

    def at(place: np.typing.NDArray[np.int64]) -> Floats:
        inside = np.clip(place, 1, given.shape[-1])
        return np.take_along_axis(given, inside[..., None] - 1, axis=-1)[..., 0]

    median = (at((n + 1) // 2) + at(n // 2 + 1)) / 2
    known = rank > 0
    return (
        np.where(n > 0, median, np.nan),
        np.where(known, at(rank), np.nan),
        np.where(known, at(n - rank + 1), np.nan),
    )


def medians_by(values: ArrayLike, group: ArrayLike) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the median of each group 0, 1, 2 ... (k,), its limits as of `median_limits`, and how many it is of.

    `values` (n,) without NaN, `group` (n,) of whole numbers; a group that nothing is of has no median.
    """
    code = np.asarray(group, np.int64)
    given = np.asarray(values, float)[np.lexsort((np.asarray(values, float), code))]
    n = np.bincount(code)
    start = np.cumsum(n) - n
    rank = _rank(n, Z)

    def at(place: np.typing.NDArray[np.int64]) -> Floats:
        found: Floats = np.append(given, np.nan)[np.where(n > 0, start + np.clip(place, 1, n) - 1, len(given))]
        return found

    middle = (at((n + 1) // 2) + at(n // 2 + 1)) / 2
    return middle, np.where(rank > 0, at(rank), np.nan), np.where(rank > 0, at(n - rank + 1), np.nan), n.astype(float)


def _rank(n: np.typing.NDArray[np.int64], z: float) -> np.typing.NDArray[np.int64]:
    """The smallest k with P(X ≤ k) above α/2: so many values are left out at each end, and the next is the limit."""
    near = np.floor((n - z * np.sqrt(n)) / 2)
    tried = np.clip(near[..., None] + np.arange(-4, 5), 0, n[..., None])
    above = bdtr(tried, n[..., None], 0.5) > ndtr(-z)
    first = np.take_along_axis(tried, above.argmax(axis=-1)[..., None], axis=-1)[..., 0]
    return np.asarray(first, np.int64)
