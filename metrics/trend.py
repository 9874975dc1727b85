"""Pace: how fast a value moves a year, how fast it would have to, and the chance that it arrives in time."""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from scipy.special import stdtr

POINTS_NEEDED = 5


class Pace(StrEnum):
    MET = "met"
    ON_COURSE = "on_course"
    TOO_SLOW = "too_slow"
    AWAY = "away"


# A percentage of 0 or 100 has no logit; half a thousandth of a point is as near as is looked at.
_EDGE = 0.0005


def pace(base: float, recent: float, years: float) -> float | None:
    """Return the change a year in the value's own unit; None over no time.

    >>> pace(10, 13, 6)
    0.5
    """
    return (recent - base) / years if years > 0 else None


def pace_class(actual: float | None, required: float | None) -> Pace | None:
    """Return whether a value moves fast enough: its change a year against the change a year that is left to make.

    `required` is 0 or of the other sign than the way to go where the target is met, which the caller says by 0.
    None where either is not known.

    >>> pace_class(1.5, 1.2).value, pace_class(-0.1, 1.2).value
    ('on_course', 'away')
    """
    if actual is None or required is None:
        return None
    if required == 0:
        return Pace.MET
    if actual / required <= 0:
        return Pace.AWAY
    return Pace.ON_COURSE if actual / required >= 1 else Pace.TOO_SLOW


def probability_met(
    years: Sequence[float],
    values: Sequence[float],
    *,
    target: float,
    target_year: float,
    higher_is_better: bool,
    percent: bool,
) -> float | None:
    """Return the chance that the value is at or beyond its target in the target's year.

    A straight line through the values by least squares (through their logits if they are percentages, so that no
    forecast leaves 0 to 100), and Student's t with the prediction error of one new value. None with fewer than five
    values, as a line through four says nothing of its own uncertainty.

    Source: the prediction interval of simple linear regression, any textbook.
    """
    count = len(values)
    if count < POINTS_NEEDED:
        return None
    x, y = np.asarray(years, float), _scaled(np.asarray(values, float), percent)
    aim = float(_scaled(np.asarray(target, float), percent))
    centred = x - x.mean()
    spread = float((centred**2).sum())
    slope = float((centred * y).sum()) / spread
    forecast = float(y.mean()) + slope * (target_year - float(x.mean()))
    residual = y - y.mean() - slope * centred
    variance = float((residual**2).sum()) / (count - 2)
    error = np.sqrt(variance * (1 + 1 / count + (target_year - float(x.mean())) ** 2 / spread))
    ahead = (forecast - aim) if higher_is_better else (aim - forecast)
    if error < 1e-12:
        return 1.0 if ahead >= -1e-9 else 0.0
    return float(stdtr(count - 2, ahead / error))


def _scaled(values: np.typing.NDArray[np.float64], percent: bool) -> np.typing.NDArray[np.float64]:
    if not percent:
        return values
    share = np.clip(values, _EDGE, 100 - _EDGE) / 100
    logit: np.typing.NDArray[np.float64] = np.log(share / (1 - share))
    return logit
