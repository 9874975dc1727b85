"""Connecticut's towns, in planning regions since 2022 and in counties before, each with its dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from etl.vocabulary import listed
from etl.vocabulary.label import NOT_REPORTED

PLACES = Path(__file__).parents[1] / "reference" / "places.csv"
OUTSIDE = "Outside Connecticut"
"""Where an employee may live, or a firm stand; no town, and in no region."""


@dataclass(frozen=True, slots=True)
class Division:
    """What towns are summed into from one day to another: a planning region or a legacy county."""

    code: str
    name: str
    kind: str
    valid_from: date
    valid_to: date

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= day <= self.valid_to


DIVISIONS: tuple[Division, ...] = tuple(
    Division(
        row["code"],
        row["name"],
        row["kind"],
        date.fromisoformat(row["valid_from"]) if row["valid_from"] else date.min,
        date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max,
    )
    for row in listed.own("divisions")
)
TOWNS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {row["town"]: MappingProxyType(dict(row)) for row in listed.rows(PLACES)}
)
"""Town -> its `planning_region` and `legacy_county`."""
ONLINE = "Online"
TOWN_LABELS = (*TOWNS, OUTSIDE, ONLINE, NOT_REPORTED)


def divided(towns: pd.Series, day: date) -> pd.Series:
    """Return the division that each town was part of on a day: its county until 2021, its planning region since.

    What is no town (outside the state, online, not reported) stays as it is. Raises ValueError for any other name.
    """
    unknown = sorted(set(towns) - set(TOWN_LABELS))
    if unknown:
        raise ValueError(f"{len(unknown)} names are no town of Connecticut, such as {unknown[0]!r}; see places.csv")
    kinds = {division.kind for division in DIVISIONS if division.holds(day)}
    (kind,) = kinds
    return towns.map({name: TOWNS[name][kind] if name in TOWNS else name for name in TOWN_LABELS})


def regions() -> Mapping[str, str]:
    """Return the planning region of each of the 169 towns."""
    return {town: row["planning_region"] for town, row in TOWNS.items()}
