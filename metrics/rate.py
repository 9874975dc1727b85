"""Rates: events over a base that is no limit to them, and observed events over expected ones.

x events, a count taken as Poisson; fractions of an event are allowed. Limits are two-sided; `z` names their level:
1.959964 is 95 %. Arrays in, arrays out; NaN (an absent value) stays NaN.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammainccinv, gammaincinv, ndtr

from metrics.interval import Floats, Z

EXACT_BELOW = 10


def rate(x: ArrayLike, n: ArrayLike, multiplier: float = 1.0) -> Floats:
    """Return x / n · multiplier. Raises ValueError where x < 0 or n ≤ 0.

    With expected events as n it is the ratio of observed to expected.
    """
    events, base = _checked(x, n)
    return events / base * multiplier


def rate_limits(x: ArrayLike, n: ArrayLike, multiplier: float = 1.0, z: float = Z) -> tuple[Floats, Floats]:
    """Return the limits of x / n · multiplier, the base taken as known: `count_limits` over the base.

    With expected events as n they are the limits of the ratio of observed to expected, as for standardised
    ratios. Raises ValueError where x < 0 or n ≤ 0.

    >>> lower, upper = rate_limits([1, 65], [100, 100], 100)
    >>> [f"{low:.6f} {high:.6f}" for low, high in zip(lower, upper)]
    ['0.025318 5.571643', '50.163188 82.849139']
    """
    events, base = _checked(x, n)
    lower, upper = count_limits(events, z)
    return lower / base * multiplier, upper / base * multiplier


def count_limits(x: ArrayLike, z: float = Z) -> tuple[Floats, Floats]:
    """Return the limits of the mean of a Poisson count x: exact below 10 events, Byar's from 10; 0 below 0 events.

    Exact: ½χ²(α/2; 2x) and ½χ²(1 − α/2; 2x + 2). Source: Office for Health Improvement and Disparities, Technical
    guide: confidence intervals, and its R package PHEindicatormethods. Raises ValueError where x < 0.
    """
    events, _ = _checked(x, np.nan)
    few = events < EXACT_BELOW
    exact_lower, exact_upper = exact(np.where(few, events, np.nan), z)
    byar_lower, byar_upper = byar(np.where(few, np.nan, events), z)
    return np.where(few, exact_lower, byar_lower), np.where(few, exact_upper, byar_upper)


def exact(x: ArrayLike, z: float = Z) -> tuple[Floats, Floats]:
    """Return the exact χ² limits of the mean of a Poisson count, by the gamma distribution that they are of.

    Source: Garwood, Biometrika 28 (1936). Raises ValueError where x < 0.
    """
    events, _ = _checked(x, np.nan)
    tail = ndtr(-z)
    with np.errstate(invalid="ignore"):
        lower = np.where(events == 0, 0.0, gammaincinv(np.where(events == 0, np.nan, events), tail))
    return lower, np.asarray(gammainccinv(events + 1, tail), float)


def byar(x: ArrayLike, z: float = Z) -> tuple[Floats, Floats]:
    """Return Byar's limits of the mean of a Poisson count; the lower is NaN where the approximation turns negative.

    x(1 − 1/9x − z/3√x)³ and (x+1)(1 − 1/9(x+1) + z/3√(x+1))³. Source: Breslow and Day, Statistical Methods in
    Cancer Research II (1987), 69. Raises ValueError where x < 0.
    """
    events, _ = _checked(x, np.nan)
    more = events + 1
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = events * (1 - 1 / (9 * events) - z / (3 * np.sqrt(events))) ** 3
    upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return np.where(lower < 0, np.nan, lower), upper


def _checked(x: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    events, base = np.broadcast_arrays(np.asarray(x, float), np.asarray(n, float))
    wrong = (events < 0) | (base <= 0)
    if wrong.any():
        raise ValueError(
            f"{int(wrong.sum())} of {wrong.size} rates have a negative number of events or a base of 0 or less; "
            "expected events of 0 or more over a base above 0"
        )
    return events, base
