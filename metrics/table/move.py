"""How a figure has moved between two years, in words and numbers that a sentence can be made of."""

import math
from typing import Any

import numpy as np

from metrics import chance, progress, sdg

Pair = tuple[float, float]


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
    """Return the status and score of progress by growth rates (`metrics.sdg`), for comparison."""
    direction = 1 if higher_is_better else -1
    found = sdg.progress(
        values[0], years[0], values[1], years[1], direction=direction, target=target, target_year=year, limit=limit
    )
    return {"growth_status": found.status.item(), "growth_score": float(found.score)}
