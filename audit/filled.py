"""One whole point that fits all lines: true counts where they are known, and people behind them where they are not.

The rest is set in whole numbers near its most even spread, from which there is room to step to all sides.
"""

import numpy as np
import scipy.sparse as sp

from audit.array import Floats
from audit.error import Contradiction
from audit.program import Group

_ROUNDS = 60
_NEAR = 0.01
_BOXES = (1.0, 2.0, 4.0)


def filled(group: Group, known: Floats, seconds: float) -> Floats | None:
    """Return whole numbers (k,) that fit a group's lines and are `known` where that is no NaN (k,); None if not found.

    Source of the spread: iterative scaling (Darroch and Ratcliff, Annals of Mathematical Statistics 43, 1972), one line
    after the other. Raises Contradiction where nothing fits.
    """
    free = np.isnan(known)
    if (known < group.low).any() or (known > group.high).any():
        raise Contradiction(int(group.cells[np.flatnonzero((known < group.low) | (known > group.high))[0]]))
    if not free.any():
        return known.copy() if group.is_whole(known) else None
    fixed = np.where(free, 0.0, known)
    shift = group.lines @ fixed
    lines = group.lines[:, np.flatnonzero(free)]
    used = np.flatnonzero(np.diff(lines.indptr) > 0)
    rest = Group(
        group.cells[free], lines[used], (group.least - shift)[used], (group.most - shift)[used],
        group.low[free], group.high[free],
    )  # fmt: skip
    middle = _even(rest)
    for width in (*_BOXES, np.inf):
        low = np.maximum(rest.low, np.floor(middle) + 1 - width)
        high = np.minimum(rest.high, np.ceil(middle) - 1 + width)
        if (low > high).any():
            continue
        box = Group(rest.cells, rest.lines, rest.least, rest.most, low, high)
        try:
            found, _ = box.extreme(np.zeros(len(low)), whole=True, seconds=seconds)
        except Contradiction:
            if np.isinf(width):
                raise
            continue
        if found is not None:
            whole = known.copy()
            whole[free] = np.round(found)
            return whole if group.is_whole(whole) else None
    return None


def _even(group: Group) -> Floats:
    """The most even spread of the cells of a group over its sums of known size, sums of unknown size following."""
    lines: sp.csr_matrix = group.lines
    plain = (group.least == group.most) & (np.asarray(lines.min(axis=1).todense()).reshape(-1) >= 0)
    sums = [
        (lines.indices[lines.indptr[line] : lines.indptr[line + 1]], group.least[line])
        for line in np.flatnonzero(plain)
    ]
    even = np.ones(len(group.cells))
    for _ in range(_ROUNDS):
        worst = 0.0
        for cells, size in sums:
            here = even[cells].sum()
            worst = max(worst, abs(here - size))
            even[cells] *= size / here if here > 0 else 0.0
        if worst < _NEAR:
            break
    # What is a sum of others follows them.
    for line in np.flatnonzero((group.least == group.most) & ~plain):
        cells, signs = (each[lines.indptr[line] : lines.indptr[line + 1]] for each in (lines.indices, lines.data))
        if (signs < 0).sum() == 1:
            even[cells[signs < 0]] = (even[cells[signs > 0]] * signs[signs > 0]).sum() - group.least[line]
    return np.clip(even, group.low, group.high)
