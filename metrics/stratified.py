"""Mantel-Haenszel: two groups compared within strata (agencies, jobs, years), and the comparisons pooled.

x1 of n1 is the group, x2 of n2 the one it is compared with; strata lie along the last axis, which the results lose.
A stratum where either has nobody (n = 0), or a count is absent (NaN), says nothing and is left out. Raises ValueError
where a count is negative or x > n.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.interval import Floats, Z

_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Common:
    """One value taken to hold in every stratum, and its 95 % limits."""

    value: Floats
    lower: Floats
    upper: Floats


def odds_ratio(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> Common:
    """Return the common odds ratio: Σ ad/n ÷ Σ bc/n, with a = x1, b = n1 − x1, c = x2, d = n2 − x2, n = n1 + n2.

    NaN where Σ bc/n is 0. The limits are of its logarithm with the variance of Robins, Breslow and Greenland,
    Biometrics 42 (1986); NaN where the ratio is 0. Source: Mantel and Haenszel, Journal of the National Cancer
    Institute 22 (1959).
    """
    t = _tables(x1, n1, x2, n2)
    r, s = t.a * t.d / t.n, t.b * t.c / t.n
    p, q = (t.a + t.d) / t.n, (t.b + t.c) / t.n
    above, below = _summed(r), _summed(s)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = (
            _summed(p * r) / above**2 + _summed(p * s + q * r) / (above * below) + _summed(q * s) / below**2
        ) / 2
    return _on_log_scale(above, below, variance)


def risk_ratio(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> Common:
    """Return the common ratio of proportions: Σ a n2/n ÷ Σ c n1/n; NaN where Σ c n1/n is 0.

    The limits are of its logarithm, whose variance is Σ ((a + c) n1 n2/n² − ac/n) ÷ (Σ a n2/n · Σ c n1/n); NaN
    where the ratio is 0. Source: Greenland and Robins, Biometrics 41 (1985).
    """
    t = _tables(x1, n1, x2, n2)
    above, below = _summed(t.a * t.n2 / t.n), _summed(t.c * t.n1 / t.n)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = _summed((t.a + t.c) * t.n1 * t.n2 / t.n**2 - t.a * t.c / t.n) / (above * below)
    return _on_log_scale(above, below, variance)


def risk_difference(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> Common:
    """Return the common difference δ of proportions: Σ (a n2 − c n1)/n ÷ Σ n1 n2/n; NaN without a stratum.

    Its variance is (δ ΣP + ΣQ) ÷ (Σ n1 n2/n)², P = (n1² c − n2² a + n1 n2 (n2 − n1)/2)/n² and
    Q = (a (n2 − c) + c (n1 − a))/2n, right for many small strata as for a few large ones. Source: Sato, Biometrics
    45 (1989), a letter to Greenland and Robins.
    """
    t = _tables(x1, n1, x2, n2)
    weight = _summed(t.n1 * t.n2 / t.n)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = _summed((t.a * t.n2 - t.c * t.n1) / t.n) / np.where(weight > 0, weight, np.nan)
        p = (t.n1**2 * t.c - t.n2**2 * t.a + t.n1 * t.n2 * (t.n2 - t.n1) / 2) / t.n**2
        q = (t.a * t.d + t.c * t.b) / (2 * t.n)
        error = np.sqrt(np.maximum(value * _summed(p) + _summed(q), 0)) / weight
    return Common(value, np.maximum(value - Z * error, -1.0), np.minimum(value + Z * error, 1.0))


def chi_square(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, *, corrected: bool = False) -> Floats:
    """Return the Mantel-Haenszel χ² of no difference within any stratum, one degree of freedom.

    (|Σ (a − E)| − k)² ÷ ΣV with E = n1 m/n, V = n1 n2 m (n − m)/(n² (n − 1)), m = a + c; `corrected`: k = ½ for
    continuity, never past 0. 0 where all or none have the event in every stratum; NaN without a stratum that both
    groups are in. Its p is that of its square root as a normal value. Source: Mantel and Haenszel (1959).
    """
    distance, variance = _distance(_tables(x1, n1, x2, n2))
    reach = np.maximum(np.abs(distance) - 0.5, 0) if corrected else np.abs(distance)
    return reach**2 / np.where(variance > 0, variance, np.where(np.isnan(variance), np.nan, np.inf))


def z_score(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> Floats:
    """Return √χ², uncorrected, with a sign: negative where the group has fewer events than were expected of it."""
    distance, _ = _distance(_tables(x1, n1, x2, n2))
    return np.sign(distance) * np.sqrt(chi_square(x1, n1, x2, n2))


def reversed_by_pooling(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> NDArray[np.bool_]:
    """Return where the summed counts say that one group has the higher proportion, the strata that the other has.

    Simpson's paradox: the groups are spread differently over strata that differ themselves. Strata where either
    has nobody count in the sums, since they do in any total that is published.
    """
    given = np.broadcast_arrays(*(np.asarray(each, float) for each in (x1, n1, x2, n2)))
    a, n, c, m = (np.nan_to_num(each).sum(axis=-1) for each in given)
    differ: NDArray[np.bool_] = np.sign(a * m - c * n) * np.sign(z_score(x1, n1, x2, n2)) < 0
    return differ


@dataclass(frozen=True, slots=True)
class _Tables:
    """Counts by stratum, NaN where the stratum says nothing."""

    a: Floats
    b: Floats
    c: Floats
    d: Floats
    n1: Floats
    n2: Floats
    n: Floats


def _tables(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> _Tables:
    given = np.broadcast_arrays(*(np.atleast_1d(np.asarray(each, float)) for each in (x1, n1, x2, n2)))
    a, n, c, m = given
    wrong = (a < 0) | (a > n) | (c < 0) | (c > m)
    if wrong.any():
        raise ValueError(
            f"{int(wrong.sum())} of {wrong.size} strata have a negative count, or more in a count than in its base; "
            "expected 0 ≤ x ≤ n"
        )
    said = (n > 0) & (m > 0) & ~np.isnan(a + c)
    a, n, c, m = (np.where(said, each, np.nan) for each in given)
    return _Tables(a, n - a, c, m - c, n, m, n + m)


def _distance(t: _Tables) -> tuple[Floats, Floats]:
    events = t.a + t.c
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = t.n1 * t.n2 * events * (t.n - events) / (t.n**2 * (t.n - 1))
    each = (t.a * t.n2 - t.c * t.n1) / t.n  # a − E
    distance = _summed(each)
    # Strata that cancel each other leave a trace in binary fractions, and its sign would mean nothing.
    cancelled = np.abs(distance) <= _ROUNDING * _summed(np.abs(each))
    return np.where(cancelled, 0.0, distance), _summed(variance)


def _summed(values: Floats) -> Floats:
    """Return the sum over strata; NaN without any."""
    some = ~np.isnan(values).all(axis=-1)
    return np.where(some, np.nansum(values, axis=-1), np.nan)


def _on_log_scale(above: Floats, below: Floats, variance: Floats) -> Common:
    value = above / np.where(below > 0, below, np.nan)
    error = np.sqrt(np.where((above > 0) & (below > 0), variance, np.nan))
    return Common(value, value * np.exp(-Z * error), value * np.exp(Z * error))
