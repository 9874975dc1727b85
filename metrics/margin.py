"""Margins of error of what is derived from published survey estimates: sums, shares and ratios.

Margins are of 90 %, as the Census Bureau publishes them; `metrics.interval.margin_error` makes standard errors of
them. Estimates are taken as independent, as the published margins leave nothing else. NaN stays NaN. Source of all
formulas: Census Bureau, Understanding and Using American Community Survey Data: What All Data Users Need to
Know, chapter 8.
"""

import numpy as np
from numpy.typing import ArrayLike

from metrics.interval import Floats, margin_error


def sum_margin(estimates: ArrayLike, margins: ArrayLike) -> Floats:
    """Return the margin of the sum along the last axis: √Σ margin².

    Estimates of 0 from one area carry one and the same modelled margin: of equal margins of zero estimates one
    is counted, since each further one would add an error that is not there. Raises ValueError for a negative margin.
    """
    values, reach = np.broadcast_arrays(np.asarray(estimates, float), _checked(margins))
    zero = values == 0
    order = np.argsort(np.where(zero, reach, np.inf), axis=-1, kind="stable")
    ordered, nothing = np.take_along_axis(reach, order, axis=-1), np.take_along_axis(zero, order, axis=-1)
    again = np.zeros_like(nothing)
    again[..., 1:] = nothing[..., 1:] & nothing[..., :-1] & (ordered[..., 1:] == ordered[..., :-1])
    return np.asarray(np.sqrt(np.where(again, 0.0, ordered**2).sum(axis=-1)), float)


def proportion_margin(part: ArrayLike, part_margin: ArrayLike, whole: ArrayLike, whole_margin: ArrayLike) -> Floats:
    """Return the margin of part/whole, the part being of the whole: √(margin² − p² · whole margin²) / whole.

    Where nothing is left under the root, the margin of a ratio. NaN over a whole of 0. Raises ValueError
    for a negative margin, a negative part or a part above its whole.

    >>> round(float(proportion_margin(203119, 5070, 630498, 831)), 6)
    0.00803
    """
    x, y = np.broadcast_arrays(np.asarray(part, float), np.asarray(whole, float))
    wrong = (x < 0) | (x > y)
    if wrong.any():
        raise ValueError(
            f"{int(wrong.sum())} of {wrong.size} parts are negative or above their whole; expected 0 to the whole"
        )
    share, base = _share(x, y)
    left = _checked(part_margin) ** 2 - share**2 * _checked(whole_margin) ** 2
    alone = np.sqrt(np.where(left > 0, left, np.nan)) / base
    return np.where(left > 0, alone, ratio_margin(x, part_margin, y, whole_margin))


def ratio_margin(value: ArrayLike, value_margin: ArrayLike, base: ArrayLike, base_margin: ArrayLike) -> Floats:
    """Return the margin of value/base, neither part of the other: √(margin² + r² · base margin²) / base.

    NaN over a base of 0. Raises ValueError for a negative margin.
    """
    share, below = _share(np.asarray(value, float), np.asarray(base, float))
    return np.asarray(np.hypot(_checked(value_margin), share * _checked(base_margin)) / np.abs(below), float)


def variation(estimate: ArrayLike, margin: ArrayLike) -> Floats:
    """Return the coefficient of variation, the standard error in percent of the estimate; NaN for an estimate of 0."""
    error, base = margin_error(_checked(margin)), np.asarray(estimate, float)
    return 100 * error / np.where(base == 0, np.nan, np.abs(base))


def _share(value: Floats, base: Floats) -> tuple[Floats, Floats]:
    known = np.where(base == 0, np.nan, base)
    return value / known, known


def _checked(margin: ArrayLike) -> Floats:
    reach = np.asarray(margin, float)
    if (reach < 0).any():
        raise ValueError(
            f"{int((reach < 0).sum())} of {reach.size} margins of error are negative; expected 0 or more "
            "(a publisher's code for no margin is an absent value)"
        )
    return reach
