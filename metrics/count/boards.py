"""Members of boards and commissions on the last day of each fiscal year, by who appoints them."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import warehouse
from etl.vocabulary import period as periods
from etl.vocabulary.label import EVERYONE, SEX
from metrics.count.count import UNIT, Count, Kind, Read

_TABLE = "boards"


def _read(connection: Connection, by: Sequence[str]) -> pd.DataFrame:
    """Count members in their term at the end of each fiscal year from the first term on record to the last begun."""
    of = warehouse.TABLES[_TABLE]
    rows = warehouse.read(connection, sa.select(of))
    columns = list(dict.fromkeys([*UNIT, "race_standard", *by]))
    if rows.empty:
        return pd.DataFrame(columns=[*columns, "value"])
    first, last = (periods.fiscal_year(date.fromisoformat(day)) for day in _ends(rows["term_start"]))
    years = [f"FY{year:04d}" for year in range(int(first[2:]), int(last[2:]) + 1)]
    sitting = []
    for year in years:
        end = periods.parse(year).last.isoformat()
        there = (rows["term_start"] <= end) & (rows["term_end"].fillna("9999") >= end)
        sitting.append(rows[there].assign(period=year, agency=EVERYONE))
    held = pd.concat(sitting, ignore_index=True)
    counts: pd.DataFrame = held.groupby(columns, dropna=False).size().rename("value").astype(float).reset_index()
    return counts


def _ends(days: pd.Series) -> tuple[str, str]:
    return str(days.min()), str(days.max())


def _women(connection: Connection, by: Sequence[str]) -> pd.DataFrame:
    rows = _read(connection, [*by, "sex"])
    women = rows[rows["sex"] == SEX["F"]]
    return women if "sex" in by else women.drop(columns="sex")


def _of(name: str, read: Read) -> Count:
    dimensions = ("race_ethnicity", "sex", "appointing_authority")
    return Count(name=name, kind=Kind.PEOPLE, tables=(_TABLE,), dimensions=dimensions, read=read)


COUNTS = (_of("board members", _read), _of("women on boards", _women))
