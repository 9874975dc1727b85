"""Reads the lists that stand beside this package as CSV files."""

import csv
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent
REVIEW = ("source", "reviewed_by", "reviewed_on")
"""The columns that every list has: where it is from, who looked at it last and when."""


def rows(path: Path) -> tuple[Mapping[str, str], ...]:
    """Return the rows of a list; cells as they stand, blank as ""."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def own(name: str) -> tuple[Mapping[str, str], ...]:
    """Return the rows of this package's list `name`."""
    return rows(FOLDER / f"{name}.csv")
