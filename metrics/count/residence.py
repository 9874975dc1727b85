"""Employees by the planning region of the town they live in."""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

import pandas as pd
from sqlalchemy.engine import Connection

from etl.reference import FOLDER
from etl.vocabulary.label import EVERYONE, NOT_REPORTED
from metrics.count.count import UNIT, Count, Kind, summed

_TOWN = "town"
_read_towns = summed("workforce", None)


@cache
def _regions() -> Mapping[str, str]:
    """Return town -> planning region, in force since 2022."""
    with (FOLDER / "places.csv").open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["town"]: row["planning_region"] for row in csv.DictReader(file)})


def _read(connection: Connection, by: Sequence[str]) -> pd.DataFrame:
    rows = _read_towns(connection, [_TOWN, *(name for name in by if name != "region")])
    if not rows[_TOWN].notna().any():
        return rows.iloc[:0].assign(region=pd.Series(dtype=object))
    regions = rows[_TOWN].map(_regions()).fillna(NOT_REPORTED)
    columns = list(dict.fromkeys([*UNIT, "race_standard", "region", *by]))
    found: pd.DataFrame = (
        rows.assign(region=regions, agency=EVERYONE).groupby(columns, as_index=False, dropna=False)[["value"]].sum()
    )
    return found


COUNTS = (Count(name="employees by home", kind=Kind.PEOPLE, tables=("workforce",), dimensions=("region",), read=_read),)
