"""Progress by growth rates: how fast a value has grown against how fast it would have to.

The method of the Open SDG platform (sdg-build, "Progress measure methodology") and of Statistics Canada's hub for
the Sustainable Development Goals, offered beside the Healthy People rule. It looks at two years only and knows no
uncertainty: any move the wrong way is called deterioration.

Where a base or a target is 0, which has no growth rate, the yearly change in the value's own unit is used, held to
the same thresholds; the platform puts 0.001 there instead, so that its answer depends on the unit.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.comparison import Words
from metrics.interval import Floats
from metrics.progress import checked_direction

# Thresholds of substantial and of moderate progress: of the ratio to a target, and of the growth a year without one.
_RATIO = (0.95, 0.6)
_GROWTH = (0.015, 0.005)
_STEEPNESS = 4.44


class Status(StrEnum):
    ACHIEVED = "target_achieved"
    SUBSTANTIAL = "substantial_progress"
    MODERATE = "moderate_progress"
    LIMITED = "limited_progress"
    DETERIORATION = "deterioration"
    NOT_AVAILABLE = "not_available"


@dataclass(frozen=True, slots=True)
class Progress:
    """`value`: growth against the growth required, or growth a year where there is no target; NaN: none.

    `status`: words of `Status`. `score`: −5 (worst) to 5; NaN: none. All of one shape.
    """

    value: Floats
    status: Words
    score: Floats


def progress(
    base: ArrayLike,
    base_year: ArrayLike,
    current: ArrayLike,
    current_year: ArrayLike,
    *,
    direction: ArrayLike,
    target: ArrayLike = np.nan,
    target_year: ArrayLike = np.nan,
    limit: ArrayLike = np.nan,
) -> Progress:
    """Return the progress of each series from its base to its current value. NaN stands for what is absent.

    With g(a, b, n) = (a/b)^(1/n) − 1, the compound growth a year: sign · direction · g(current) / |g(target)| with a
    target, sign · direction · g(current) without, where sign is −1 for a base below 0. A target that the current
    value is at or beyond is achieved, whatever else is known. Not available: fewer than one year between the two,
    a change of sign, a base of 0 without a target, a target that is the base, a target without its year.
    `limit` is the value that cannot be passed (100 for a percentage): near it less growth is asked for; it has no
    part where there is a target. Raises ValueError for a direction that is neither 1 nor −1.
    """
    start, now, sign, aim, end, edge = np.broadcast_arrays(
        *(_floats(base), _floats(current), checked_direction(direction)),
        *(_floats(target), _floats(target_year), _floats(limit)),
    )
    years = _floats(current_year) - _floats(base_year)
    years = np.where(years >= 1, years, np.nan)
    aimed = ~np.isnan(aim)
    ahead = end - _floats(base_year)
    ahead = np.where(ahead > 0, ahead, np.nan)
    facing = np.where(start < 0, -sign, sign)
    achieved = aimed & (sign * (now - aim) >= 0)
    growth = facing * _growth(now, start, years)
    with np.errstate(divide="ignore", invalid="ignore"):
        by_rate = growth / np.abs(_growth(aim, start, ahead))
        # One division at the end: 4 of 10 in 10 of 15 years is 0.6 exactly.
        by_points = sign * (now - start) * ahead / (years * np.abs(aim - start))
    with_target = np.where((start == 0) | (aim == 0), by_points, by_rate)
    value = np.where(aimed, with_target, growth)
    value = np.where(np.isfinite(value), value, np.nan)
    ease = np.where(aimed, 1.0, reduction(start, edge))
    return Progress(value, _status(value, achieved, aimed, ease), _score(value, achieved, aimed, ease))


def reduction(base: ArrayLike, limit: ArrayLike) -> Floats:
    """Return what the thresholds of growth are multiplied with near a natural limit L, by the base y.

    1 where |y| ≥ 2|L| or without a limit; 1 − (|y|/|L|)^4.44 where |y| ≤ |L|; between them
    1 − ((2|L| − |y|)/|L|)^4.44. It is 0 at the limit itself.

    >>> [round(float(c), 4) for c in reduction([0, 50, 100, 150, 200], 100)]
    [1.0, 0.9539, 0.0, 0.9539, 1.0]
    """
    size, edge = np.broadcast_arrays(np.abs(_floats(base)), np.abs(_floats(limit)))
    with np.errstate(divide="ignore", invalid="ignore"):
        near = np.where(size <= edge, size, 2 * edge - size) / edge
        eased = 1 - np.where(near > 0, near, 0.0) ** _STEEPNESS
    return np.where((size >= 2 * edge) | np.isnan(edge), 1.0, eased)


def aggregate(score: ArrayLike, achieved: ArrayLike) -> tuple[Floats, Words]:
    """Return the mean score over the last axis, and its status; series without a score (NaN) have no part.

    2.5 and more is substantial progress, 0 and more moderate, −2.5 and more limited. The target is achieved only
    where every series that has a score has achieved its own.
    """
    scores = np.atleast_1d(_floats(score))
    known = ~np.isnan(scores)
    count = known.sum(axis=-1)
    mean = np.where(known, scores, 0.0).sum(axis=-1) / np.where(count, count, np.nan)
    everyone = (np.asarray(achieved, bool) | ~known).all(axis=-1) & (count > 0)
    return mean, _words(mean, everyone, (2.5, 0.0, -2.5))


def above_parity(ratio: ArrayLike) -> Floats:
    """Return how many times parity a ratio is, whichever way: max(y, 1/y), and 1 from 0.97 to 1.03.

    So that lower is better with a target of 1. A ratio of 0 is infinitely far. Raises ValueError below 0.

    >>> [float(each) for each in above_parity([0.5, 0.98, 2.0])]
    [2.0, 1.0, 2.0]
    """
    y = _floats(ratio)
    if (y < 0).any():
        raise ValueError("a ratio is below 0; expected 0 or more")
    with np.errstate(divide="ignore"):
        far = np.maximum(y, 1 / y)
    return np.where((y >= 0.97) & (y <= 1.03), 1.0, far)


def above_half(percent: ArrayLike) -> Floats:
    """Return how far a share of two halves is from even, from 50 up: 50 + |y − 50|. Lower is better, target 50.

    >>> [float(each) for each in above_half([40, 50, 62])]
    [60.0, 50.0, 62.0]
    """
    far: Floats = 50 + np.abs(_floats(percent) - 50)
    return far


def _growth(value: Floats, base: Floats, years: Floats) -> Floats:
    """Compound growth a year; NaN from 0, across a change of sign and over no time."""
    with np.errstate(divide="ignore", invalid="ignore"):
        times = np.where(base == 0, np.nan, value / base)
        grown = np.where(times >= 0, times, np.nan) ** (1 / years) - 1
    # One to whatever power is one.
    return np.where(np.isnan(years), np.nan, grown)


def _status(value: Floats, achieved: NDArray[np.bool_], aimed: NDArray[np.bool_], ease: Floats) -> Words:
    high, middle = (np.where(aimed, ratio, growth * ease) for ratio, growth in zip(_RATIO, _GROWTH, strict=True))
    return _words(value, achieved, (high, middle, 0.0))


def _words(value: Floats, achieved: NDArray[np.bool_], steps: tuple[Floats | float, ...]) -> Words:
    cases = [
        (achieved, Status.ACHIEVED),
        (np.isnan(value), Status.NOT_AVAILABLE),
        *zip((value >= step for step in steps), (Status.SUBSTANTIAL, Status.MODERATE, Status.LIMITED), strict=True),
    ]
    found = np.select(
        [where for where, _ in cases], [word.value for _, word in cases], default=Status.DETERIORATION.value
    )
    return found.astype(object)


def _score(value: Floats, achieved: NDArray[np.bool_], aimed: NDArray[np.bool_], ease: Floats) -> Floats:
    """The published straight lines, from −5 to 5; those without a target are steeper the nearer the limit."""
    to_target = np.where(value >= _RATIO[1], 7.1429 * value - 4.2857, 4.1667 * value - 2.5)
    with np.errstate(divide="ignore", invalid="ignore"):
        asked = value / ease
    # A limit that is kept needs no growth.
    asked = np.where(ease == 0, np.inf, asked)
    onward = np.select(
        [value < 0, asked >= _GROWTH[0], asked >= _GROWTH[1]],
        [125 * value - 2.5, 500 * asked - 5, 250 * asked - 1.25],
        default=500 * asked - 2.5,
    )
    score = np.clip(np.where(aimed, to_target, onward), -5, 5)
    return np.where(achieved, 5.0, np.where(np.isnan(value), np.nan, score))


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)
