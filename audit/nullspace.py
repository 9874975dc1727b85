"""Which cells the equations alone determine: those that no move along the null space changes."""

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import lsmr

from audit.array import Flags, Floats

_STILL = 1e-7


def determined(lines: sp.csr_matrix, sums: Floats) -> tuple[Flags, Floats]:
    """Return which of the n unknowns of lines @ x = sums have one value (n,), and a solution (n,).

    Two random vectors are projected on the null space by least squares (v less the shortest w with lines @ w =
    lines @ v); an unknown that is 0 in both, and whole in the solution, is determined. A line that is a sum of
    others does no harm. Source of the solver: Fong and Saunders, SIAM Journal on Scientific Computing 33 (2011).
    """
    width = lines.shape[1]
    if not lines.shape[0] or not width:
        return np.zeros(width, dtype=bool), np.zeros(width)
    still = np.ones(width, dtype=bool)
    for seed in (1, 2):
        way = np.random.default_rng(seed).uniform(0.5, 1.5, width)
        still &= np.abs(way - _solved(lines, lines @ way)) < _STILL
        if not still.any():
            return still, np.zeros(width)
    solution = _solved(lines, sums)
    whole = np.abs(solution - np.round(solution)) < 1e-4
    return still & whole, np.round(solution)


def _solved(lines: sp.csr_matrix, sums: Floats) -> Floats:
    found: Floats = lsmr(lines, sums, atol=1e-13, btol=1e-13, conlim=0, maxiter=4 * min(lines.shape) + 100)[0]
    return found
