"""How often chance alone would make a gap this wide: two-sided p, and the certainty that goes with it."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from metrics.comparison import NOT_COMPARED, SIMILAR, Words
from metrics.interval import Floats, Z

RARE = 0.002
"""Two-sided: outside limits of 99.8 %, three standard errors."""


def of_share(x: ArrayLike, n: ArrayLike, reference: ArrayLike, error: ArrayLike = 0.0) -> Floats:
    """Return p of x among n against a reference share with its standard error, both as proportions.

    z = (x/n − a) / √(a(1 − a)/n + error²), the score test that Wilson's interval is the inversion of, so without an
    error p is below 0.05 exactly where that interval leaves `a` out. NaN where the base or the reference is
    absent, or the reference is 0 or 1 and known exactly.
    """
    events, base, share = (np.asarray(each, float) for each in (x, n, reference))
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = share * (1 - share) / base + np.nan_to_num(np.asarray(error, float), nan=0.0) ** 2
        z = (events / base - share) / np.sqrt(np.where(spread > 0, spread, np.nan))
    return two_sided(z)


def of_limits(gap: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> Floats:
    """Return p of a gap from its 95 % limits: below 0.05 exactly where they leave 0 out.

    The distance from the gap to its limit on the side of 0 is taken as Z standard errors. NaN where a limit is
    absent; 1 for no gap; 0 for a gap whose limits do not reach it at all (nothing varies).

    >>> round(float(of_limits(4, 0, 9)), 3)
    0.05
    """
    width = np.asarray(gap, float)
    reach = np.where(width > 0, width - np.asarray(lower, float), np.asarray(upper, float) - width)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(width == 0, np.where(np.isnan(reach), np.nan, 0.0), Z * np.abs(width) / reach)
    return two_sided(z)


def certainty(word: ArrayLike, p: ArrayLike) -> Words:
    """Return "99.8" or "95", the level in percent at which a comparison's word holds; None where it says similar.

    A word that rests on an interval holds at 95 % whatever the test says.
    """
    words, rare = np.broadcast_arrays(np.asarray(word, object), np.asarray(p, float) < RARE)
    said = ~np.isin(words.astype(str), [NOT_COMPARED, SIMILAR, "None", "nan"])
    level: Words = np.full(said.shape, None, dtype=object)
    level[said] = "95"
    level[said & rare] = "99.8"
    return level


def two_sided(z: ArrayLike) -> Floats:
    """Return p of a standard normal z, either way."""
    p: Floats = np.asarray(2 * ndtr(-np.abs(np.asarray(z, float))))
    return p
