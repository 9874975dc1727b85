"""Difference and ratio of two groups: the ends of an order, a reference and the rest, or the extremes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.interval import Floats

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ends:
    """The value that the other is taken from, the other, and their standard errors. NaN: absent."""

    first: Floats
    second: Floats
    first_error: Floats
    second_error: Floats


def ends(y: ArrayLike, s: ArrayLike, order: ArrayLike, reference: ArrayLike, favourable: ArrayLike) -> Ends:
    """Return the two groups that D and R hold against each other. All arrays are (..., groups), favourable (...).

    * In order (1: most disadvantaged; 0 or NaN: not in order): last and first if the indicator is favourable, first and
      last if it is adverse. Order wins over a reference.
    * With a reference group: the reference and the lowest of the others if favourable; the highest of the others and
      the reference if adverse.
    * Otherwise the highest and the lowest.

    Where several groups share an extreme, the largest of their standard errors is taken.
    """
    values, errors = np.asarray(y, float), np.asarray(s, float)
    place, chosen = np.asarray(order, float), np.asarray(reference, bool)
    good: Bools = np.asarray(favourable, bool)
    ordered: Bools = np.asarray((place > 0).any(axis=-1))
    referred: Bools = np.asarray(chosen.any(axis=-1))
    rest = ~np.isnan(values) & ~chosen
    high, high_error = _at(values, errors, _extreme(values, rest, highest=True))
    low, low_error = _at(values, errors, _extreme(values, rest, highest=False))
    pair = Ends(high, low, high_error, low_error)
    if referred.any():
        held, held_error = _at(values, errors, chosen)
        kept = Ends(held, low, held_error, low_error)
        pair = _choose(referred, _choose(good, kept, Ends(high, held, high_error, held_error)), pair)
    if ordered.any():
        last, last_error = _at(values, errors, _extreme(place, place > 0, highest=True))
        first, first_error = _at(values, errors, _extreme(place, place > 0, highest=False))
        rising, falling = Ends(last, first, last_error, first_error), Ends(first, last, first_error, last_error)
        pair = _choose(ordered, _choose(good, rising, falling), pair)
    return pair


def d(pair: Ends) -> tuple[Floats, Floats]:
    """Return the difference D = y₁ − y₂ and its standard error √(s₁² + s₂²)."""
    return pair.first - pair.second, np.hypot(pair.first_error, pair.second_error)


def r(pair: Ends) -> tuple[Floats, Floats]:
    """Return the ratio R = y₁/y₂ and the standard error of ln R, √(s₁²/y₁² + s₂²/y₂²).

    NaN where y₂ is not above 0 or y₁ is below; the error is NaN where y₁ is 0, whose logarithm there is none of.
    """
    first = np.where(pair.first >= 0, pair.first, np.nan)
    second = np.where(pair.second > 0, pair.second, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.hypot(pair.first_error / np.where(first > 0, first, np.nan), pair.second_error / second)
    return first / second, error


def _choose(where: Bools, one: Ends, other: Ends) -> Ends:
    return Ends(
        np.where(where, one.first, other.first),
        np.where(where, one.second, other.second),
        np.where(where, one.first_error, other.first_error),
        np.where(where, one.second_error, other.second_error),
    )


def _extreme(values: Floats, among: Bools, *, highest: bool) -> Bools:
    """Return which of the groups `among` have the highest (lowest) value."""
    beyond = -np.inf if highest else np.inf
    held = np.where(among, values, beyond)
    edge = held.max(axis=-1, keepdims=True) if highest else held.min(axis=-1, keepdims=True)
    found: Bools = among & (held == edge)
    return found


def _at(values: Floats, errors: Floats, here: Bools) -> tuple[Floats, Floats]:
    """Return value and largest error of the groups `here`, which share their value; NaN where there are none."""
    some = here.any(axis=-1)
    value = np.where(here, values, -np.inf).max(axis=-1)
    error = np.where(here, errors, 0.0).max(axis=-1)
    return np.where(some, value, np.nan), np.where(some, error, np.nan)
