"""How a figure has moved between two years, in words and numbers that a sentence can be made of."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from metrics import chance, progress, sdg

Pair = tuple[float, float]
_GROWTH = "growth"


def moved(
    before: float, after: float, errors: tuple[float | None, float | None], *, higher_is_better: bool
) -> dict[str, Any]:
    """Return the change, whether it is `toward` what is good, `away` or `none`, and p of it.

    `p` takes the two values as independent; None without both standard errors.
    """
    change = after - before
    z = progress.z_score(before, after, *errors)
    way = "toward" if (change > 0) == higher_is_better else "away"
    return {
        "change": change,
        "direction": way if change else "none",
        "p": None if z is None else chance.two_sided(z).item(),
    }


def toward_parity(distances: Pair, years: tuple[int, int], change: float) -> dict[str, Any]:
    """Return the same, and growth, of a ratio whose distances from parity (|ln ratio|) are given, either way.

    `change` is that of the value itself. A stock's ratio has no p.
    """
    before, after = (float(each) for each in sdg.above_parity(np.exp(distances)))
    found = moved(before, after, (None, None), higher_is_better=False) | {"change": change}
    target = 1.0 if after == 1 else math.nan
    return found | grown((before, after), years, higher_is_better=False, target=target)


def grown(
    values: Pair,
    years: tuple[int, int],
    *,
    higher_is_better: bool,
    target: float = math.nan,
    year: float = math.nan,
    limit: float = math.nan,
) -> dict[str, Any]:
    """Return what progress by growth rates (`metrics.sdg`) is asked of, for comparison; `grow` answers."""
    direction = 1 if higher_is_better else -1
    return {_GROWTH: (values[0], years[0], values[1], years[1], direction, target, year, limit)}


def grow(rows: Sequence[dict[str, Any]]) -> None:
    """Put the status and score of growth into rows that `grown` was said of, of all at once."""
    asked = [row for row in rows if _GROWTH in row]
    if not asked:
        return
    base, base_year, now, year, direction, target, target_year, limit = np.array([row.pop(_GROWTH) for row in asked]).T
    found = sdg.progress(
        base, base_year, now, year, direction=direction, target=target, target_year=target_year, limit=limit
    )
    for row, status, score in zip(asked, found.status.tolist(), found.score.tolist(), strict=True):
        row |= {"growth_status": status, "growth_score": score}
