"""Covariates of a regression: numbers and categories as one sparse design, and what they leave unexplained.

A design of hundreds of categories over a hundred thousand people is mostly zeros. Its normal equations are small and
quick, which the singular values of the full matrix are not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.linalg import solve_triangular
from scipy.linalg.lapack import dpstrf

from metrics.interval import Floats

UNEXPLAINED = 1e-12
"""Columns of which less than this share (of the sum of squares) is their own repeat other columns."""
_ROUNDS = 3


def design(columns: Sequence[NDArray[Any]], people: int) -> Any:
    """Return the sparse design of `people` rows: a constant, then each column.

    A column of floats is one centred column; any other is categories, one column of 0 and 1 for each but the first.
    Raises ValueError where a number is absent or not finite: leave such people out.
    """
    parts = [sparse.csc_array(np.ones((people, 1)))]
    for position, column in enumerate(columns):
        if len(column) != people:
            raise ValueError(f"covariate {position + 1} has {len(column)} rows, expected {people}")
        parts.append(_numbers(column, position) if column.dtype.kind == "f" else _categories(column))
    return sparse.hstack(parts, format="csc")


@dataclass(frozen=True, slots=True)
class Basis:
    """Columns that none of the others can replace, each of length about 1, with their triangular factor.

    `columns`: sparse, people × rank. `factor`: upper triangular R, rank × rank, with RᵀR = columnsᵀcolumns.
    """

    columns: Any
    factor: Floats

    @property
    def rank(self) -> int:
        return len(self.factor)

    def residual(self, values: ArrayLike) -> Floats:
        """Return what is left of `values` (people, or people × several) by least squares on the columns.

        Repeated on what is left, which takes back the digits that the normal equations lose.
        """
        left = np.asarray(values, float)
        if not self.rank:
            return left
        for _ in range(_ROUNDS):
            half = solve_triangular(self.factor, self.columns.T @ left, trans="T")
            left = left - self.columns @ solve_triangular(self.factor, half)
        return left


def basis(columns: Any) -> Basis:
    """Return the basis of a design (people × columns, sparse or dense), by pivoted Cholesky on its products.

    Source: LAPACK's dpstrf. A column counts as its own while more than UNEXPLAINED of it is.
    """
    wide = sparse.csc_array(columns)
    squares = np.asarray(wide.multiply(wide).sum(axis=0), float).ravel()
    held = np.flatnonzero(squares > 0)
    if not len(held):
        return Basis(wide[:, held], np.zeros((0, 0)))
    # Powers of two scale without rounding: a constant stays exactly constant.
    wide = sparse.csc_array(wide[:, held] @ sparse.diags_array(2.0 ** -np.round(np.log2(squares[held]) / 2)))
    factor, order, rank, _ = dpstrf((wide.T @ wide).toarray(), tol=UNEXPLAINED)
    return Basis(wide[:, order[:rank] - 1], np.triu(factor[:rank, :rank]))


def _numbers(column: NDArray[Any], position: int) -> Any:
    if not np.isfinite(column).all():
        raise ValueError(f"covariate {position + 1} has numbers that are absent or infinite; leave those people out")
    return sparse.csc_array((column - column.mean() if len(column) else column)[:, np.newaxis])


def _categories(column: NDArray[Any]) -> Any:
    kinds, code = np.unique(column.astype(str), return_inverse=True)
    member = sparse.csc_array((np.ones(len(code)), (np.arange(len(code)), code)), shape=(len(code), len(kinds)))
    return member[:, 1:]
