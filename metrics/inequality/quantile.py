"""Slope and relative index of inequality over quantiles by least squares, as English public health publishes them.

Quantiles are in order from the least advantaged. With a the quantile's share of the population and b the midpoint of
its stretch of it, y√a is regressed on √a and b√a, which is y on b weighted by a; SII is the slope, RII the line's value
at 1 over that at 0. Source: Low and Low, Journal of Public Health 26 (2004); the package PHEindicatormethods, phe_sii.

An indicator has a kind: `plain`, `rate` (its errors are of the logarithm) or `proportion` (of the logit). With
`transformed` the line too is on that scale, and SII and RII are taken between its ends brought back.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit

from metrics.inequality import simulation
from metrics.interval import Floats, Z

KINDS = ("plain", "rate", "proportion")
DRAWS = 100_000
_FEWEST, _MOST = 5, 100


@dataclass(frozen=True, slots=True)
class Slope:
    """The line's value at 0, in the unit of the values; the slope index times the multiplier; the relative index.

    The sign of the multiplier is the indicator's polarity: where it is negative the relative index is inverted.
    """

    intercept: Floats
    sii: Floats
    rii: Floats


def errors(lower: ArrayLike, upper: ArrayLike, kind: str = "plain") -> Floats:
    """Return the standard errors behind 95 % limits, on the scale of the kind: (f(upper) − f(lower))/(2·1.96)."""
    low, high = _lifted(np.asarray(lower, float), kind), _lifted(np.asarray(upper, float), kind)
    return (high - low) / (2 * Z)


def slope(
    values: ArrayLike, population: ArrayLike, *, kind: str = "plain", transformed: bool = False, multiplier: float = 1.0
) -> Slope:
    """Return the indices of areas (..., quantiles); NaN for an area in which a value is absent.

    Raises ValueError for fewer than 5 or more than 100 quantiles, a population that is absent, 0 or less, a rate of 0
    or less, or a proportion that is not between 0 and 1.
    """
    given = np.asarray(values, float)
    lifted = _lifted(given, kind)
    return _line(lifted, _checked(given, population), kind, transformed, multiplier)


def limits(
    values: ArrayLike,
    error: ArrayLike,
    population: ArrayLike,
    *,
    kind: str = "plain",
    transformed: bool = False,
    multiplier: float = 1.0,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = simulation.SEED,
) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """Return lower and upper limit of SII, and of RII, from values drawn anew from their errors.

    `error` is on the scale of the kind. All arrays (areas, quantiles). NaN where a value or an error is absent. Raises
    ValueError as `slope` does, and for an error below 0.
    """
    given, spread = np.broadcast_arrays(np.asarray(values, float), np.asarray(error, float))
    if (spread < 0).any():
        raise ValueError("found a standard error below 0; expected 0 or more")
    lifted, people = _lifted(given, kind), np.broadcast_to(_checked(given, population), given.shape)
    z = simulation.normals(given.shape[-1], draws, seed)
    answer = np.full((2, 2, len(given)), np.nan)
    for area in range(len(given)):
        sample = lifted[area] + spread[area] * z.T
        through = _line(sample, people[area], kind, transformed, multiplier)
        answer[0, :, area] = simulation.limits(through.sii, level)
        answer[1, :, area] = simulation.limits(through.rii, level)
    return (answer[0, 0], answer[0, 1]), (answer[1, 0], answer[1, 1])


def _line(lifted: Floats, people: Floats, kind: str, transformed: bool, multiplier: float) -> Slope:
    y = lifted if transformed else _brought_back(lifted, kind)
    a = people / people.sum(axis=-1, keepdims=True)
    b = np.cumsum(a, axis=-1) - a / 2
    middle = (a * b).sum(axis=-1, keepdims=True)
    pull = a * (b - middle) / (a * (b - middle) ** 2).sum(axis=-1, keepdims=True)
    climb = (pull * y).sum(axis=-1)
    start = (a * y).sum(axis=-1) - climb * middle[..., 0]
    end = start + climb
    if transformed:
        start, end = _brought_back(start, kind), _brought_back(end, kind)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = start / end if multiplier < 0 else end / start
    return Slope(start, multiplier * (end - start), np.where(np.isfinite(ratio), ratio, np.nan))


def _lifted(values: Floats, kind: str) -> Floats:
    if kind not in KINDS:
        raise ValueError(f"found kind {kind!r}; expected one of {', '.join(KINDS)}")
    if kind == "plain":
        return values
    beyond: NDArray[np.bool_] = (values <= 0) | ((values >= 1) & (kind == "proportion"))
    if beyond.any():
        bounds = "above 0" if kind == "rate" else "between 0 and 1"
        raise ValueError(f"found {int(beyond.sum())} of {values.size} {kind}s out of bounds; expected each {bounds}")
    result: Floats = np.log(values) if kind == "rate" else logit(values)
    return result


def _brought_back(lifted: Floats, kind: str) -> Floats:
    result: Floats = {"plain": np.asarray, "rate": np.exp, "proportion": expit}[kind](lifted)
    return result


def _checked(values: Floats, population: ArrayLike) -> Floats:
    people = np.asarray(population, float)
    if not _FEWEST <= values.shape[-1] <= _MOST:
        raise ValueError(f"found {values.shape[-1]} quantiles; expected {_FEWEST} to {_MOST}")
    if not (people > 0).all():
        raise ValueError("found a population that is absent, 0 or less; expected one above 0 for every quantile")
    return people
