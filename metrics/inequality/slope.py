"""Slope and relative index of inequality by a logistic line through the groups' shares against their rank.

Groups are in order from the most disadvantaged (1); the line's values at ranks 1 and 0 are those of the very most and
least advantaged person. SII is their difference and RII their ratio, so that an indicator found more among the
advantaged has SII above 0 and RII above 1, favourable or adverse.

The line is a logistic regression for fractions (quasi-binomial) in which a group counts once for each of its people.
The package healthequal, whose results these are otherwise, counts it n² times and guesses the scale of RII.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from metrics.inequality.concentration import rank
from metrics.interval import Floats

_STEPS = 40
# A step of this much in logits leaves an error of its square.
_NEAR = 1e-7
_FLAT = 1e-12
_HIGHEST = 700.0
# A line through shares of 0 and 1 alone has no end to climb to; a step of this much in logits keeps it finite.
_LONGEST = 4.0
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Line:
    """The fitted shares at rank 0 and rank 1 (...), with what the standard errors need (groups, ...)."""

    least: Floats
    most: Floats
    share: Floats
    weight: Floats
    rank: Floats
    fitted: Floats


def line(y: ArrayLike, n: ArrayLike, order: ArrayLike, scale: ArrayLike) -> Line:
    """Fit the line. `scale` is what y is of everybody: 100 for a percentage. Shape (...), of y (..., groups).

    People are whole: populations are rounded up and those with the indicator, n·y/scale, to the nearest whole number,
    as in healthequal; not where a group of less than one person shows that n are shares, nor where the groups are
    all alike. Raises ValueError for values outside 0 to scale.
    """
    values, most = np.asarray(y, float), np.asarray(scale, float)[..., None]
    if (values < 0).any() or (values > most).any():
        raise ValueError("found values below 0 or above the scale; expected every value from 0 to the scale")
    share, weight = _people(values / most, np.asarray(n, float))
    absent = np.isnan(share)
    if absent.any():
        share, weight = np.where(absent, 0.0, share), np.where(absent, 0.0, weight)
    total = weight.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore"):
        place = rank(weight / np.where(total > 0, total, np.nan), np.where(weight > 0, order, np.nan))
    # Groups first: in memory they are so where there are draws, and what does not vary with the draws joins in.
    share, weight, place = (
        np.ascontiguousarray(np.moveaxis(each, -1, 0)) for each in (share, weight, np.where(weight > 0, place, 0.5))
    )
    level, climb, known = _fitted(share, weight, place)
    free = np.isnan(known)
    bottom, top = (np.where(free, _logistic(level + climb * at), known) for at in (0.0, 1.0))
    fitted = np.where(free, _logistic(level + climb * place), known)
    return Line(bottom, top, share=share, weight=weight, rank=place, fitted=fitted)


def sii(through: Line, scale: ArrayLike) -> Floats:
    """Return the slope index (p₁ − p₀)·scale, in the unit of the indicator."""
    result: Floats = (through.most - through.least) * np.asarray(scale, float)
    return result


def rii(through: Line) -> Floats:
    """Return the relative index p₁/p₀; NaN where the line is at 0 at rank 0."""
    return through.most / np.where(through.least > _NOTHING, through.least, np.nan)


def sii_regression_error(through: Line, scale: ArrayLike) -> Floats:
    """Return the standard error of SII from the scatter about the line: HC1 and the delta method."""
    low, high = (end * (1 - end) for end in (through.least, through.most))
    result: Floats = _delta(through, high - low, high) * np.asarray(scale, float)
    return result


def rii_regression_error(through: Line) -> Floats:
    """Return the standard error of ln RII from the scatter about the line: HC1 and the delta method."""
    return _delta(through, through.least - through.most, 1 - through.most)


def _people(share: Floats, n: Floats) -> tuple[Floats, Floats]:
    whole = np.ceil(n)
    shares = ((n > 0) & (n < 1)).any(axis=-1, keepdims=True)
    # Rounding would make a difference between groups where there is none.
    level = np.fmax.reduce(share, axis=-1, keepdims=True) == np.fmin.reduce(share, axis=-1, keepdims=True)
    weight = np.where(shares, n, whole)
    with np.errstate(divide="ignore", invalid="ignore"):
        counted = np.where(whole > 0, np.round(share * whole) / whole, share)
    return np.where(shares | level, share, counted), weight


def _fitted(share: Floats, weight: Floats, place: Floats) -> tuple[Floats, Floats, Floats]:
    """Return level and climb of the line in logits, and the share itself where it is 0 or 1 in every group.

    Newton's method on the likelihood, from the logits of the shares (drawn in by half a person).
    """
    total = weight.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (share * weight).sum(axis=0) / total
    flat = (mean <= 0) | (mean >= 1)
    known = np.where(flat, np.clip(mean, 0, 1), np.nan)
    if flat.any():
        share = np.where(flat, 0.5, share)
    start = (share * weight + 0.5) / (weight + 1)
    level, climb = _solved(weight * start * (1 - start), place, np.log(start / (1 - start)))
    for _ in range(_STEPS):
        fitted = _logistic(level + climb * place)
        lift, turn = _step(share, weight, place, fitted)
        level, climb = level + lift, climb + turn
        if not (np.maximum(np.abs(lift), np.abs(turn)) > _NEAR).any():
            break
    absent = np.isnan(mean)
    return np.where(absent, np.nan, level), np.where(absent, np.nan, climb), known


def _solved(weight: Floats, place: Floats, target: Floats) -> tuple[Floats, Floats]:
    """Return level and climb of the straight line through the targets by weighted least squares."""
    inward = weight * place
    w, x, xx = weight.sum(axis=0), inward.sum(axis=0), (inward * place).sum(axis=0)
    t, xt = (weight * target).sum(axis=0), (inward * target).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        climb = (w * xt - x * t) / (w * xx - x**2)
        return (t - climb * x) / w, climb


def _step(share: Floats, weight: Floats, place: Floats, fitted: Floats) -> tuple[Floats, Floats]:
    """Return Newton's step from the fitted shares: the curvature's inverse times the slope of the likelihood."""
    pull = weight * fitted
    # A floor under the curvature: at fitted shares of 0 or 1 there is none left to divide by.
    curve = np.maximum(pull - pull * fitted, _FLAT)
    pull = weight * share - pull
    a, up = curve.sum(axis=0), pull.sum(axis=0)
    pull *= place
    curve *= place
    b, right = curve.sum(axis=0), pull.sum(axis=0)
    curve *= place
    c = curve.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        area = a * c - b**2
        lift, turn = (c * up - b * right) / area, (a * right - b * up) / area
    return np.clip(lift, -_LONGEST, _LONGEST), np.clip(turn, -_LONGEST, _LONGEST)


def _logistic(logit: Floats) -> Floats:
    result: Floats = np.asarray(np.exp(np.minimum(-logit, _HIGHEST)))
    result += 1
    return np.reciprocal(result, out=result)


def _delta(through: Line, by_level: Floats, by_climb: Floats) -> Floats:
    """Return √(g'Vg) with g how the index changes with level and climb.

    V = m/(m − 2) · B (Σ w²e² x x') B over the m groups with people, B the inverse of Σ w p(1 − p) x x'. NaN with fewer
    than three groups. Source: MacKinnon and White, Journal of Econometrics 29 (1985), HC1.
    """
    place, weight = through.rank, through.weight
    curve = weight * through.fitted * (1 - through.fitted)
    a, b, c = curve.sum(axis=0), (curve * place).sum(axis=0), (curve * place**2).sum(axis=0)
    count = (weight > 0).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        left = (c * by_level - b * by_climb) / (a * c - b**2)
        right = (a * by_climb - b * by_level) / (a * c - b**2)
        pull = weight * (through.share - through.fitted) * (left + right * place)
        freedom = np.where(count > 2, count - 2, np.nan)
        result: Floats = np.sqrt((pull**2).sum(axis=0) * count / freedom)
    return result
