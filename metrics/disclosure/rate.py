"""How a rate is shown, from published counts only."""

import math
from dataclasses import dataclass
from enum import StrEnum

from metrics.disclosure.policy import Policy


class Kind(StrEnum):
    EXACT = "exact"
    AT_LEAST = "at least"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Shown:
    """A rate in percent as it may be shown; `percent` is None where it is withheld."""

    kind: Kind
    percent: float | None
    decimals: int


def shown(numerator: float | None, denominator: float | None, policy: Policy, *, threshold: int | None = None) -> Shown:
    """Return how the rate of two published counts is shown; None stands for a count that is withheld.

    Withheld if a count is, if the base is under the policy's, or if the numerator is 1 to T - 1. Where fewer than T
    people are not in the numerator, the most that is said is "at least": the rate with T - 1 of them, rounded down.
    One decimal from the policy's base on.

    >>> from metrics.disclosure.policy import load
    >>> policy = load()
    >>> shown(7, 19, policy).kind, shown(97, 100, policy), shown(412, 1000, policy).percent
    (<Kind.WITHHELD: 'withheld'>, Shown(kind=<Kind.AT_LEAST: 'at least'>, percent=95, decimals=0), 41.2)
    """
    least = threshold or policy.threshold
    if numerator is None or denominator is None or denominator < policy.base or 0 < numerator < least:
        return Shown(Kind.WITHHELD, None, 0)
    if numerator > denominator:
        raise ValueError(
            f"a rate of {numerator:g} in {denominator:g}; the base holds the numerator: correct the counts"
        )
    if denominator - numerator < least:
        return Shown(Kind.AT_LEAST, math.floor(100 * (denominator - least + 1) / denominator), 0)
    decimals = 1 if denominator >= policy.rate.decimal_base else 0
    return Shown(Kind.EXACT, round(100 * numerator / denominator, decimals), decimals)
