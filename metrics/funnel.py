"""Funnels: how far from the pooled value a unit of its size may lie by chance, and which units lie beyond.

The limits turn a unit's own interval round: a unit lies beyond them exactly where its own interval (Wilson's for
a proportion, exact or Byar's for a ratio of observed to expected) leaves the pooled value out. They come
before any ranking: units between them are not told apart by the data.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from metrics.comparison import NOT_COMPARED, Words, reading
from metrics.interval import Floats, Z
from metrics.rate import EXACT_BELOW, byar, exact

LABELS = ("low_0.001", "low_0.025", "within", "high_0.025", "high_0.001")
Z_998 = 3.090232306167813
"""The standard normal quantile of 99.9 %: limits of 99.8 % between both tails."""
AS_EXPECTED = 1.0
"""What ratios of observed to expected are held against: as many events as expected."""
_HALVINGS = 64


def pooled(x: ArrayLike, n: ArrayLike) -> float:
    """Return Σx / Σn over the units that have both; NaN without any. Raises ValueError where x < 0, x > n or n ≤ 0."""
    events, base = np.broadcast_arrays(np.asarray(x, float), np.asarray(n, float))
    there = ~(np.isnan(events) | np.isnan(base))
    wrong = (events < 0) | (events > base) | (base <= 0)
    if wrong.any():
        raise ValueError(
            f"{int(wrong.sum())} of {wrong.size} units have a negative numerator, one above the denominator, or a "
            "denominator of 0 or less"
        )
    return float(events[there].sum() / base[there].sum()) if there.any() else float("nan")


def proportion_funnel(centre: ArrayLike, n: ArrayLike, z: float = Z) -> tuple[Floats, Floats]:
    """Return the limits around a pooled proportion a for units of n: a ± z√(a(1 − a)/n), kept between 0 and 1.

    Wilson's interval turned round: it is the score test's, and the limits are where that test turns. Source:
    Spiegelhalter, Statistics in Medicine 24 (2005). Raises ValueError where a is not a proportion or n ≤ 0.
    """
    middle, base = np.broadcast_arrays(np.asarray(centre, float), np.asarray(n, float))
    wrong = (middle < 0) | (middle > 1) | (base <= 0)
    if wrong.any():
        raise ValueError(
            f"{int(wrong.sum())} of {wrong.size} units have a pooled value outside 0 to 1 or a denominator of 0 or less"
        )
    reach = z * np.sqrt(middle * (1 - middle) / base)
    return np.clip(middle - reach, 0, 1), np.clip(middle + reach, 0, 1)


def ratio_funnel(expected: ArrayLike, z: float = Z) -> tuple[Floats, Floats]:
    """Return the limits of observed/expected around 1 for units of E expected events.

    The lower is O/E at the O whose own upper limit is E, 0 where that of no event at all reaches E; the upper
    is O/E at the O whose own lower limit is E. Own limits are `metrics.rate.count_limits`: exact below 10 events and
    Byar's from 10, so that at 10 the two meet in a small step; which side of it a limit lies on is decided by the
    own limit of 10 events. Raises ValueError where E ≤ 0. Found by halving, to the last digits.
    """
    base = np.asarray(expected, float)
    if (base <= 0).any():
        raise ValueError(f"{int((base <= 0).sum())} of {base.size} units expect 0 events or less; expected more than 0")
    ten = np.full_like(base, EXACT_BELOW)
    past_low, past_high = base > byar(EXACT_BELOW, z)[1], base >= byar(EXACT_BELOW, z)[0]
    far = (np.sqrt(base) + z) ** 2 + ten  # Byar's lower limit is near (√x − z/2)²: there it is above E
    low = _halved(
        lambda x: np.where(past_low, byar(x, z)[1], exact(np.where(past_low, np.nan, x), z)[1]) < base,
        np.where(past_low, ten, 0.0),
        np.where(past_low, np.maximum(base, ten), ten),
    )
    high = _halved(
        lambda x: np.where(past_high, byar(x, z)[0], exact(np.where(past_high, np.nan, x), z)[0]) <= base,
        np.where(past_high, ten, 0.0),
        np.where(past_high, far, ten),
    )
    none_upper = exact(0.0, z)[1]
    return np.where(base <= none_upper, 0.0, low / base), high / base


def labels(lower: ArrayLike, upper: ArrayLike, lower_998: ArrayLike, upper_998: ArrayLike, centre: ArrayLike) -> Words:
    """Return a label for each unit from its own limits at 95 % and at 99.8 %, held against the pooled value.

    low_0.001 and high_0.001 where the limits at 99.8 % leave the pooled value out, low_0.025 and high_0.025 where
    only those at 95 % do, else within; "" where something is absent. A pooled value on a limit is within.
    """
    inner, outer = reading(lower, upper, centre, "none"), reading(lower_998, upper_998, centre, "none")
    absent = (inner == NOT_COMPARED) | (outer == NOT_COMPARED)
    beyond = [absent, outer == "below", outer == "above", inner == "below", inner == "above"]
    low_998, low_95, within, high_95, high_998 = LABELS
    return np.select(beyond, ["", low_998, high_998, low_95, high_95], default=within).astype(object)


def _halved(short: Callable[[Floats], np.typing.NDArray[np.bool_]], low: Floats, high: Floats) -> Floats:
    """Where a condition that holds on the left of each bracket and not on the right turns."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        left = short(middle)
        low, high = np.where(left, middle, low), np.where(left, high, middle)
    return high
