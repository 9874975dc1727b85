"""Finding limits the slow way."""

from collections.abc import Callable

Z = 1.959963984540054


def bisected(holds: Callable[[float], bool], low: float, high: float) -> float:
    """Find where a condition that holds at `low` and not at `high` turns."""
    for _ in range(200):
        middle = (low + high) / 2
        if holds(middle):
            low = middle
        else:
            high = middle
    return low
