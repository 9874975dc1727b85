"""Progress by the Healthy People rule: has a value met its target, moved toward it, or away.

Source of the rule: National Center for Health Statistics, Healthy People 2030, "Methods" (and the status
definitions of the Healthy People 2020 Final Progress Table). A target met or exceeded comes first. With
standard errors on both sides a change counts when it is significant at the 0.05 level, two-sided; without
them when it covers a tenth of the targeted change (toward), or a tenth of the base (away, and wherever there
is no target).
"""

import math
from enum import StrEnum

Z = 1.959963984540054
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


def targeted_change(base: float, recent: float, target: float) -> float | None:
    """Return the percent of the way from base to target that is done; None if the base is the target.

    >>> targeted_change(50, 51.5, 65)
    10.0
    """
    return None if target == base else 100 * (recent - base) / (target - base)


def relative_change(base: float, recent: float) -> float | None:
    """Return the change in percent of the base; None from a base of 0, whose percent means nothing."""
    return None if base == 0 else 100 * (recent - base) / abs(base)


def z_score(base: float, recent: float, se_base: float | None, se_recent: float | None) -> float | None:
    """Return the change in standard errors, taking the two values as independent; None without both errors."""
    if se_base is None or se_recent is None or math.isnan(se_base) or math.isnan(se_recent):
        return None
    joint = math.hypot(se_base, se_recent)
    return (recent - base) / joint if joint > 0 else None


def detectable(base: float, recent: float, se_base: float | None, se_recent: float | None) -> bool:
    """Return whether a change is one to speak of: significant, or without errors a tenth of the base."""
    z = z_score(base, recent, se_base, se_recent)
    if z is not None:
        return abs(z) >= Z
    change = relative_change(base, recent)
    return recent != base if change is None else abs(change) >= _TENTH - _ROUNDING


def status(
    base: float | None,
    recent: float | None,
    *,
    higher_is_better: bool,
    target: float | None = None,
    se_base: float | None = None,
    se_recent: float | None = None,
) -> Status:
    """Return the status of `recent` since `base`, both in the measure's unit; None or NaN is a value that is absent.

    For stocks leave the standard errors out: an independent-samples test misstates the change of a head count, whose
    members are mostly the same people.
    """
    if base is None or recent is None or math.isnan(base) or math.isnan(recent):
        return Status.NO_DATA
    sign = 1 if higher_is_better else -1
    if target is not None and sign * (recent - target) >= 0:
        return Status.MET
    toward = sign * (recent - base)
    if toward == 0:
        return Status.NO_CHANGE
    z = z_score(base, recent, se_base, se_recent)
    if z is not None:
        counts = abs(z) >= Z
    else:
        share = targeted_change(base, recent, target) if target is not None and toward > 0 else None
        counts = detectable(base, recent, None, None) if share is None else abs(share) >= _TENTH - _ROUNDING
    if not counts:
        return Status.NO_CHANGE
    return Status.IMPROVING if toward > 0 else Status.WORSE


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
