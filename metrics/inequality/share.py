"""Population shares: what a group counts for in a mean over groups."""

import numpy as np
from numpy.typing import ArrayLike

from metrics.interval import Floats


def weighed(y: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """Return the values with 0 for those absent, and each group's share p of the population of the groups present.

    The shares are NaN where a population is not known or all are 0.
    """
    values, people = np.asarray(y, float), np.asarray(n, float)
    absent = np.isnan(values)
    if absent.any():
        values, people = np.where(absent, 0.0, values), np.where(absent, 0.0, people)
    total = people.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore"):
        return values, people / np.where(total > 0, total, np.nan)


def alike(y: ArrayLike) -> tuple[Floats, Floats]:
    """Return what `weighed` does when every group counts the same."""
    values = np.asarray(y, float)
    return weighed(values, np.ones(values.shape[-1]))


def mean(values: Floats, share: Floats) -> Floats:
    """Return μ = Σ p·y, with the last axis kept so that it can be taken from the values."""
    total: Floats = (share * values).sum(axis=-1, keepdims=True)
    return total


def above_zero(values: Floats) -> Floats:
    """Return the values, NaN where they are 0 or less and nothing can be put in relation to them."""
    return np.where(values > 0, values, np.nan)
