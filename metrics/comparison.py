"""Is a value different from its benchmark by more than chance, at 95 %, and which way is that?"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.interval import Floats

Words = NDArray[np.object_]
NOT_COMPARED = "not_compared"
SIMILAR = "similar"
_SIDES = {
    "parity": ("below", "above"),
    "none": ("below", "above"),
    "higher": ("worse", "better"),
    "lower": ("better", "worse"),
}


def reading(lower: ArrayLike, upper: ArrayLike, benchmark: ArrayLike, favourable: str) -> Words:
    """Return a word for each interval: which side of the benchmark it lies on, or that it holds it.

    below / similar / above for `parity` and `none`; worse / similar / better for `higher` and `lower`;
    not_compared where a limit or the benchmark is absent. A benchmark on a limit is held.

    >>> list(reading([0.5, 0.9, 1.1], [0.8, 1.1, 1.4], 1, "parity"))
    ['below', 'similar', 'above']
    """
    low, high, held = np.broadcast_arrays(
        np.asarray(lower, float), np.asarray(upper, float), np.asarray(benchmark, float)
    )
    beneath, beyond = _SIDES[favourable]
    absent = np.isnan(low) | np.isnan(high) | np.isnan(held)
    return np.select([absent, high < held, low > held], [NOT_COMPARED, beneath, beyond], default=SIMILAR).astype(object)


def difference_limits(
    value: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    other: ArrayLike,
    other_lower: ArrayLike,
    other_upper: ArrayLike,
) -> tuple[Floats, Floats]:
    """Return the 95 % limits of value − other from the limits of both, taken as independent.

    lower = d − √((value − l)² + (U − other)²), upper = d + √((u − value)² + (other − L)²). Source: Newcombe,
    Statistics in Medicine 17 (1998), method 10, which this is for Wilson limits. An other without limits
    is taken as known.
    """
    v, low, high, o = (np.asarray(each, float) for each in (value, lower, upper, other))
    below = np.nan_to_num(o - np.asarray(other_lower, float), nan=0.0)
    above = np.nan_to_num(np.asarray(other_upper, float) - o, nan=0.0)
    return v - o - np.hypot(v - low, above), v - o + np.hypot(high - v, below)
