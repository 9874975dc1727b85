"""Intervals of one value: Wilson's for a proportion, and the one a published margin of error gives.

Z is the standard normal quantile of 97.5 %. Arrays in, arrays out; NaN (an absent value) stays NaN.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Z = 1.959963984540054
MARGIN_Z = 1.645  # the multiplier that the Census Bureau publishes its 90 % margins with


def wilson(x: ArrayLike, n: ArrayLike, z: float = Z) -> tuple[Floats, Floats]:
    """Return the lower and upper limit of x/n, as proportions.

    (2x + z² ± z√(z² + 4x(1 − x/n))) / (2(n + z²)). Source: Wilson, Journal of the American Statistical
    Association 22 (1927). Raises ValueError where x < 0, x > n or n ≤ 0.

    >>> lower, upper = wilson(65, 100)
    >>> f"{lower:.6f} {upper:.6f}"
    '0.552544 0.736358'
    """
    events, base = _checked(x, n)
    middle = 2 * events + z**2
    reach = z * np.sqrt(z**2 + 4 * events * (1 - events / base))
    scale = 2 * (base + z**2)
    # The limits touch 0 and 1 exactly; binary fractions may miss by an ulp.
    lower = np.where(events == 0, 0.0, np.clip((middle - reach) / scale, 0, 1))
    upper = np.where(events == base, 1.0, np.clip((middle + reach) / scale, 0, 1))
    absent = np.isnan(events) | np.isnan(base)
    return np.where(absent, np.nan, lower), np.where(absent, np.nan, upper)


def proportion_error(x: ArrayLike, n: ArrayLike) -> Floats:
    """Return the standard error √(p(1 − p)/n) of a proportion. Raises ValueError as `wilson` does."""
    events, base = _checked(x, n)
    share = events / base
    return _floats(np.sqrt(share * (1 - share) / base))


def margin_error(margin: ArrayLike) -> Floats:
    """Return the standard error behind a 90 % margin of error: margin / 1.645.

    Source: Census Bureau, Understanding and Using American Community Survey Data.
    """
    return _floats(margin) / MARGIN_Z


def symmetric(value: ArrayLike, error: ArrayLike, *, highest: float = np.inf) -> tuple[Floats, Floats]:
    """Return value ± Z · error, kept between 0 and `highest`."""
    middle, reach = _floats(value), Z * _floats(error)
    return np.clip(middle - reach, 0, highest), np.clip(middle + reach, 0, highest)


def _checked(x: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    events, base = np.broadcast_arrays(_floats(x), _floats(n))
    wrong = (events < 0) | (events > base) | (base <= 0)
    if wrong.any():
        raise ValueError(
            f"{int(wrong.sum())} of {wrong.size} proportions have a negative count, a base of 0 or less, "
            "or more in the count than in the base"
        )
    return events, base


def _floats(values: Any) -> Floats:
    return np.asarray(values, dtype=np.float64)
