"""All summary measures of many settings at once: estimate, standard error, 95 % interval, and why one is not there.

* A group without an estimate is absent. D and R need two groups; the others more than two, and 85 % of the setting's
  groups. ACI, RCI, SII, RII, and PAR and PAF of groups in order, need every group.
* D, R, BGV, TI, MLD, PAR, PAF and ACI have intervals from formulas; the others from values drawn anew from the groups'
  own errors. Where no group has an error ACI, RCI, SII and RII have the interval of their regression, and say so; the
  others have none.
* Where no group has a population ACI, RCI, SII and RII count every group the same, as the package healthequal
  does, and so do IDISU and MDMU.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.inequality import attributable, concentration, entropy, gap, simulation, slope, variance
from metrics.inequality.eligible import (
    ALIKE,
    ATTRIBUTABLE,
    MEASURES,
    RANKED,
    SIMPLE,
    columns,
    refusals,
)
from metrics.inequality.reason import Flags, Reason, sentences
from metrics.inequality.resampled import FORMULAS, limits
from metrics.inequality.settings import Bools, Settings, checked
from metrics.interval import Floats, Z

__all__ = ["MEASURES", "ON_LOG_SCALE", "Summary", "summarize"]

ON_LOG_SCALE = ("r", "rii")
_SIMULATED = tuple(name for names in FORMULAS for name in names)
# An interval that misses the estimate by less is one that binary fractions moved.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Summary:
    """Arrays (settings, measures), in the sequence of MEASURES. NaN: absent, and `reasons` says why.

    Standard errors of R and RII are of the natural logarithm, those of a simulated measure the standard deviation of
    the draws.
    """

    estimate: Floats
    se: Floats
    lower: Floats
    upper: Floats
    reasons: Flags

    def notes(self) -> NDArray[np.object_]:
        """Return the reasons in words."""
        return sentences(self.reasons)


def summarize(
    estimate: ArrayLike,
    se: ArrayLike,
    population: ArrayLike,
    *,
    favourable: ArrayLike,
    order: ArrayLike | None = None,
    reference: ArrayLike | None = None,
    scale: ArrayLike | None = None,
    listed: ArrayLike | None = None,
    draws: int = simulation.DRAWS,
    seed: int = simulation.SEED,
) -> Summary:
    """Return every measure of every setting.

    `estimate`, `se`, `population` (settings, groups), NaN where absent; `order` (1: most disadvantaged; 0 or NaN: not
    in order) and `reference` (whether the group is the reference) alike. `favourable` and `scale` (what the indicator
    is of everybody; NaN or None: no bounds) one for all or (settings,). `listed`: which places hold a group at all;
    without it those with an estimate, a population, an order or a reference. With 0 `draws` nothing is simulated.

    Raises ValueError for errors or populations below 0, estimates below 0 or above the scale, a scale of 0 or less,
    two references, and orders that only some groups have or that repeat.
    """
    known = checked(estimate, se, population, order, reference, favourable, scale, listed)
    pair = gap.ends(known.y, known.s, known.order, known.reference, known.favourable)
    reasons = refusals(known, pair)
    values, errors = np.full((2, *reasons.T.shape), np.nan).swapaxes(1, 2)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for name, (value, error) in _formulas(known, pair).items():
            values[:, MEASURES.index(name)], errors[:, MEASURES.index(name)] = value, error
    values[(reasons != 0) | ~np.isfinite(values)] = np.nan
    reasons[(reasons == 0) & np.isnan(values)] = Reason.NOT_DEFINED
    errors[np.isnan(values) | ~np.isfinite(errors)] = np.nan
    lower, upper = _around(values, errors)
    wanted = np.zeros(values.shape, dtype=bool)
    if draws:
        at = columns(_SIMULATED)
        wanted[:, at] = ~np.isnan(values[:, at]) & known.errors_known[:, None]
        spread, low, high = limits(known, wanted, draws, seed)
        beside = np.where(wanted, np.fmax(low - values, values - high), 0.0)
        reasons[beside > _ROUNDING * np.maximum(np.abs(values), 1)] |= Reason.EXTENDED
        errors = np.where(wanted, spread, errors)
        lower = np.where(wanted, np.minimum(low, values), lower)
        upper = np.where(wanted, np.maximum(high, values), upper)
    reasons |= _remarks(known, pair, values, lower, simulated=draws > 0)
    return Summary(values, errors, lower, upper, reasons)


def _formulas(known: Settings, pair: gap.Ends) -> dict[str, tuple[Floats, Floats]]:
    """Return estimates and the standard errors that a formula gives."""
    y, s, n, weights, order, scale = known.y, known.s, known.n, known.weights, known.order, known.scale
    good = known.favourable
    point = attributable.best(y, n, order, good)
    own = np.where(known.errors_known, 1.0, np.nan)
    # Groups that are all the same leave a regression no scatter, and an entropy no slope, to tell an error from.
    apart = np.where(np.fmax.reduce(y, axis=1) > np.fmin.reduce(y, axis=1), 1.0, np.nan)
    bare = np.where(known.errors_unknown, apart, np.nan)
    nothing = np.full(len(y), np.nan)
    found = {
        name: (value, nothing)
        for names, formula in FORMULAS.items()
        if names[0] not in RANKED
        for name, value in zip(names, formula(y, known), strict=True)
    } | {
        "d": gap.d(pair),
        "r": gap.r(pair),
        "bgv": (variance.bgv(y, n), variance.bgv_error(y, s, n)),
        "ti": (entropy.ti(y, n), apart * entropy.ti_error(y, s, n)),
        "mld": (entropy.mld(y, n), apart * entropy.mld_error(y, s, n)),
        "par": (attributable.par(point, good), own * attributable.par_error(point, scale)),
        "paf": (attributable.paf(point, good), own * attributable.paf_error(point, scale)),
    }
    if known.ordered.any():
        groups = concentration.laid_out(y, weights, order)
        scatter = bare * concentration.aci_regression_error(groups)
        propagated = concentration.aci_error(groups, np.where(known.present, s, 0.0))
        found["aci"] = concentration.aci(groups), np.where(known.errors_known, propagated, scatter)
        found["rci"] = concentration.rci(groups), bare * concentration.rci_regression_error(groups)
        through = slope.line(y, weights, order, scale)
        found["sii"] = slope.sii(through, scale), bare * slope.sii_regression_error(through, scale)
        found["rii"] = slope.rii(through), bare * slope.rii_regression_error(through)
    return found


def _around(values: Floats, errors: Floats) -> tuple[Floats, Floats]:
    """Return value ± Z·error; of the measures on a logarithmic scale value · exp(± Z·error). NaN if one has no end."""
    lower, upper = values - Z * errors, values + Z * errors
    at = columns(ON_LOG_SCALE)
    with np.errstate(over="ignore", invalid="ignore"):
        lower[:, at] = values[:, at] * np.exp(-Z * errors[:, at])
        upper[:, at] = values[:, at] * np.exp(Z * errors[:, at])
    ends = np.isfinite(lower) & np.isfinite(upper)
    return np.where(ends, lower, np.nan), np.where(ends, upper, np.nan)


def _remarks(known: Settings, pair: gap.Ends, values: Floats, lower: Floats, *, simulated: bool) -> Flags:
    """Return how the estimates that are there are to be read, and why their intervals are not."""
    there = ~np.isnan(values)
    found: Flags = np.zeros(values.shape, dtype=np.int64)

    def remark(names: tuple[str, ...], where: Bools, reason: Reason) -> None:
        at = columns(names)
        found[:, at] |= np.where(there[:, at] & where, int(reason), 0)

    remark(ALIKE, known.alone[:, None], Reason.EQUAL_WEIGHTS)
    apart = ~known.ordered & known.reference.any(axis=1) & (values[:, 0] < 0)
    remark(SIMPLE, apart[:, None], Reason.REFERENCE_LAST)
    remark(("ti", "mld"), (known.y == 0).any(axis=1)[:, None], Reason.NEXT_TO_ZERO)
    remark(RANKED, known.errors_unknown[:, None] & ~np.isnan(lower[:, columns(RANKED)]), Reason.REGRESSION)
    without = np.broadcast_to(~known.errors_known[:, None], values.shape).copy()
    without[:, columns(SIMPLE)] = (np.isnan(pair.first_error) | np.isnan(pair.second_error))[:, None]
    without[:, columns(RANKED)] &= ~known.errors_unknown[:, None]
    bare = there & np.isnan(lower)
    unscaled = np.zeros(values.shape, dtype=bool)
    unscaled[:, columns(ATTRIBUTABLE)] = np.isnan(known.scale)[:, None]
    asked = np.ones(values.shape, dtype=bool)
    asked[:, columns(_SIMULATED)] = simulated | known.errors_unknown[:, None]
    reason = np.select(
        [~bare | ~asked, without, unscaled],
        [0, int(Reason.NO_ERRORS), int(Reason.INTERVAL_SCALE)],
        int(Reason.INTERVAL_NOT_DEFINED),
    )
    found |= reason
    return found
