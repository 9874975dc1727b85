"""Progress by the Healthy People rule: has a value met its target, moved toward it, or away.

Source of the rule: National Center for Health Statistics, Healthy People 2030, "Methods" (and the status
definitions of the Healthy People 2020 Final Progress Table). A target met or exceeded comes first. With
standard errors on both sides a change counts when it is significant at the 0.05 level, two-sided; without
them when it covers a tenth of the targeted change (toward), or a tenth of the base (away, and wherever there
is no target).
"""

import math
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.comparison import Words
from metrics.interval import Floats, Z

PARITY_BAND = math.log(1.03)
_TENTH = 10.0
# Percentages are compared after arithmetic on decimals that binary fractions cannot hold.
_ROUNDING = 1e-9


class Status(StrEnum):
    MET = "target_met_or_exceeded"
    IMPROVING = "improving"
    NO_CHANGE = "little_or_no_detectable_change"
    WORSE = "getting_worse"
    NO_DATA = "not_enough_data"


def targeted_changes(base: ArrayLike, recent: ArrayLike, target: ArrayLike) -> Floats:
    """Return the percent of the way from base to target that is done: 100 (recent − base) / (target − base).

    NaN where the base is the target, and where one of the three is absent.
    """
    before, way = _floats(base), _floats(target) - _floats(base)
    with np.errstate(divide="ignore", invalid="ignore"):
        done = 100 * (_floats(recent) - before) / way
    return np.where(way == 0, np.nan, done)


def targeted_change(base: float, recent: float, target: float) -> float | None:
    """Return the same of one figure; None if it has none.

    >>> targeted_change(50, 51.5, 65)
    10.0
    """
    return _one(targeted_changes(base, recent, target))


def relative_changes(base: ArrayLike, recent: ArrayLike) -> Floats:
    """Return the change in percent of the base's size; NaN from a base of 0, whose percent means nothing."""
    before = _floats(base)
    with np.errstate(divide="ignore", invalid="ignore"):
        change = 100 * (_floats(recent) - before) / np.abs(before)
    return np.where(before == 0, np.nan, change)


def relative_change(base: float, recent: float) -> float | None:
    """Return the same of one figure; None from a base of 0."""
    return _one(relative_changes(base, recent))


def z_scores(base: ArrayLike, recent: ArrayLike, se_base: ArrayLike, se_recent: ArrayLike) -> Floats:
    """Return the change in standard errors, taking the two values as independent.

    NaN without both errors and where both are 0. Raises ValueError for a standard error below 0.
    """
    errors = _floats(se_base), _floats(se_recent)
    if (errors[0] < 0).any() or (errors[1] < 0).any():
        raise ValueError("a standard error is below 0; expected 0 or more, or none")
    joint = np.hypot(*errors)
    return (_floats(recent) - _floats(base)) / np.where(joint > 0, joint, np.nan)


def z_score(base: float, recent: float, se_base: float | None, se_recent: float | None) -> float | None:
    """Return the same of one figure; None without both errors."""
    return _one(z_scores(base, recent, _floats(se_base), _floats(se_recent)))


def detectables(base: ArrayLike, recent: ArrayLike, se_base: ArrayLike, se_recent: ArrayLike) -> NDArray[np.bool_]:
    """Return where a change is one to speak of: significant, or without errors a tenth of the base.

    Without errors any change from a base of 0 is, for want of a percentage.
    """
    z, change = z_scores(base, recent, se_base, se_recent), relative_changes(base, recent)
    unlike = _floats(recent) != _floats(base)
    tenth = np.where(np.isnan(change), unlike, np.abs(change) >= _TENTH - _ROUNDING)
    found: NDArray[np.bool_] = np.where(np.isnan(z), tenth, np.abs(z) >= Z).astype(bool)
    return found


def detectable(base: float, recent: float, se_base: float | None, se_recent: float | None) -> bool:
    """Return the same of one figure."""
    return bool(detectables(base, recent, _floats(se_base), _floats(se_recent)))


def statuses(
    base: ArrayLike,
    recent: ArrayLike,
    direction: ArrayLike,
    target: ArrayLike = np.nan,
    se_base: ArrayLike = np.nan,
    se_recent: ArrayLike = np.nan,
) -> Words:
    """Return the status (a word of `Status`) of each `recent` since its `base`, both in the measure's unit.

    `direction` is 1 where higher is better and −1 where lower is; NaN stands for what is absent. A standard error
    on one side only is none. For stocks leave the errors out: an independent-samples test misstates the change of a
    head count, whose members are mostly the same people. Raises ValueError for any other direction and for a
    standard error below 0.
    """
    before, after, sign, aim = np.broadcast_arrays(
        _floats(base), _floats(recent), checked_direction(direction), _floats(target)
    )
    toward = sign * (after - before)
    share = targeted_changes(before, after, aim)
    by_target = np.isnan(z_scores(before, after, se_base, se_recent)) & (toward > 0) & ~np.isnan(share)
    counts = np.where(
        by_target, np.abs(share) >= _TENTH - _ROUNDING, detectables(before, after, se_base, se_recent)
    ).astype(bool)
    cases = [
        (np.isnan(before) | np.isnan(after), Status.NO_DATA),
        (sign * (after - aim) >= 0, Status.MET),
        ((toward == 0) | ~counts, Status.NO_CHANGE),
        (toward > 0, Status.IMPROVING),
    ]
    found = np.select([where for where, _ in cases], [word.value for _, word in cases], default=Status.WORSE.value)
    return found.astype(object)


def status(
    base: float | None,
    recent: float | None,
    *,
    higher_is_better: bool,
    target: float | None = None,
    se_base: float | None = None,
    se_recent: float | None = None,
) -> Status:
    """Return the same of one figure; None or NaN is a value that is absent."""
    known = (_floats(each) for each in (target, se_base, se_recent))
    return Status(statuses(_floats(base), _floats(recent), 1 if higher_is_better else -1, *known).item())


def checked_direction(direction: ArrayLike) -> Floats:
    """Return `direction` as numbers. Raises ValueError for any but 1 (higher is better) and −1 (lower is)."""
    sign = _floats(direction)
    if not np.isin(sign, (1.0, -1.0)).all():
        raise ValueError("a direction is neither 1 nor -1; expected 1 (higher is better) or -1 (lower is better)")
    return sign


def parity_distance(ratio: float, reference: float, base: float | None) -> float | None:
    """Return |ln ratio|, how far a ratio is from parity either way.

    A ratio of 0 has no logarithm: half a person is then counted among the `base` people, against a reference share in
    percent. None where the base is not known.
    """
    if ratio > 0:
        return abs(math.log(ratio))
    return abs(math.log(50 / base / reference)) if base else None


def parity_status(base: float, recent: float) -> Status:
    """Return the status of a distance from parity, which is a stock's: by the 10 % rule.

    A ratio within 3 % of parity is parity, as in the parity indices of the Sustainable Development Goals. A
    move away by less than that is no detectable change: near parity a tenth of the distance is next to nothing.
    """
    if recent <= PARITY_BAND:
        return Status.MET
    if 0 <= recent - base < PARITY_BAND:
        return Status.NO_CHANGE
    return status(base, recent, higher_is_better=False, target=0.0)


def _floats(values: ArrayLike | None) -> Floats:
    # None becomes NaN.
    return np.asarray(values, dtype=np.float64)


def _one(value: Floats) -> float | None:
    return None if np.isnan(value) else float(value)
