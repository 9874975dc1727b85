"""Oaxaca–Blinder: which part of a gap in mean pay goes with the covariates, and which with how they are paid."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from metrics.covariate import Basis, basis
from metrics.interval import Floats

_APART = 1e-9


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Parts of a gap in the pay's own unit. gap = explained + unexplained = endowments + coefficients + interaction."""

    gap: float
    explained: float = math.nan
    unexplained: float = math.nan
    endowments: float = math.nan
    coefficients: float = math.nan
    interaction: float = math.nan


def decompose(pay: ArrayLike, reference: ArrayLike, covariates: Any) -> Decomposition:
    """Return the parts of the mean pay of the reference less that of the group; positive: the group is paid less.

    `reference`: True for the reference's people, False for the group's. `covariates`: their design with a constant
    (metrics.covariate.design). With X̄ the mean covariates and b the coefficients of each (r, g), and t those of a
    regression over both with a column for the group:

    * explained (X̄r − X̄g)·t, unexplained the rest, which is the coefficient of that column;
    * endowments (X̄r − X̄g)·bg, coefficients X̄g·(br − bg), interaction (X̄r − X̄g)·(br − bg).

    Where a covariate cannot be told in one of the groups (a category that nobody in it has, as many covariates as
    people) bg and br do not exist and the three parts are NaN; where the covariates tell the groups
    themselves apart, all but the gap are. Columns that repeat others change nothing.

    Raises ValueError if either has no people. Sources: Blinder, Journal of Human Resources 8 (1973); Oaxaca,
    International Economic Review 14 (1973); Jann, Stata Journal 8 (2008), whose pooled form this is.
    """
    paid, mine = np.asarray(pay, float), np.asarray(reference, bool)
    if not (0 < mine.sum() < len(mine)):
        raise ValueError("a decomposition needs people in the group and in the reference")
    found = basis(covariates)
    if _identified(found, mine) and _identified(found, ~mine):
        return _by_statsmodels(paid, mine, found)
    gap = float(paid[mine].mean() - paid[~mine].mean())
    apart = found.residual(mine.astype(float))
    own = float(apart @ apart)
    if own <= _APART * len(mine) * mine.mean() * (1 - mine.mean()):
        return Decomposition(gap)
    unexplained = float(apart @ paid) / own
    return Decomposition(gap, explained=gap - unexplained, unexplained=unexplained)


def _identified(found: Basis, people: NDArray[np.bool_]) -> bool:
    """Whether the regression of these people alone has one answer, and a degree of freedom left."""
    return bool(people.sum() > found.rank == basis(found.columns[people]).rank)


def _by_statsmodels(paid: Floats, mine: NDArray[np.bool_], found: Basis) -> Decomposition:
    from statsmodels.stats.oaxaca import OaxacaBlinder  # noqa: PLC0415 - takes two seconds

    # The lower code is statsmodels' first group, whose mean stands first in the gap, unless it is let to swap.
    table = np.column_stack([(~mine).astype(float), sparse.csc_array(found.columns).toarray()])
    model = OaxacaBlinder(paid, table, 0, hasconst=True, swap=False)
    unexplained, explained, gap = model.two_fold().params
    endowments, coefficients, interaction, _ = model.three_fold().params
    return Decomposition(*map(float, (gap, explained, unexplained, endowments, coefficients, interaction)))
