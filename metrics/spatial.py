"""Places: is a resource where the people are, and what they are, beside the uncertainty of the survey that says so.

The last axis is the places (towns, regions). What was spent or built is counted and has no error; the population's
margins of error are the survey's, of 90 %. Source: Urban Institute, Spatial Equity Data Tool documentation.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.interval import Floats, Z, margin_error
from metrics.margin import proportion_margin, sum_margin


@dataclass(frozen=True, slots=True)
class Difference:
    """Differences with their 95 % limits. `clear`: the limits do not hold 0. Without limits nothing is clear."""

    value: Floats
    lower: Floats
    upper: Floats
    clear: NDArray[np.bool_]


def shares(amounts: ArrayLike) -> Floats:
    """Return each place's share of all, as a proportion; NaN where there is nothing. Raises ValueError below 0."""
    values = np.asarray(amounts, float)
    if (wrong := int((values < 0).sum())) > 0:
        raise ValueError(f"{wrong} of {values.size} amounts are below 0; expected 0 or more")
    total = values.sum(axis=-1, keepdims=True)
    return values / np.where(total > 0, total, np.nan)


def share_difference(resource: ArrayLike, population: ArrayLike, margin: ArrayLike = np.nan) -> Difference:
    """Return each place's share of the resource less its share of the population, as proportions; they sum to 0.

    `margin` is the population's; the margin of its share is that of a proportion whose whole is the sum of the
    places (metrics.margin).
    """
    people = np.asarray(population, float)
    parts = shares(people)
    reach = np.broadcast_to(np.asarray(margin, float), people.shape)
    whole = sum_margin(people, reach)[..., np.newaxis]
    error = margin_error(proportion_margin(people, reach, people.sum(axis=-1, keepdims=True), whole))
    return _difference(shares(resource) - parts, error)


def demographic_difference(
    resource: ArrayLike, rate: ArrayLike, margin: ArrayLike, baseline: ArrayLike, baseline_margin: ArrayLike
) -> Difference:
    """Return how much more of a group (a demographic `rate`) there is where the resource is than in the whole.

    Σ w·rate − baseline, w the resource's shares by place. SE² = Σ w² SE² + SE(baseline)²: the two are taken as
    independent, which makes the interval wide rather than narrow, as the places are part of the whole.
    A place without the resource may lack a rate.
    """
    weight = shares(resource)
    used = np.where(weight > 0, np.asarray(rate, float), 0.0)
    spread = np.where(weight > 0, margin_error(margin), 0.0)
    error = np.sqrt(((weight * spread) ** 2).sum(axis=-1) + margin_error(baseline_margin) ** 2)
    return _difference((weight * used).sum(axis=-1) - np.asarray(baseline, float), error)


def per_resident(amount: ArrayLike, population: ArrayLike, margin: ArrayLike = np.nan) -> tuple[Floats, Floats, Floats]:
    """Return the amount for each resident with its 95 % limits: amount / (population ± Z · SE).

    NaN where nobody lives; no upper limit where the population's own interval reaches 0; none without a margin.
    """
    dollars, people = np.asarray(amount, float), np.asarray(population, float)
    reach = Z * margin_error(margin)
    known = np.where(people > 0, people, np.nan)
    fewest = np.where(known - reach > 0, known - reach, np.nan)
    return dollars / known, dollars / (known + reach), dollars / fewest


def _difference(value: Floats, error: Floats) -> Difference:
    lower, upper = value - Z * error, value + Z * error
    return Difference(value, lower, upper, (lower > 0) | (upper < 0))
