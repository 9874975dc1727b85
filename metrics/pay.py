"""Pay gaps, in percent of the reference group's pay and positive where the group is paid less.

People are rows: `pay` (above 0, in any unit; NaN: not known, left out), `group` (a code 0, 1, 2 ... for each). Answers
have one entry for each code, and as many as `groups` if nobody has the last codes; NaN for the reference itself and
wherever the group or the reference has fewer than MINIMUM people. A bonus gap is a gap of another column.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.covariate import UNEXPLAINED, Basis
from metrics.interval import Floats, Z

Codes = NDArray[np.intp]
MINIMUM = 10
QUARTERS = 4
# A group is told apart from covariates and other groups by more than rounding, or it is not.
_APART = 1e3 * UNEXPLAINED


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Adjusted gaps with their 95 % limits, in percent, one entry for each group."""

    gap: Floats
    lower: Floats
    upper: Floats


def mean_gap(pay: ArrayLike, group: ArrayLike, reference: int, *, groups: int = 0) -> Floats:
    """Return 100 (r − g) / r with r and g the mean pay of the reference and of each group.

    Raises ValueError for pay of 0 or less. Source: Equality Act 2010 (Gender Pay Gap Information) Regulations 2017.

    >>> float(mean_gap([100.0] * 10 + [90.0] * 10, [0] * 10 + [1] * 10, reference=0)[1])
    10.0
    """
    paid, code, people = _checked(pay, group, reference, groups)
    with np.errstate(invalid="ignore"):
        means = np.bincount(code, weights=paid, minlength=len(people)) / people
    return _gap(means, people, reference)


def median_gap(pay: ArrayLike, group: ArrayLike, reference: int, *, groups: int = 0) -> Floats:
    """Return 100 (r − g) / r with r and g the median pay of the reference and of each group. Errors as mean_gap."""
    paid, code, people = _checked(pay, group, reference, groups)
    ordered = np.append(paid[np.lexsort((paid, code))], np.nan)
    first = np.cumsum(people) - people
    low, high = first + np.maximum(people - 1, 0) // 2, first + people // 2
    return _gap(np.where(people > 0, (ordered[low] + ordered[high]) / 2, np.nan), people, reference)


def quarter_shares(pay: ArrayLike, group: ArrayLike, *, groups: int = 0) -> Floats:
    """Return each group's share of each quarter of all people by pay, lowest first: groups × 4, as proportions.

    The quarters are equal, of n/4 people. People of one pay at the edge of two quarters are divided between them as
    that pay is, whatever their group, so that the order of the rows never decides. NaN for a group of fewer than
    MINIMUM people and where fewer are outside it. Source: the gender pay gap regulations ask for even
    division of equal pay across quarters.
    """
    paid, code, people = _checked(pay, group, 0, groups)
    everyone = len(paid)
    _, block = np.unique(paid, return_inverse=True)
    blocks = int(block.max(initial=-1)) + 1
    cells = np.bincount(block * len(people) + code, minlength=blocks * len(people)).reshape(blocks, len(people))
    reached = np.concatenate([np.zeros((1, len(people))), cells.cumsum(axis=0)])
    edges = np.linspace(0, everyone, QUARTERS + 1)
    below = np.array([np.interp(edges, reached.sum(axis=1), each) for each in reached.T])
    few = (people < MINIMUM) | (everyone - people < MINIMUM)
    with np.errstate(invalid="ignore"):
        shares = np.diff(below, axis=1) / (everyone / QUARTERS if everyone else np.nan)
    return np.where(few[:, np.newaxis], np.nan, shares)


def adjusted_gap(pay: ArrayLike, group: ArrayLike, reference: int, covariates: Basis, *, groups: int = 0) -> Adjusted:
    """Return 100 (1 − exp β), β the coefficient of each group in one regression of ln pay over all the people.

    The regression has a 0/1 column for each group but the reference beside `covariates` (metrics.covariate.basis of
    a design with a constant, of the same people). The limits are 100 (1 − exp(β ± Z·s)), s the HC1 standard error:
    (XᵀX)⁻¹ Xᵀdiag(e²)X (XᵀX)⁻¹ · n / (n − k), with the normal quantile, as statsmodels has it for a robust covariance.
    The covariates are taken out of both sides first, which leaves β, e and s as they are.

    NaN also for a group that the covariates or other groups tell apart fully, and for all without a degree of freedom.
    Raises ValueError for pay of 0 or less or absent.

    Sources: MacKinnon and White, Journal of Econometrics 29 (1985); Frisch and Waugh, Econometrica 1 (1933);
    Lovell, Journal of the American Statistical Association 58 (1963).
    """
    if np.isnan(np.asarray(pay, float)).any():
        raise ValueError("pay of some people is absent; leave them out together with their covariates")
    paid, code, people = _checked(pay, group, reference, groups)
    held = np.flatnonzero((people > 0) & (np.arange(len(people)) != reference))
    member = covariates.residual((code[:, np.newaxis] == held).astype(float))
    logs = covariates.residual(np.log(paid))
    inverse, clear, rank = _inverse(member, people[held])
    free = len(paid) - covariates.rank - rank
    beta, error = np.full((2, len(people)), np.nan)
    if free > 0:
        slopes = inverse @ (member.T @ logs)
        scores = member * (logs - member @ slopes)[:, np.newaxis]
        variance = np.diag(inverse @ (scores.T @ scores) @ inverse) * len(paid) / free
        shown = clear & (people[held] >= MINIMUM) & (people[reference] >= MINIMUM)
        beta[held] = np.where(shown, slopes, np.nan)
        error[held] = np.sqrt(variance)
    return Adjusted(
        gap=-100 * np.expm1(beta),
        lower=-100 * np.expm1(beta + Z * error),
        upper=-100 * np.expm1(beta - Z * error),
    )


def _inverse(member: Floats, people: Codes) -> tuple[Floats, NDArray[np.bool_], int]:
    """The (pseudo-)inverse of the groups' products, which groups it tells apart from all else, and its rank."""
    scale = 1 / np.sqrt(people)
    values, vectors = np.linalg.eigh(member.T @ member * np.outer(scale, scale))
    apart = values > _APART
    clear: NDArray[np.bool_] = (np.abs(vectors[:, ~apart]) < 1e-6).all(axis=1)
    kept = vectors[:, apart] * scale[:, np.newaxis]
    return kept / values[apart] @ kept.T, clear, int(apart.sum())


def _gap(typical: Floats, people: Codes, reference: int) -> Floats:
    enough = (people >= MINIMUM) & (people[reference] >= MINIMUM) & (np.arange(len(people)) != reference)
    with np.errstate(invalid="ignore"):
        return np.where(enough, 100 * (typical[reference] - typical) / typical[reference], np.nan)


def _checked(pay: ArrayLike, group: ArrayLike, reference: int, groups: int) -> tuple[Floats, Codes, Codes]:
    paid, code = np.asarray(pay, float), np.asarray(group)
    if paid.shape != code.shape or paid.ndim != 1:
        raise ValueError(f"pay has shape {paid.shape} and group {code.shape}; expected one of each for every person")
    if (wrong := int((paid <= 0).sum()) + int(np.isinf(paid).sum())) > 0:
        raise ValueError(f"{wrong} of {len(paid)} people have pay of 0, less or without end; expected pay above 0")
    if len(code) and (code.dtype.kind not in "iu" or code.min() < 0):
        raise ValueError("groups are codes 0, 1, 2 ...; found others")
    codes = code.astype(np.intp)
    known = ~np.isnan(paid)
    size = max(int(codes.max(initial=0)) + 1, reference + 1, groups)
    return paid[known], codes[known], np.bincount(codes[known], minlength=size)
