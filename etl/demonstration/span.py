"""The years of the demonstration and days in them."""

import numpy as np
from numpy.typing import NDArray

YEARS = tuple(range(2019, 2026))
PERIODS = tuple(f"FY{year}" for year in YEARS)
LAST = np.datetime64("2025-06-30", "D")
"""The day that everything is told as of."""

Days = NDArray[np.datetime64]


def first_day(years: NDArray[np.int64] | int) -> Days:
    """Return 1 July, on which the fiscal years begin."""
    first: Days = np.array([f"{year - 1}-07-01" for year in np.atleast_1d(years)], dtype="datetime64[D]")
    return first


def days_in(years: NDArray[np.int64], random: np.random.Generator, last: int = 364) -> Days:
    """Return a day of each fiscal year, at most `last` days after 1 July."""
    starts = first_day(np.array(YEARS))
    days: Days = starts[np.asarray(years) - YEARS[0]] + random.integers(0, last + 1, len(years))
    return days


def iso(days: Days) -> NDArray[np.str_]:
    """Return days as ISO text; no day is blank."""
    text = np.datetime_as_string(days.astype("datetime64[D]"))
    blank: NDArray[np.str_] = np.where(np.isnat(days), "", text)
    return blank
