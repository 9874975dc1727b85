"""Segregation and concentration: how unevenly groups are spread over units, and pay over people.

Counts and values are 0 or more (else ValueError). 0 ln 0 is 0. NaN where nobody or nothing is there to be spread.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from metrics.interval import Floats


@dataclass(frozen=True, slots=True)
class Split:
    """An index and its two parts: total = between + within."""

    total: float
    between: float
    within: float


def dissimilarity(group: ArrayLike, others: ArrayLike) -> Floats:
    """Return ½ Σ |f/F − m/M| over the last axis: which part of either would have to move for an even spread.

    `group`, `others`: people in each unit (job category, agency, town). 0 even, 1 apart entirely.
    Source: Duncan and Duncan, American Sociological Review 20 (1955).

    >>> float(dissimilarity([10, 0], [0, 5]))
    1.0
    """
    f, m = _shares(_counts(group)), _shares(_counts(others))
    return np.asarray(np.abs(f - m).sum(axis=-1) / 2)


def theil(values: ArrayLike, people: ArrayLike | None = None) -> Split:
    """Return Theil's T of values, all of it within one group. See theil_split."""
    return theil_split(values, np.zeros(np.shape(values), dtype=np.intp), people)


def theil_split(values: ArrayLike, group: ArrayLike, people: ArrayLike | None = None) -> Split:
    """Return Theil's T = Σ nᵢ yᵢ ln(yᵢ/μ) / (N μ) of values, and what of it is between and within groups.

    `values`: one for each person, or for each cell of `people` (default 1). `group`: a label for each.
    With S a group's share of everything and y its mean: between Σ S ln(y/μ), within Σ S T of the group.
    Source: Theil, Economics and Information Theory (1967); Shorrocks, Econometrica 48 (1980).

    >>> split = theil_split([0, 0, 0, 10, 10, 10], [1, 1, 1, 2, 2, 2])
    >>> round(split.between, 6), split.within
    (0.693147, 0.0)
    """
    y = _counts(values)
    n = np.ones_like(y) if people is None else _counts(people)
    here = n != 0
    y, n, label = y[here], n[here], np.asarray(group)[here]
    _, code = np.unique(label, return_inverse=True)
    total, everyone = float((n * y).sum()), float(n.sum())
    if not total > 0:
        return Split(np.nan, np.nan, np.nan)
    own, heads = np.bincount(code, weights=n * y), np.bincount(code, weights=n)
    relative = np.divide(y, (own / heads)[code], out=np.zeros_like(y), where=own[code] > 0)
    within = float((n * y * _log(relative)).sum() / total)
    between = float((own * _log(own / heads * everyone / total)).sum() / total)
    whole = float((n * y * _log(y * everyone / total)).sum() / total)
    return Split(whole, between, within)


def atkinson(values: ArrayLike, aversion: float = 0.5) -> float:
    """Return Atkinson's index 1 − (mean of y^(1−ε))^(1/(1−ε)) / μ; with ε = 1, 1 − geometric mean / μ.

    0 all alike. 1 with a value of 0 from ε = 1 on. Raises ValueError for ε below 0.
    Source: Atkinson, Journal of Economic Theory 2 (1970).
    """
    y = _counts(values)
    if aversion < 0:
        raise ValueError(f"the aversion to inequality is {aversion}, expected 0 or more")
    if not y.sum() > 0:
        return np.nan
    if aversion >= 1 and not y.all():
        return 1.0
    scaled = y / y.mean()
    if aversion == 1:
        return float(1 - np.exp(np.log(scaled).mean()))
    return float(1 - (scaled ** (1 - aversion)).mean() ** (1 / (1 - aversion)))


def wolfson(values: ArrayLike) -> float:
    """Return Wolfson's polarization (2 (½ − L) − G) μ / m.

    L is the share of everything that the lower half has (the Lorenz curve at ½, straight between people), G Gini's
    index, μ the mean and m the median. NaN where the median is 0. Source: Wolfson, American Economic Review 84 (1994).
    """
    y = np.sort(_counts(values))
    middle = float(np.median(y)) if len(y) else 0.0
    if not middle > 0:
        return np.nan
    n = len(y)
    curve = np.concatenate([[0.0], y.cumsum() / y.sum()])
    lower_half = float(np.interp(0.5, np.linspace(0, 1, n + 1), curve))
    gini = float(((2 * np.arange(1, n + 1) - n - 1) * y).sum() / (n * y.sum()))
    return (2 * (0.5 - lower_half) - gini) * float(y.mean()) / middle


def information(counts: ArrayLike) -> Floats:
    """Return the information index H of counts (… × units × groups): Σ t (E − e) / (T E).

    E is the entropy −Σ p ln p of the groups among all T people, e among the t people of a unit. 0 every unit has the
    same mixture, 1 every unit one group. NaN where all are of one group.
    Source: Theil and Finizza, Journal of Mathematical Sociology 1 (1971); Reardon and Firebaugh, Sociological
    Methodology 32 (2002).
    """
    n = _counts(counts)
    units = n.sum(axis=-1)
    diversity = _entropy(n.sum(axis=-2))
    with np.errstate(invalid="ignore", divide="ignore"):
        own = (units * _entropy(n)).sum(axis=-1) / units.sum(axis=-1)
        return np.asarray(np.where(diversity > 0, 1 - own / diversity, np.nan))


def information_split(counts: ArrayLike, larger: ArrayLike) -> Split:
    """Return H of counts (units × groups), and what of it is between and within the larger units.

    `larger`: for each unit the label of the one it belongs to (a job category's agency). Between is H of the larger
    units; within Σ T_k E_k H_k / (T E) over them. Source: Reardon and Firebaugh, as for `information`.
    """
    n = _counts(counts)
    _, code = np.unique(np.asarray(larger), return_inverse=True)
    merged = np.zeros((int(code.max(initial=-1)) + 1, n.shape[-1]))
    np.add.at(merged, code, n)
    total, between = float(information(n)), float(information(merged))
    everyone = float(n.sum()) * float(_entropy(n.sum(axis=0)))
    if not everyone > 0:
        return Split(np.nan, np.nan, np.nan)
    within = float((merged.sum(axis=1) * _entropy(merged)).sum() - (n.sum(axis=1) * _entropy(n)).sum())
    return Split(total, between, within / everyone)


def _entropy(counts: Floats) -> Floats:
    """−Σ p ln p over the last axis; 0 where nobody is."""
    with np.errstate(invalid="ignore", divide="ignore"):
        p = counts / counts.sum(axis=-1, keepdims=True)
    return np.asarray(np.where(counts.sum(axis=-1) == 0, 0.0, -(p * _log(p)).sum(axis=-1)))


def _log(values: Floats) -> Floats:
    """Natural logarithms of values that are then multiplied with themselves, so that 0 may have any: it has 0."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.log(np.where(values == 0, 1.0, values)))


def _shares(counts: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        return np.asarray(counts / counts.sum(axis=-1, keepdims=True))


def _counts(values: ArrayLike) -> Floats:
    counts = np.asarray(values, float)
    if (wrong := int((counts < 0).sum())) > 0:
        raise ValueError(f"{wrong} of {counts.size} values are below 0; expected 0 or more")
    return counts
