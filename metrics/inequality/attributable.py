"""Population attributable risk and fraction: what the mean would gain if every group were where the best is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from metrics.inequality.share import above_zero, mean, weighed
from metrics.interval import Floats


@dataclass(frozen=True, slots=True)
class Best:
    """The group that all could be like: its value and population, beside the mean and population of all."""

    value: Floats
    people: Floats
    mean: Floats
    everybody: Floats


def best(y: ArrayLike, n: ArrayLike, order: ArrayLike, favourable: ArrayLike) -> Best:
    """Return the last group in order; without an order the highest value if favourable, the lowest if adverse.

    Of groups that share the best value the largest counts.
    """
    values, people, place = np.asarray(y, float), np.asarray(n, float), np.asarray(order, float)
    good = np.asarray(favourable, bool)
    ordered = np.asarray((place > 0).any(axis=-1))
    highest: Floats = np.fmax.reduce(values, axis=-1, keepdims=True)
    lowest: Floats = np.fmin.reduce(values, axis=-1, keepdims=True)
    last: Floats = np.fmax.reduce(place, axis=-1, keepdims=True)
    edge = np.where(good[..., None], highest, lowest)
    here = np.where(ordered[..., None], place == last, values == edge)
    here &= ~np.isnan(values)
    some = here.any(axis=-1)
    return Best(
        np.where(some, np.where(here, values, -np.inf).max(axis=-1), np.nan),
        np.where(some, np.where(here, people, 0.0).max(axis=-1), np.nan),
        mean(*weighed(values, people))[..., 0],
        np.where(np.isnan(values), 0.0, people).sum(axis=-1),
    )


def par(point: Best, favourable: ArrayLike) -> Floats:
    """Return PAR = y_best − μ; 0 where that would be a loss (below 0 if favourable, above 0 if adverse)."""
    gain = point.value - point.mean
    loss = np.where(np.asarray(favourable, bool), gain < 0, gain > 0)
    return np.where(loss, 0.0, gain)


def par_error(point: Best, scale: ArrayLike) -> Floats:
    """Return the standard error |μ| · SE(PAF/100)."""
    return np.abs(point.mean) * _fraction_error(point, scale)


def paf(point: Best, favourable: ArrayLike) -> Floats:
    """Return PAF = 100·PAR/μ; NaN where the mean is not above 0."""
    return 100 * par(point, favourable) / above_zero(point.mean)


def paf_error(point: Best, scale: ArrayLike) -> Floats:
    """Return the standard error of PAF, in percent."""
    return 100 * _fraction_error(point, scale)


def _fraction_error(point: Best, scale: ArrayLike) -> Floats:
    """Return Walter's standard error √(cN(ad(N − c) + bc²)/((a + c)³(c + d)³)) of the attributable fraction.

    c and d are the people of the best group with and without, a and b those of all the others, at `scale` for
    everybody with. NaN without a scale, and where the best group has nobody with. Source: Walter, International
    Journal of Epidemiology 7 (1978) 175.
    """
    most = np.asarray(scale, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        c = point.value / most * point.people
        d = point.people - c
        a = point.mean / most * point.everybody - c
        b = point.everybody - a - point.people
        everybody = point.everybody
        error = np.sqrt(c * everybody * (a * d * (everybody - c) + b * c**2) / ((a + c) ** 3 * (c + d) ** 3))
    return np.where(c > 0, error, np.nan)
