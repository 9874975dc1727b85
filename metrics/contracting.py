"""Contracting: dollars against the goals in force when they were paid, and use of firms against their availability.

Payments and contracts are rows. Answers that go by unit (agency, year) have one entry for each code 0, 1, 2 ... of it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics import representation
from metrics.interval import Floats, wilson

SUBSTANTIAL = 0.8
"""An index below four fifths is a substantial disparity, as in the courts' and agencies' use of disparity studies."""
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Goals:
    """Goals as data, one entry each of four arrays of one length.

    `percent` of dollars; in force from the day `since` to the day `until`, both included (NaT: still in force), for
    the industry codes that begin with `industry` ("": every industry). Connecticut's General Statutes § 4a-60g set
    25 for small contractors and of that 25 percent, so 6.25, for minority businesses.
    """

    percent: Floats
    since: NDArray[np.datetime64]
    until: NDArray[np.datetime64]
    industry: NDArray[Any]

    def __post_init__(self) -> None:
        if ((self.percent < 0) | (self.percent > 100)).any():
            raise ValueError("a goal is below 0 or above 100 percent")
        for industry in np.unique(self.industry):
            own = self.industry == industry
            since, until = self.since[own], self.until[own]
            order = np.argsort(since)
            ends = np.where(np.isnat(until), np.datetime64("9999-12-31"), until)[order]
            if (ends < since[order]).any():
                raise ValueError(f"a goal of industry {industry!r} ends before it begins")
            if (since[order][1:] <= ends[:-1]).any():
                raise ValueError(f"two goals of industry {industry!r} are in force on one day; end the earlier one")

    def in_force(self, dates: ArrayLike, industries: ArrayLike) -> Floats:
        """Return the percent in force for each payment by its date and industry code; NaN where none is.

        A goal of a longer industry code, being about that industry, goes before one of a shorter.
        """
        days = np.asarray(dates, "datetime64[D]")
        code = np.asarray(industries, str)
        answer = np.full(days.shape, np.nan)
        for goal in np.argsort(np.char.str_len(self.industry.astype(str)), kind="stable"):
            held = (days >= self.since[goal]) & ~(days > self.until[goal])
            held &= np.char.startswith(code, str(self.industry[goal]))
            answer[held] = self.percent[goal]
        return answer


@dataclass(frozen=True, slots=True)
class Attainment:
    """Dollars against goals, one entry for each unit; percents of the dollars paid while a goal was in force.

    `goal`: the mean of the goals in force, weighted by dollars. `shortfall`: certified dollars that the goals ask for
    and that were not paid (negative: above them). `without`, `payments_without`: dollars and payments with no goal in
    force, which are in none of the others.
    """

    dollars: Floats
    certified: Floats
    share: Floats
    goal: Floats
    shortfall: Floats
    without: Floats
    payments_without: NDArray[np.intp]


def attainment(amount: ArrayLike, certified: ArrayLike, goal: ArrayLike, unit: ArrayLike) -> Attainment:
    """Return the dollars to certified firms against the goals in force.

    `amount`: dollars of each payment; `certified`: True if it went to a firm that counts toward the goal; `goal`:
    Goals.in_force. Raises ValueError for an amount below 0: set a refund against its payment first.
    """
    dollars, code = _amounts(amount), np.asarray(unit, np.intp)
    counts, asked = np.asarray(certified, bool), np.asarray(goal, float)
    held = ~np.isnan(asked)
    size = int(code.max(initial=-1)) + 1

    def total(values: Floats, which: NDArray[np.bool_]) -> Floats:
        return np.bincount(code[which], weights=values[which], minlength=size).astype(float)

    paid, met, due = total(dollars, held), total(dollars, held & counts), total(dollars * asked / 100, held)
    with np.errstate(invalid="ignore", divide="ignore"):
        return Attainment(
            dollars=paid,
            certified=met,
            share=np.where(paid > 0, 100 * met / paid, np.nan),
            goal=np.where(paid > 0, 100 * due / paid, np.nan),
            shortfall=due - met,
            without=total(dollars, ~held),
            payments_without=np.bincount(code[~held], minlength=size),
        )


def utilization(amount: ArrayLike, mine: ArrayLike, unit: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Return the share of dollars that went to a group's firms, and its 95 % limits, as proportions.

    `amount`: dollars of each contract (1 each: the share of contracts); `mine`: True if the firm is of the group.
    Few large contracts say less than many small ones: the limits are Wilson's with (Σa)² / Σa² contracts, which is
    their number when all are alike. NaN where nothing was awarded. Raises ValueError for an amount below 0.

    Source for the number: Kish, Survey Sampling (1965), the effective sample size.
    """
    dollars, code = _amounts(amount), np.asarray(unit, np.intp)
    size = int(code.max(initial=-1)) + 1
    own = np.bincount(code, weights=dollars * np.asarray(mine, bool), minlength=size)
    everything = np.bincount(code, weights=dollars, minlength=size)
    squares = np.bincount(code, weights=dollars**2, minlength=size)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(everything > 0, np.minimum(own / everything, 1.0), np.nan)
        number = np.where(everything > 0, everything**2 / squares, np.nan)
    lower, upper = wilson(share * number, number)
    return share, lower, upper


def drawn(own: ArrayLike, everything: ArrayLike, squares: ArrayLike, expected: ArrayLike) -> tuple[Floats, Floats]:
    """Return the 95 % limits of own / expected: those of the share own / everything, as `utilization` has them from the
    sum of squares, times everything / expected, which is taken as known."""
    part, whole, second, due = (np.asarray(each, float) for each in (own, everything, squares, expected))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(whole > 0, np.minimum(part / whole, 1.0), np.nan)
        number = np.where(second > 0, whole**2 / second, np.nan)
        scale = np.where(due > 0, whole / due, np.nan)
    lower, upper = wilson(share * number, number)
    return lower * scale, upper * scale


@dataclass(frozen=True, slots=True)
class Disparity:
    """Disparity indices with their 95 % limits; `substantial`: below four fifths; 1 is parity."""

    index: Floats
    lower: Floats
    upper: Floats
    substantial: NDArray[np.bool_]


def disparity(
    share: ArrayLike, lower: ArrayLike, upper: ArrayLike, availability: ArrayLike, error: ArrayLike = np.nan
) -> Disparity:
    """Return utilization / availability.

    `share` with its limits: as `utilization` gives it. `availability`: ready firms of the group among all ready
    firms, with its standard error if it is an estimate; all on one scale. NaN and not flagged where nobody is
    available. Exactly 0.80 is not substantial.
    """
    index = representation.ratio(share, availability)
    low, high = representation.ratio_limits(share, lower, upper, availability, error)
    return Disparity(index, low, high, index < SUBSTANTIAL - _ROUNDING)


def _amounts(values: ArrayLike) -> Floats:
    amounts = np.asarray(values, float)
    if (wrong := int((amounts < 0).sum())) > 0:
        raise ValueError(f"{wrong} of {amounts.size} amounts are below 0; set a refund against its payment")
    return amounts
