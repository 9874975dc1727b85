"""Representation: a group's share of a head count against its share of a reference population.

x people of the group among N; reference share a (a proportion) with its standard error. 1 is parity.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.interval import Floats, Z


def ratio(share: ArrayLike, reference: ArrayLike) -> Floats:
    """Return share / reference, both on one scale; NaN where the reference is 0 or absent."""
    return np.asarray(share, float) / _above_zero(reference)


def ratio_limits(
    share: ArrayLike, lower: ArrayLike, upper: ArrayLike, reference: ArrayLike, error: ArrayLike
) -> tuple[Floats, Floats]:
    """Return the 95 % limits of the representation ratio R = p/a. All five are on one scale.

    On the log scale the distances from the share p to its own limits (l, u: Wilson's for counts) and the
    reference's Z · error / a are joined as variances are:
    R · exp(−√(ln²(p/l) + (Z·error/a)²)) and R · exp(+√(ln²(u/p) + (Z·error/a)²)).
    Without an error these are l/a and u/a: the reference is then taken as known. At p = 0 they are 0 and
    u/a · exp(Z·error/a). Source: Zou and Donner, Statistics in Medicine 27 (2008), recovery of variance
    estimates.
    """
    p, low, high, known = np.broadcast_arrays(
        np.asarray(share, float),
        np.asarray(lower, float),
        np.asarray(upper, float),
        _above_zero(reference),
    )
    spread = Z * np.nan_to_num(np.asarray(error, float), nan=0.0) / known
    nobody = p == 0
    with np.errstate(divide="ignore", invalid="ignore"):
        beneath = p / known * np.exp(-np.hypot(np.log(p / low), spread))
        beyond = p / known * np.exp(np.hypot(np.log(high / p), spread))
    beneath = np.where((low == 0) & ~np.isnan(known), 0.0, beneath)
    return beneath, np.where(nobody, high / known * np.exp(spread), beyond)


def persons(x: ArrayLike, n: ArrayLike, reference: ArrayLike) -> Floats:
    """Return x − a·N: how many people more (or fewer, negative) than the reference share would give.

    >>> float(persons(10, 400, 0.05))
    -10.0
    """
    more: Floats = np.asarray(x, float) - np.asarray(reference, float) * np.asarray(n, float)
    return more


def indivisible(n: ArrayLike, reference: ArrayLike) -> NDArray[np.bool_]:
    """Return where parity would be less than one person (N·a < 1), whom nobody can divide."""
    under: NDArray[np.bool_] = np.asarray(n, float) * np.asarray(reference, float) < 1
    return under


def _above_zero(reference: ArrayLike) -> Floats:
    known = np.asarray(reference, float)
    return np.where(known > 0, known, np.nan)
