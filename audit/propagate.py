"""Bounds from bounds: what each line says of one cell when the others are as far away as they can be.

Repeated subtraction is the case of one unknown cell in a line.
"""

import numpy as np
import scipy.sparse as sp

from audit.array import Floats
from audit.error import Contradiction

_NEAR = 1e-6
_ROUNDS = 200


def tightened(lines: sp.csr_matrix, least: Floats, most: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Return bounds of whole numbers (n,) that the lines force, by passes over all lines until nothing moves.

    Each entry a of a line l <= sum a x <= u bounds its x by (u - the least of the rest) / a, and so on. Source:
    Savelsbergh, ORSA Journal on Computing 6 (1994). Raises Contradiction where no whole number is left for a cell;
    its argument is the position of the cell.
    """
    low, high = low.copy(), high.copy()
    entries = lines.tocoo()
    line, cell, factor = entries.row, entries.col, entries.data
    size = lines.shape[0]
    up = factor > 0
    for _ in range(_ROUNDS):
        smallest = factor * np.where(up, low[cell], high[cell])
        largest = factor * np.where(up, high[cell], low[cell])
        beneath = least[line] - _rest(line, largest, size)
        above = most[line] - _rest(line, smallest, size)
        with np.errstate(invalid="ignore"):
            ends = beneath / factor, above / factor
        fresh_low, fresh_high = low.copy(), high.copy()
        reach = _NEAR * np.maximum(1.0, np.abs(np.where(np.isfinite(ends[0]), ends[0], 0)) * 1e-6)
        np.maximum.at(fresh_low, cell, np.ceil(np.where(up, ends[0], ends[1]) - reach))
        np.minimum.at(fresh_high, cell, np.floor(np.where(up, ends[1], ends[0]) + reach))
        crossed = np.flatnonzero(fresh_low > fresh_high)
        if len(crossed):
            raise Contradiction(int(crossed[0]))
        if np.array_equal(fresh_low, low) and np.array_equal(fresh_high, high):
            break
        low, high = fresh_low, fresh_high
    return low, high


def _rest(line: np.ndarray, terms: Floats, size: int) -> Floats:
    """The sum of a line's other terms; infinite where one of them is."""
    endless = ~np.isfinite(terms)
    finite = np.where(endless, 0.0, terms)
    sums = np.bincount(line, finite, minlength=size)
    number = np.bincount(line, endless, minlength=size)
    others = number[line] - endless
    sign = np.bincount(line, np.where(endless, np.sign(terms), 0.0), minlength=size)
    rest: Floats = np.where(others > 0, np.copysign(np.inf, sign[line]), sums[line] - finite)
    return rest
