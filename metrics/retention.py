"""Retention: of those hired, the share still employed after so many years, when many are still there.

Those who are still employed are known only for as long as they have been; the estimate is Kaplan's and Meier's.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.interval import Floats, Z, wilson

YEARS = (1.0, 2.0, 5.0)


@dataclass(frozen=True, slots=True)
class Retention:
    """`kept`: the share still employed after each of `years`, with 95 % limits; NaN after the longest stay known.

    `followed`: people known to have been there so long.
    """

    years: Floats
    kept: Floats
    lower: Floats
    upper: Floats
    followed: NDArray[np.int64]


def retention(stay: ArrayLike, left: ArrayLike, years: ArrayLike = YEARS) -> Retention:
    """Return the retention of a group by the Kaplan–Meier estimate.

    `stay` is how long each person has been employed, in years (NaN: not known, no part), `left` whether they have
    left since; the others are still there. S(t) = Π (1 − d/n) over the leaving times up to t, d leaving of the n who
    had stayed so long. Someone who left after exactly t years counts as gone by t; someone last known after exactly
    t years counts among the n. Limits are Greenwood's on the log-log scale, S^exp(±Z·e) with
    e = √Σ d/(n(n − d)) / |ln S|. Where nobody has left, or everybody has, they are Wilson's for the people then
    followed. Sources: Kaplan and Meier, Journal of the American Statistical Association 53 (1958); Kalbfleisch and
    Prentice, The Statistical Analysis of Failure Time Data (1980). Raises ValueError for a negative stay.
    """
    all_stays, gone = np.broadcast_arrays(np.asarray(stay, np.float64), np.asarray(left, bool))
    if (all_stays < 0).any():
        raise ValueError("a stay is negative; expected 0 years or more")
    known = ~np.isnan(all_stays)
    stays, gone = np.sort(all_stays[known]), all_stays[known & gone]
    when, leaving = np.unique(gone, return_counts=True)
    there = len(stays) - np.searchsorted(stays, when, side="left")
    with np.errstate(divide="ignore"):
        spread = np.cumsum(leaving / (there * (there - leaving)))
    kept = np.cumprod(1 - leaving / np.maximum(there, 1))
    asked = np.atleast_1d(np.asarray(years, np.float64))
    at = np.searchsorted(when, asked, side="right")
    share, variance = np.append(1.0, kept)[at], np.append(0.0, spread)[at]
    followed = len(stays) - np.searchsorted(stays, asked, side="left")
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = Z * np.sqrt(variance) / np.abs(np.log(share))
        lower, upper = share ** np.exp(reach), share ** np.exp(-reach)
    # The last of those who left were this many together: nobody outlasts them when the share is 0.
    base = np.where(share == 0, np.append(0, there)[at], followed)
    whole, none = (share == 1) & (base > 0), share == 0
    sure = wilson(np.where(whole, base, 0), np.where(base > 0, base, 1))
    lower, upper = np.where(whole | none, sure[0], lower), np.where(whole | none, sure[1], upper)
    unknown = (followed == 0) & ~none
    share, lower, upper = (np.where(unknown, np.nan, each) for each in (share, lower, upper))
    return Retention(asked, share, lower, upper, followed.astype(np.int64))
