"""Employees of the State by the planning region of the town they live in."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy.engine import Connection

from etl.vocabulary.label import EVERYONE, NOT_REPORTED
from etl.vocabulary.place import OUTSIDE, regions
from metrics.count.count import UNIT, Count, Kind, summed
from metrics.place import cities

_TOWN = "town"
_read_towns = summed("workforce", None)


def _read(connection: Connection, by: Sequence[str]) -> pd.DataFrame:
    rows = _read_towns(connection, [_TOWN, *(name for name in by if name != "region")])
    rows = rows[~rows["agency"].isin(cities(connection))]
    if not rows[_TOWN].notna().any():
        return rows.iloc[:0].assign(region=pd.Series(dtype=object))
    known = rows[_TOWN].map({**regions(), OUTSIDE: OUTSIDE}).fillna(NOT_REPORTED)
    columns = list(dict.fromkeys([*UNIT, "race_standard", "region", *by]))
    found: pd.DataFrame = (
        rows.assign(region=known, agency=EVERYONE).groupby(columns, as_index=False, dropna=False)[["value"]].sum()
    )
    return found


COUNTS = (Count(name="employees by home", kind=Kind.PEOPLE, tables=("workforce",), dimensions=("region",), read=_read),)
