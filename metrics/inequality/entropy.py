"""Theil's index and the mean log deviation, both in thousandths. Weighted by population; r = y/μ.

A value of 0 has no logarithm and is taken as a millionth, as the World Health Organization's package healthequal
does; the outcome then depends on the unit. NaN where a value is negative.
"""

import numpy as np
from numpy.typing import ArrayLike

from metrics.inequality.share import mean, weighed
from metrics.interval import Floats

_THOUSAND = 1000
_NEXT_TO_ZERO = 1e-6


def ti(y: ArrayLike, n: ArrayLike) -> Floats:
    """Return Theil's index 1000 Σ p r ln r."""
    p, r, _ = _relative(y, n)
    result: Floats = _THOUSAND * (p * r * np.log(r)).sum(axis=-1)
    return result


def ti_error(y: ArrayLike, s: ArrayLike, n: ArrayLike) -> Floats:
    """Return 1000 √Σ (1 + ln r − Σ p r(1 + ln r))² p²s²/μ²."""
    p, r, mu = _relative(y, n)
    weight = 1 + np.log(r)
    lean = weight - (p * r * weight).sum(axis=-1, keepdims=True)
    return _THOUSAND * _length(lean * p * _errors(y, s) / mu)


def mld(y: ArrayLike, n: ArrayLike) -> Floats:
    """Return the mean log deviation 1000 Σ p(−ln r)."""
    p, r, _ = _relative(y, n)
    result: Floats = -_THOUSAND * (p * np.log(r)).sum(axis=-1)
    return result


def mld_error(y: ArrayLike, s: ArrayLike, n: ArrayLike) -> Floats:
    """Return 1000 √Σ (s²p²/μ²)(1 − 1/r)²."""
    p, r, mu = _relative(y, n)
    return _THOUSAND * _length((1 - 1 / r) * p * _errors(y, s) / mu)


def _relative(y: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Return shares, values in relation to their mean (1 for an absent group), and the mean."""
    given = np.asarray(y, float)
    absent = np.isnan(given)
    values, p = weighed(np.where(given == 0, _NEXT_TO_ZERO, given), n)
    mu = np.where((values < 0).any(axis=-1, keepdims=True), np.nan, mean(values, p))
    return p, np.where(absent, 1.0, values) / np.where(absent, 1.0, mu), mu


def _errors(y: ArrayLike, s: ArrayLike) -> Floats:
    return np.where(np.isnan(np.asarray(y, float)), 0.0, np.asarray(s, float))


def _length(parts: Floats) -> Floats:
    result: Floats = np.sqrt((parts**2).sum(axis=-1))
    return result
