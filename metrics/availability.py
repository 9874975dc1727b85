"""Availability: the share of a group among the people who could hold a job, joined from weighted factors.

Section 46a-68-84 of the Regulations of Connecticut State Agencies asks for it by occupational category, from named
sources and with the reason for each, and apart for every position classification of 25 employees or more.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

OWN_FROM = 25
_ROUNDING = Fraction(1, 10**9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One source of people: the group's share among them, how much it counts, where that is from and why.

    rate and weight are proportions; `error` is the rate's standard error, None where the rate is taken as known.
    Raises ValueError for a proportion outside 0 to 1, a negative error, or a source or reason left blank.
    """

    name: str
    rate: float
    weight: float
    source: str
    reason: str
    error: float | None = None

    def __post_init__(self) -> None:
        for what, value in (("rate", self.rate), ("weight", self.weight)):
            if not 0 <= value <= 1:
                raise ValueError(f"factor {self.name!r}: {what} is {value}; expected a proportion, 0 to 1")
        if self.error is not None and not self.error >= 0:
            raise ValueError(f"factor {self.name!r}: error is {self.error}; expected 0 or more, or none")
        for what, words in (("source", self.source), ("reason", self.reason)):
            if not words.strip():
                raise ValueError(f"factor {self.name!r}: {what} is blank; say it, since every factor's is shown")


@dataclass(frozen=True, slots=True)
class Availability:
    """A group's availability as a proportion, with its standard error (0 where every rate is taken as known)."""

    rate: float
    error: float


def joined(factors: Sequence[Factor]) -> Availability:
    """Return Σ weight · rate, and √Σ weight² · error² with the weights as known and the factors independent.

    Summed as the decimals that were written, so that 0.5 · 0.22 + 0.4 · 0.3 + 0.1 · 0.1 is 0.24. Raises ValueError
    without a factor, and where the weights do not sum to 1 (to a billionth).
    """
    weights = sum((_written(each.weight) for each in factors), Fraction(0))
    if abs(weights - 1) > _ROUNDING:
        named = ", ".join(f"{each.name} {each.weight:g}" for each in factors) or "no factor"
        raise ValueError(f"the weights sum to {float(weights):g} ({named}); expected 1: change them until they do")
    rate = sum((_written(each.weight) * _written(each.rate) for each in factors), Fraction(0))
    return Availability(float(rate), math.hypot(*(each.weight * (each.error or 0) for each in factors)))


def own(employees: ArrayLike) -> NDArray[np.bool_]:
    """Return which position classifications need an availability of their own: those of 25 employees or more.

    Raises ValueError for a negative number of employees.
    """
    count = np.asarray(employees, float)
    if (count < 0).any():
        raise ValueError(f"{int((count < 0).sum())} of {count.size} classifications have fewer than 0 employees")
    needed: NDArray[np.bool_] = count >= OWN_FROM
    return needed


def _written(value: float) -> Fraction:
    return Fraction(str(float(value)))
