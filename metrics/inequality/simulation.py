"""Limits by simulation: what a measure would be if each group's value were drawn anew from its own error."""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from metrics.interval import Floats

DRAWS = 10_000
SEED = 20_261_122
# Beyond this many standard errors a bound cuts off less than a draw in a thousand million.
_FAR = 6.0


@lru_cache(maxsize=8)
def normals(groups: int, draws: int = DRAWS, seed: int = SEED) -> Floats:
    """Return standard normal draws, (groups, draws): the same for every setting, however many groups follow."""
    z = np.random.default_rng(seed).standard_normal((groups, draws))
    z.flags.writeable = False
    return z


def drawn(y: ArrayLike, s: ArrayLike, scale: ArrayLike, z: Floats) -> Floats:
    """Return draws of each group's value, (settings, draws, groups), from y and s (settings, groups).

    From the normal distribution of mean y and standard deviation s; where the setting has a scale (settings; NaN:
    none) cut off below 0 and above it. `z` are `normals`. In memory the groups come first, which makes sums over
    them fast.
    """
    values, errors, most = (np.asarray(each, float) for each in (y, s, scale))
    draws = np.multiply(errors.T[:, :, None], z[: values.shape[-1], None, :])
    draws += values.T[:, :, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = (-values / errors).T, ((most[:, None] - values) / errors).T
    group, setting = np.nonzero((low > -_FAR) | (high < _FAR))
    cut = ~np.isnan(high[group, setting])
    group, setting = group[cut], setting[cut]
    if len(group):
        under, over = ndtr(low[group, setting])[:, None], ndtr(high[group, setting])[:, None]
        inside = ndtri(under + ndtr(z[group]) * (over - under))
        here = (setting, group)
        kept = values[here][:, None] + errors[here][:, None] * inside
        draws[group, setting] = np.clip(kept, 0, most[setting][:, None])
    return np.moveaxis(draws, 0, -1)


def limits(sample: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return the percentiles that hold the middle `level` of the draws on the last axis; NaN where a draw is NaN."""
    values = np.asarray(sample, float)
    last = values.shape[-1] - 1
    at = np.array([(1 - level) / 2, (1 + level) / 2]) * last
    below = np.floor(at).astype(int)
    above = np.minimum(below + 1, last)
    part = np.partition(values, np.unique(np.concatenate([below, above])), axis=-1)
    edges = part[..., below] + (at - below) * (part[..., above] - part[..., below])
    absent: NDArray[np.bool_] = np.isnan(values).any(axis=-1)
    return np.where(absent, np.nan, edges[..., 0]), np.where(absent, np.nan, edges[..., 1])
