"""What a shown rate, ratio, gap, error or limit says of the count behind it. Shares are between 0 and 1."""

import numpy as np
import pandas as pd

from audit.array import Floats

Z = 1.959963984540054
_EXACT = 7
"""Decimals from which a column is taken as computed, not rounded."""


def half_unit(numbers: pd.Series) -> Floats:
    """Return half of each number's last decimal; for a column with seven decimals or more, next to nothing.

    >>> half_unit(pd.Series([12.5, 12.0])).tolist(), half_unit(pd.Series([100 / 3])).tolist()[0] < 1e-7
    ([0.05, 0.5], True)
    """
    places = numbers.map(decimals).to_numpy(dtype=float)
    if np.nanmax(places, initial=0) >= _EXACT:
        computed: Floats = 1e-9 * np.maximum(1.0, numbers.abs().to_numpy(dtype=float))
        return computed
    half: Floats = np.asarray(0.5 * 10.0**-places, dtype=np.float64)
    return half


def decimals(number: object) -> float:
    """Return the decimals that a number is written with, 0 for a whole one; NaN where there is none."""
    if not isinstance(number, int | float) or not np.isfinite(number):
        return np.nan
    written = np.format_float_positional(number, trim="-")
    return float(len(written.partition(".")[2]))


def shares(rows: pd.DataFrame, base: Floats) -> tuple[Floats, Floats]:
    """Return the bounds (k,) that a figure's numbers put on its share; `base` (k,) is NaN where not known.

    Read, where there: value and share (percent), gap and ratio with benchmark_value, persons, se, lower and upper.
    With share p, base n and reference a: gap = p − a, ratio = p / a, persons = n(p − a), se = √(p(1 − p)/n), and
    Wilson's limits L, U satisfy p = L + z√(L(1 − L)/n) = U − z√(U(1 − U)/n) (Wilson, Journal of the American
    Statistical Association 22, 1927).
    """
    low, high = np.zeros(len(rows)), np.ones(len(rows))

    def within(least: Floats, most: Floats) -> None:
        np.fmax(low, np.fmin(least, most) - 1e-12, out=low)
        np.fmin(high, np.fmax(least, most) + 1e-12, out=high)

    for name in ("value", "share"):
        middle, half = _read(rows, name)
        within((middle - half) / 100, (middle + half) / 100)
    known, wide = _read(rows, "benchmark_value")
    for name in ("gap", "points"):
        middle, half = _read(rows, name)
        within((middle - half + known - wide) / 100, (middle + half + known + wide) / 100)
    middle, half = _read(rows, "ratio")
    within((middle - half) * (known - wide) / 100, (middle + half) * (known + wide) / 100)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle, half = _read(rows, "persons")
        within((middle - half) / base + (known - wide) / 100, (middle + half) / base + (known + wide) / 100)
        middle, half = _read(rows, "se")
        spread = np.maximum(middle - half, 0) / 100
        away = np.sqrt(np.maximum(0.25 - spread**2 * base, 0))
        within(0.5 - away, 0.5 + away)
        for name, way in (("lower", 1.0), ("upper", -1.0)):
            middle, half = _read(rows, name)
            ends = [np.clip((middle + shift) / 100, 0, 1) for shift in (-half, half)]
            least, most = (end + way * Z * np.sqrt(end * (1 - end) / base) for end in ends)
            # Beyond where the limit touches 0 or 1, many shares have the same one.
            within(np.where(ends[0] <= 0, 0.0, least), np.where(ends[1] >= 1, 1.0, most))
    return low, high


def _read(rows: pd.DataFrame, name: str) -> tuple[Floats, Floats]:
    if name not in rows:
        return np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    numbers = pd.to_numeric(rows[name], errors="coerce").astype("float64")
    return np.asarray(numbers, dtype=np.float64), half_unit(numbers)
