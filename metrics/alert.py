"""Alerts: has a series left its own level, by cumulative sums (CUSUM)?

Two sums gather what a value lies above the level plus half a spread, and below the level less half a spread; an
alert is a sum beyond `sensitivity` spreads. Level and spread come from the first `window` steps. The step after an
alert has the level of the `window` steps before it; while the sum goes on growing the alert goes on with the old
spread, otherwise both are measured anew and the sums start again from 0.

Sources: Montgomery, Introduction to Statistical Quality Control (2009), chapter 9; the alerts of OpenPrescribing,
whose rule is `published`. Its mean and standard deviation let a noisy start hide everything after it, and it takes
small denominators at their word; `robust` is the default here.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.comparison import Words
from metrics.interval import Floats, wilson

WINDOW = 12
SENSITIVITY = 5.0
LEAST = 30
# The median absolute deviation of normal values times this is their standard deviation.
_MAD = 1.4826
_WORDS = ((10.0, "slightly"), (20.0, "moderately"), (30.0, "considerably"))
_ROUNDING = 1e-9

Flags = NDArray[np.bool_]
Signs = NDArray[np.int8]
Levels = Callable[[Flags, int, int], tuple[Floats, Floats]]


@dataclass(frozen=True, slots=True)
class Alerts:
    """What a watch found, each (series, steps). `direction`: 1 up, −1 down, 0 no alert.

    `above` and `below` are the two sums (≥ 0 and ≤ 0), `level` and `threshold` what they were held to, NaN before
    a series begins.
    """

    direction: Signs
    above: Floats
    below: Floats
    level: Floats
    threshold: Floats


def published(values: ArrayLike, *, window: int = WINDOW, sensitivity: float = SENSITIVITY) -> Alerts:
    """Return the alerts of the published rule for values (series, steps): mean and standard deviation (n).

    Sums are rounded to two decimals, as published, so that it is meant for shares from 0 to 1 and for percentiles.
    An absent value (NaN) sets both sums to 0. A series begins with the first window that holds a value.
    """
    shown = _two_dimensional(values)

    def levels(rows: Flags, first: int, last: int) -> tuple[Floats, Floats]:
        part = shown[rows, first:last]
        return np.nanmean(part, axis=1), np.nanstd(part * sensitivity, axis=1)

    return _watch(shown, levels, window, sensitivity, decimals=2)


def robust(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    window: int = WINDOW,
    sensitivity: float = SENSITIVITY,
    least: float = LEAST,
) -> Alerts:
    """Return the alerts of shares numerator/denominator, both (series, steps).

    The level is the median of the window, the spread 1.4826 times the median absolute deviation and never less than
    the binomial standard error √(p(1 − p)/n), p = (Σx + ½)/(Σn + 1) and n the median denominator of the window. A
    value counts as absent where its denominator is under `least`; the sums pass over absent values. An alert is
    only where the value's own 95 % interval (Wilson) lies wholly beyond the level: its funnel. While there is no
    alert the spread is that of the last window where this is smaller, so that a noisy start is outgrown.
    Raises ValueError for a negative count and for more in the numerator than in the denominator.
    """
    counts, bases = np.broadcast_arrays(_two_dimensional(numerator), _two_dimensional(denominator))
    if (counts < 0).any() or (bases < 0).any() or (counts > bases).any():
        raise ValueError("a share has a negative count, or more in the numerator than in the denominator")
    enough = (bases >= max(least, 1)) & ~np.isnan(counts)
    counts, bases = np.where(enough, counts, np.nan), np.where(enough, bases, np.nan)
    shares = counts / bases

    def levels(rows: Flags, first: int, last: int) -> tuple[Floats, Floats]:
        part, people = shares[rows, first:last], bases[rows, first:last]
        middle = np.nanmedian(part, axis=1)
        spread = _MAD * np.nanmedian(np.abs(part - middle[:, None]), axis=1)
        p = (np.nansum(counts[rows, first:last], axis=1) + 0.5) / (np.nansum(people, axis=1) + 1)
        least_spread = np.sqrt(p * (1 - p) / np.nanmedian(people, axis=1))
        return middle, np.maximum(spread, least_spread) * sensitivity

    return _watch(shares, levels, window, sensitivity, limits=wilson(counts, bases))


def latest_change(alerts: Alerts, values: ArrayLike) -> tuple[Floats, NDArray[np.int64]]:
    """Return how far each series has moved in the alert it is in, in the values' unit, and for how many steps.

    From the level held before the alert began to the last value; 0 and 0 where the last step is no alert.
    """
    shown = _two_dimensional(values)
    steps = shown.shape[1]
    if steps == 0:
        return np.zeros(len(shown)), np.zeros(len(shown), np.int64)
    quiet = alerts.direction == 0
    length = np.where(quiet.any(axis=1), np.argmax(quiet[:, ::-1], axis=1), steps)
    every = np.arange(len(shown))
    began = alerts.level[every, np.maximum(steps - length - 1, 0)]
    return np.where(length > 0, shown[:, -1] - began, 0.0), length.astype(np.int64)


def magnitude(points: ArrayLike) -> Words:
    """Return a word for each change in percentage points: under 10 slightly, under 20 moderately, and so on.

    >>> list(magnitude([0, -4, 12, 25, -30]))
    ['not at all', 'slightly', 'moderately', 'considerably', 'massively']
    """
    # 30 points between decimals is 30, whatever their binary fractions say.
    size = np.abs(np.nan_to_num(np.asarray(points, np.float64))) + _ROUNDING
    nothing = [size < 2 * _ROUNDING, *(size < most for most, _ in _WORDS)]
    return np.select(nothing, ["not at all", *(word for _, word in _WORDS)], default="massively").astype(object)


def _watch(
    values: Floats,
    levels: Levels,
    window: int,
    sensitivity: float,
    *,
    decimals: int | None = None,
    limits: tuple[Floats, Floats] | None = None,
) -> Alerts:
    """One pass over the steps, all series at once. `levels` gives level and threshold of columns first to last."""
    if window < 2 or sensitivity <= 0:
        raise ValueError(f"window is {window} and sensitivity {sensitivity:g}; expected 2 or more, and more than 0")
    count, steps = values.shape
    if steps == 0:
        return Alerts(np.zeros((count, 0), np.int8), *(np.zeros((count, 0)) for _ in range(4)))
    known = ~np.isnan(values)
    begins = np.where(known.any(axis=1), np.maximum(np.argmax(known, axis=1) - window + 1, 0), steps)
    level, threshold = np.full(count, np.nan), np.full(count, np.nan)
    measured = threshold
    above, below = np.zeros(count), np.zeros(count)
    high, low = np.zeros(count, bool), np.zeros(count, bool)
    kept: list[tuple[Signs, Floats, Floats, Floats, Floats]] = []

    def grown(value: Floats, up: Floats, down: Floats) -> tuple[Floats, Floats]:
        slack = 0.5 * threshold / sensitivity
        up, down = value - (level + slack) + up, value - (level - slack) + down
        if decimals is not None:
            up, down = np.round(up, decimals), np.round(down, decimals)
        return np.where(up > 0, up, 0.0), np.where(down < 0, down, 0.0)

    for step in range(steps):
        value = values[:, step]
        opening = begins == step
        passed = np.isnan(value) if limits is not None else np.zeros(count, bool)
        again = (high | low) & ~passed
        level, threshold = level.copy(), threshold.copy()
        if opening.any():
            level[opening], threshold[opening] = levels(opening, step, step + window)
        if again.any():
            level[again], anew = levels(again, max(0, step - window), step)
            up, down = grown(value, above, below)
            onward = (high & (up > above)) | (low & (down < below))
            stops = again & ~onward
            threshold[stops] = anew[stops[again]]
        else:
            stops = np.zeros(count, bool)
        fresh = opening | stops
        measured = np.where(fresh, threshold, measured)
        calm = ~again & (step >= begins + window) & known[:, max(0, step - window) : step].any(axis=1)
        if limits is not None and calm.any():
            _, recent = levels(calm, step - window, step)
            threshold[calm] = np.fmin(measured[calm], recent)
        up, down = grown(value, np.where(fresh, 0.0, above), np.where(fresh, 0.0, below))
        passed &= ~fresh
        above, below = np.where(passed, above, up), np.where(passed, below, down)
        high, low = above > threshold, below < -threshold
        if limits is not None:
            high, low = high & (limits[0][:, step] > level), low & (limits[1][:, step] < level)
        kept.append((np.where(high, 1, np.where(low, -1, 0)).astype(np.int8), above, below, level, threshold))
    return Alerts(*(np.stack(each, axis=1) for each in zip(*kept, strict=True)))


def _two_dimensional(values: ArrayLike) -> Floats:
    return np.atleast_2d(np.asarray(values, dtype=np.float64))
