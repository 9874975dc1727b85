"""Utilization: people of a group in a job category against their availability for it, by five rules at once.

N people work in the category, k of them of the group, whose availability is a (a proportion) with an optional
standard error. The rules answer different questions and disagree; a policy says which of them decide.
Practice of the Office of Federal Contract Compliance Programs under 41 CFR 60-2.15; parity of Regulations of
Connecticut State Agencies 46a-68-85; the test of two standard deviations: Castaneda v. Partida, 430 U.S. 482
(1977), and Hazelwood School District v. United States, 433 U.S. 299 (1977), note 17 of either.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincc, betaincinv, ndtr, xlog1py, xlogy

from metrics.interval import Floats, wilson
from metrics.representation import ratio, ratio_limits

Flags = NDArray[np.bool_]
_SIGNIFICANT = 0.05
_DEVIATIONS = 2.0
_DECIMALS = 9
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(128)


class Rule(StrEnum):
    ANY_DIFFERENCE = "any_difference"
    WHOLE_PERSON = "whole_person"
    EIGHTY_PERCENT = "eighty_percent"
    TWO_SD = "two_sd"
    EXACT_BINOMIAL = "exact_binomial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Utilization:
    """What the rules say of each category and group, and what they say it from.

    expected: N·a people; shortfall: N·a − k, negative where there are more than that; goal: whole people missing;
    ratio: k/N ÷ a with its 95 % limits; z: standard deviations from expected; p: chance of so few or fewer; rules:
    where each finds underutilization; indivisible: where N·a is less than one person.
    """

    expected: Floats
    shortfall: Floats
    goal: Floats
    ratio: Floats
    ratio_lower: Floats
    ratio_upper: Floats
    z: Floats
    p: Floats
    rules: Mapping[Rule, Flags]
    indivisible: Flags


def utilization(n: ArrayLike, k: ArrayLike, availability: ArrayLike, error: ArrayLike = 0.0) -> Utilization:
    """Return the five rules for k of n people against availability, a proportion with its standard error.

    any difference: k < N·a; whole person: N·a − k ≥ 1; eighty percent: k/N < 0.8a; two standard deviations:
    z = (k − N·a)/√(N·a(1 − a) + (N·error)²) ≤ −2; exact binomial: P(X ≤ k) < 0.05, one-sided, averaged over
    availability ~ Normal(a, error) within 0 to 1 where there is an error. goal: max(0, ⌈N·a⌉ − k).

    N·a is taken to nine decimals, so that 100 · 0.07 is 7 and its ceiling not 8: right for an availability of
    up to six decimals and a million people. NaN (absent, also error: then taken as 0) gives NaN and no rule. Without
    any spread (a of 0 or 1, or nobody, and no error) z is NaN and two standard deviations say nothing; of nobody
    nothing is missing. Raises ValueError where k < 0, k > n, or availability or its error is no proportion.
    """
    total, count, share, spread = _checked(n, k, availability, error)
    expected = np.round(total * share, _DECIMALS)
    missing = expected - count
    deviation = np.sqrt(expected * (1 - share) + (total * spread) ** 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(deviation > 0, -missing / deviation, np.nan)
        actual = np.where(total > 0, count / total, np.nan)
    p = _chance(total, count, share, spread)
    with np.errstate(over="ignore"):  # an availability far smaller than its error: no upper limit
        low, high = ratio_limits(actual, *wilson(count, np.where(total > 0, total, np.nan)), share, spread)
    return Utilization(
        expected=expected,
        shortfall=missing,
        goal=np.maximum(np.ceil(expected) - count, 0),
        ratio=ratio(actual, share),
        ratio_lower=low,
        ratio_upper=high,
        z=z,
        p=p,
        rules={
            Rule.ANY_DIFFERENCE: count < expected,
            Rule.WHOLE_PERSON: missing >= 1,
            Rule.EIGHTY_PERCENT: 5 * count < 4 * expected,
            # A z of −2 is one too where binary fractions miss it by their last digit.
            Rule.TWO_SD: z <= -_DEVIATIONS + 1e-12,
            Rule.EXACT_BINOMIAL: p < _SIGNIFICANT,
        },
        indivisible=expected < 1,
    )


def decided(found: Utilization, policy: Collection[Rule]) -> Flags:
    """Return where a policy finds underutilization: every one of its rules does, and parity is a person or more.

    Less than one person cannot be divided, so nothing is decided there. Raises ValueError for a policy without a rule.
    """
    if not policy:
        raise ValueError(f"the policy names no rule; expected one or more of {', '.join(Rule)}")
    every: Flags = np.logical_and.reduce([found.rules[rule] for rule in policy]) & ~found.indivisible
    return every


def turning(n: ArrayLike, k: ArrayLike) -> Floats:
    """Return the availability from which on k of n people are two standard deviations too few.

    The upper limit of Wilson's interval at two deviations; NaN of nobody. It shows how much the conclusion
    hangs on the benchmark. Raises ValueError where k < 0 or k > n.

    >>> float(turning(405, 15).round(4))
    0.0608
    """
    total, count, _, _ = _checked(n, k, np.nan, 0.0)
    return wilson(count, np.where(total > 0, total, np.nan), z=_DEVIATIONS)[1]


def _checked(n: ArrayLike, k: ArrayLike, availability: ArrayLike, error: ArrayLike) -> tuple[Floats, ...]:
    given = (np.asarray(each, float) for each in (n, k, availability, np.nan_to_num(np.asarray(error, float))))
    total, count, share, spread = np.broadcast_arrays(*given)
    wrong = (count < 0) | (count > total) | (total < 0)
    if wrong.any():
        raise ValueError(
            f"{int(wrong.sum())} of {wrong.size} categories have a negative number of people or more people of the "
            "group than work there; expected 0 to all of them"
        )
    wrong = (share < 0) | (share > 1) | (spread < 0) | (spread > 1)
    if wrong.any():
        raise ValueError(
            f"{int(wrong.sum())} of {wrong.size} availabilities or their errors are outside 0 to 1; expected "
            "proportions (12 percent is 0.12)"
        )
    return total, count, share, spread


def _chance(n: Floats, k: Floats, share: Floats, spread: Floats) -> Floats:
    """P(X ≤ k) for X binomial of n and the availability."""
    short = k < n
    with np.errstate(invalid="ignore"):
        p = np.where(short, betaincc(k + 1, np.where(short, n - k, 1), share), 1.0)
    p = np.where(np.isnan(n) | np.isnan(k) | np.isnan(share), np.nan, p)
    unsure = short & (spread > 0) & ~np.isnan(share)
    if unsure.any():
        p[unsure] = _averaged(k[unsure] + 1, n[unsure] - k[unsure], share[unsure], spread[unsure])
    return p


def _averaged(alpha: Floats, beta: Floats, share: Floats, spread: Floats) -> Floats:
    """P(B > A) for a beta variable B and a normal A within 0 to 1: P(X ≤ k | A) averaged over A.

    Integrated over whichever of the two is narrower (Gauss–Legendre), so that the other is smooth between nodes.
    """
    total = alpha + beta
    narrow = np.sqrt(alpha * beta / (total**2 * (total + 1))) < spread
    low = np.where(narrow, betaincinv(alpha, beta, 1e-13), np.maximum(share - 8 * spread, 0))
    high = np.where(narrow, betaincinv(alpha, beta, 1 - 1e-13), np.minimum(share + 8 * spread, 1))
    x = low[:, None] + (high - low)[:, None] * (_NODES + 1) / 2
    a, b, middle, sd = (each[:, None] for each in (alpha, beta, share, spread))
    below, above = ndtr(-middle / sd), ndtr((1 - middle) / sd)
    log = np.where(narrow[:, None], xlogy(a - 1, x) + xlog1py(b - 1, -x), -(((x - middle) / sd) ** 2) / 2)
    density = _WEIGHTS * np.exp(log - log.max(axis=1, keepdims=True))
    tail = np.where(narrow[:, None], (ndtr((x - middle) / sd) - below) / (above - below), betaincc(a, b, x))
    return np.asarray((density * tail).sum(axis=1) / density.sum(axis=1), float)
