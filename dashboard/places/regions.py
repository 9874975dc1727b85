"""The nine planning regions as tiles: bricks in eight half-columns, roughly where they lie; no geographic area."""

from collections.abc import Mapping
from types import MappingProxyType

TILES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "Northwest Hills Planning Region": (1, 2),
        "Capitol Planning Region": (1, 4),
        "Northeastern Connecticut Planning Region": (1, 6),
        "Western Connecticut Planning Region": (2, 1),
        "Naugatuck Valley Planning Region": (2, 3),
        "Lower Connecticut River Valley Planning Region": (2, 5),
        "Southeastern Connecticut Planning Region": (2, 7),
        "Greater Bridgeport Planning Region": (3, 2),
        "South Central Connecticut Planning Region": (3, 4),
    }
)
"""Region -> its row and the first of the two half-columns it takes."""


def short(region: str) -> str:
    """Return a region's name as a tile has room for it.

    >>> short("Lower Connecticut River Valley Planning Region"), short("Capitol Planning Region")
    ('River Valley', 'Capitol')
    """
    return region.removesuffix(" Planning Region").removesuffix(" Connecticut").removeprefix("Lower Connecticut ")
