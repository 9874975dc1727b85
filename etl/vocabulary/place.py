"""Connecticut's towns and their planning regions, which are its county equivalents since 2022."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

PLACES = Path(__file__).parents[1] / "reference" / "places.csv"


@cache
def regions() -> Mapping[str, str]:
    """Return the planning region of each of the 169 towns."""
    with PLACES.open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["town"]: row["planning_region"] for row in csv.DictReader(file)})
