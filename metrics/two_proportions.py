"""Two proportions held against each other: difference, ratio, odds ratio and the tests that they are one.

Everywhere x1 of n1 is the group and x2 of n2 the one it is compared with; the four are counts and broadcast
against each other. NaN (an absent count) gives NaN. Raises ValueError where a count is negative, x > n or n ≤ 0.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from metrics import comparison
from metrics.interval import Floats, Z, wilson

Counts = NDArray[np.int64]
# Tables as likely as the observed one count as extreme; binary fractions may miss a tie by a little.
_TIE = 1e-7
# Ratios between e⁻⁶⁰ and e⁶⁰ hold every limit that counts of people can have.
_FARTHEST = 60.0
_HALVINGS = 64
_NEGLIGIBLE = 1e-18


def difference_limits(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> tuple[Floats, Floats]:
    """Return the 95 % limits of x1/n1 − x2/n2 from the Wilson limits of both.

    Source: Newcombe, Statistics in Medicine 17 (1998), method 10.

    >>> lower, upper = difference_limits(7, 34, 1, 34)
    >>> f"{lower:.3f} {upper:.3f}"
    '0.019 0.340'
    """
    a, b, c, d = _checked(x1, n1, x2, n2)
    lower, upper = comparison.difference_limits(a / b, *wilson(a, b), c / d, *wilson(c, d))
    return np.maximum(lower, -1.0), np.minimum(upper, 1.0)


def ratio(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> Floats:
    """Return (x1/n1) / (x2/n2); NaN where x2 is 0."""
    a, b, c, d = _checked(x1, n1, x2, n2)
    # One division of whole products, so that 3/5 against 3/4 is 0.8 to the last digit.
    return _divided(a * d, c * b)


def ratio_limits(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> tuple[Floats, Floats]:
    """Return the 95 % score limits of the ratio of x1/n1 to x2/n2.

    The limits are the ratios φ at which (x1/n1 − φ x2/n2)² = Z² (p₁(1 − p₁)/n1 + φ² p₂(1 − p₂)/n2), with p₁ = φ p₂
    the likeliest proportions that have the ratio φ. At x1 = 0 the lower limit is 0. At x2 = 0 the score method has
    no finite upper limit: there the limits are those of `log_limits` with ½ added. Source: Koopman, Biometrics 40
    (1984); Gart and Nam, Biometrics 44 (1988).

    >>> lower, upper = ratio_limits(7, 34, 1, 34)
    >>> f"{lower:.4f} {upper:.4f}"
    '1.2209 42.5757'
    """
    a, b, c, d = _checked(x1, n1, x2, n2)
    upper = _where_score_is(-Z, a, b, c, d)
    # Without events in the group the score never reaches Z on the lower side.
    lower = np.where((a == 0) & ~np.isnan(upper), 0.0, _where_score_is(Z, a, b, c, d))
    low, high = log_limits(a, b, c, d, added=0.5)
    return np.where(c == 0, low, lower), np.where(c == 0, high, upper)


def log_limits(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, *, added: float = 0.0
) -> tuple[Floats, Floats]:
    """Return 95 % limits of the ratio from the standard error of its logarithm, `added` joining all four counts.

    exp(ln R ± Z √(1/x1 − 1/n1 + 1/x2 − 1/n2)). NaN where a logarithm does not exist. With nothing added it misleads
    where a cell is below 5. Source: Katz and others, Biometrics 34 (1978); with ½: Walter, Biometrika 62 (1975).
    """
    a, b, c, d = (each + added for each in _checked(x1, n1, x2, n2))
    middle = _divided(a * d, c * b)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt(1 / a - 1 / b + 1 / c - 1 / d)
        error = np.where(np.isfinite(error) & (middle > 0), error, np.nan)
    return middle * np.exp(-Z * error), middle * np.exp(Z * error)


def odds_ratio(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> Floats:
    """Return x1 (n2 − x2) / ((n1 − x1) x2), the ratio of the odds; NaN where its divisor is 0."""
    a, b, c, d = _checked(x1, n1, x2, n2)
    return _divided(a * (d - c), (b - a) * c)


def z_score(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> Floats:
    """Return the pooled two-proportion z, negative where x1/n1 is the lower; 0 where all or none have the event.

    (p₁ − p₂) / √(p(1 − p)(1/n1 + 1/n2)), p = (x1 + x2)/(n1 + n2). Source: the standard-deviation analysis of
    Castaneda v. Partida, 430 U.S. 482 (1977), and Hazelwood v. United States, 433 U.S. 299 (1977).
    """
    a, b, c, d = _checked(x1, n1, x2, n2)
    pooled = (a + c) / (b + d)
    error = np.sqrt(np.where((a + c == 0) | (a + c == b + d), np.inf, pooled * (1 - pooled) * (1 / b + 1 / d)))
    # Whole products first: equal proportions give exactly 0.
    return np.asarray((a * d - c * b) / (b * d) / error) + 0.0


def fisher(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> Floats:
    """Return Fisher's exact two-sided p: the chance, all margins held, of a table no likelier than this one.

    One tail ends at the table itself; where the other begins is found by halving, as chances fall on both sides of
    the likeliest table. Source: Fisher, Journal of the Royal Statistical Society 98 (1935). Raises ValueError for
    counts that are not whole.

    >>> f"{fisher(2, 8, 5, 10):.10f}"
    '0.3665158371'
    """
    counts = _checked(x1, n1, x2, n2)
    shape, absent = counts[0].shape, np.isnan(sum(counts))
    a, b, c, d = (each[~absent] for each in counts)
    if any((each % 1 != 0).any() for each in (a, b, c, d)):
        raise ValueError("found counts that are not whole; Fisher's test is of whole people")
    p = np.full(shape, np.nan)
    p[~absent] = _fisher(*(each.astype(np.int64) for each in (a, b, c, d)))
    return p


def _fisher(x: Counts, n: Counts, y: Counts, m: Counts) -> Floats:
    people, events = n + m, x + y
    # Counted by those without the event if need be, the observed table is at or below the likeliest.
    above = x * people > n * events
    x, events = np.where(above, n - x, x), np.where(above, people - events, events)
    likeliest = (n + 1) * (events + 1) // (people + 2)

    def unlikely(k: Counts) -> Floats:
        """−ln of the chance of k, but for what all tables of these margins share."""
        cells = (k, n - k, events - k, people - n - events + k)
        return np.asarray(sum(gammaln(each + 1) for each in cells))

    bar = unlikely(x) - _TIE
    inside, outside = likeliest, np.minimum(n, events) + 1
    while ((outside - inside) > 1).any():
        middle = (inside + outside) // 2
        far = unlikely(middle) >= bar
        inside, outside = np.where(far, inside, middle), np.where(far, middle, outside)
    shared = sum(gammaln(each + 1) for each in (n, m, events, people - events)) - gammaln(people + 1)
    beyond = outside <= np.minimum(n, events)
    first = np.where(beyond, outside, likeliest)
    own = np.exp(shared - unlikely(x)) * _tail(x, n, events, people)
    other = np.exp(shared - unlikely(first)) * _tail(n - first, n, people - events, people)
    return np.where(unlikely(likeliest) >= bar, 1.0, np.minimum(own + np.where(beyond, other, 0), 1.0))


def _tail(k: Counts, n: Counts, events: Counts, people: Counts) -> Floats:
    """Return the chance of k or fewer, in chances of k: each is a simple multiple of the one above it."""
    at, rest = k.astype(np.float64), (people - n - events).astype(np.float64)
    term, total = np.ones(k.shape), np.ones(k.shape)
    while (term > _NEGLIGIBLE * total).any():
        term = term * (at * (rest + at) / ((n - at + 1) * (events - at + 1)))
        total += term
        at = np.maximum(at - 1, 0)
    return total


def _where_score_is(target: float, a: Floats, b: Floats, c: Floats, d: Floats) -> Floats:
    low, high = np.full(a.shape, -_FARTHEST), np.full(a.shape, _FARTHEST)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        before = _score(np.exp(middle), a, b, c, d) > target
        low, high = np.where(before, middle, low), np.where(before, high, middle)
    return np.where(np.isnan(a + b + c + d), np.nan, np.exp((low + high) / 2))


def _score(phi: Floats, a: Floats, b: Floats, c: Floats, d: Floats) -> Floats:
    """Return the score statistic of the ratio φ, which falls as φ grows."""
    linear = (b + c) * phi + a + d
    root = np.sqrt(np.maximum(linear**2 - 4 * (b + d) * phi * (a + c), 0))
    p2 = 2 * (a + c) / (linear + root)
    p1 = np.minimum(phi * p2, 1)
    spread = p1 * (1 - p1) / b + phi**2 * p2 * np.maximum(1 - p2, 0) / d
    gap = a / b - phi * c / d
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(gap == 0, 0.0, gap / np.sqrt(spread))


def _divided(top: Floats, bottom: Floats) -> Floats:
    return top / np.where(bottom == 0, np.nan, bottom)


def _checked(*counts: ArrayLike) -> tuple[Floats, Floats, Floats, Floats]:
    a, b, c, d = np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in counts))
    wrong = (a < 0) | (a > b) | (b <= 0) | (c < 0) | (c > d) | (d <= 0)
    if wrong.any():
        raise ValueError(
            f"{int(wrong.sum())} of {wrong.size} pairs of proportions have a negative count, a base of 0 or less, "
            "or more in a count than in its base; expected 0 ≤ x ≤ n and n above 0"
        )
    return a, b, c, d
