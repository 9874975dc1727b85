"""Concentration indices: is the indicator found more among the disadvantaged or among the advantaged?

Groups are in order from the most disadvantaged (1). The rank R of a group is the midpoint of its stretch of the
population laid out in that order, from 0 to 1. Positive: more among the advantaged.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from metrics.inequality.share import above_zero, mean, weighed
from metrics.interval import Floats

Limits = tuple[float, float]
CORRECTIONS = ("wagstaff", "erreygers")


def rank(share: ArrayLike, order: ArrayLike) -> Floats:
    """Return R = the share of all before the group and half of its own. Groups of one order number share a rank."""
    p, place = np.asarray(share, float), np.asarray(order, float)
    here, there = place[..., :, None], place[..., None, :]
    part = (there < here) + 0.5 * (there == here)
    result: Floats = (part * p[..., None, :]).sum(axis=-1)
    return result


@dataclass(frozen=True, slots=True)
class LaidOut:
    """Values, shares of the population, and how far each rank is from the middle. `bounded`: values are on 0 to 1."""

    values: Floats
    share: Floats
    from_middle: Floats
    bounded: bool

    @property
    def mean(self) -> Floats:
        """The mean, NaN where it is not above 0."""
        return above_zero(mean(self.values, self.share)[..., 0])


def laid_out(y: ArrayLike, n: ArrayLike, order: ArrayLike, limits: Limits | None = None) -> LaidOut:
    """Lay the groups out by rank. With `limits` (least, most) the values are put on 0 to 1 between them.

    Raises ValueError where least is not below most, or a value is not between them.
    """
    values, share = weighed(y, n)
    if limits is not None:
        least, most = limits
        given = np.asarray(y, float)
        if not least < most or (given < least).any() or (given > most).any():
            raise ValueError(f"found limits {least:g} to {most:g}; expected least < most and every value between them")
        values = np.where(np.isnan(given), 0.0, (given - least) / (most - least))
    return LaidOut(values, share, rank(share, order) - 0.5, limits is not None)


def aci(groups: LaidOut) -> Floats:
    """Return the absolute concentration index 2 Σ p(R − ½)y, which is twice the covariance of value and rank."""
    result: Floats = 2 * (groups.share * groups.from_middle * groups.values).sum(axis=-1)
    return result


def aci_error(groups: LaidOut, s: ArrayLike) -> Floats:
    """Return the standard error 2√Σ p²(R − ½)²s² that the groups' own errors, on the scale of the values, give ACI."""
    errors = np.where(groups.share > 0, np.asarray(s, float), 0.0)
    result: Floats = 2 * np.sqrt(((groups.share * groups.from_middle * errors) ** 2).sum(axis=-1))
    return result


def aci_regression_error(groups: LaidOut) -> Floats:
    """Return the standard error of ACI as the slope of 2σ²y on the rank by least squares weighted by population.

    σ² is the variance of the rank. Of the scatter about the line alone: it knows nothing of the groups' own errors.
    NaN with fewer than three groups that have people.
    """
    p, from_middle = groups.share, groups.from_middle
    spread = (p * from_middle**2).sum(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        lifted = 2 * spread * groups.values
        slope = (p * from_middle * lifted).sum(axis=-1, keepdims=True) / spread
        left = lifted - mean(lifted, p) - slope * from_middle
        freedom = (p > 0).sum(axis=-1) - 2
        scatter = (p * left**2).sum(axis=-1) / np.where(freedom > 0, freedom, np.nan)
        result: Floats = np.sqrt(scatter / spread[..., 0])
    return result


def rci(groups: LaidOut, correction: str | None = None) -> Floats:
    """Return the relative concentration index ACI/μ; NaN where the mean is not above 0.

    For an indicator with limits, `wagstaff` is RCI/(1 − μ) and `erreygers` 4μ·RCI, of the values put on 0 to 1.
    Sources: Wagstaff, Health Economics 14 (2005); Erreygers, Journal of Health Economics 28 (2009). Raises ValueError
    for another correction, or one without limits.
    """
    if correction is not None and (correction not in CORRECTIONS or not groups.bounded):
        raise ValueError(f"found correction {correction!r}; expected one of {', '.join(CORRECTIONS)}, with limits")
    mu = groups.mean
    plain = aci(groups) / mu
    if correction == "wagstaff":
        return plain / above_zero(1 - mu)
    return 4 * mu * plain if correction == "erreygers" else plain


def rci_regression_error(groups: LaidOut) -> Floats:
    """Return the standard error of RCI from the regression alone: that of ACI over the mean."""
    return aci_regression_error(groups) / groups.mean
