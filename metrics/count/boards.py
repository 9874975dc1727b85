"""Members of boards and commissions on the last day of each fiscal year, by who appoints them."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import warehouse
from etl.vocabulary import period as periods
from etl.vocabulary.label import EVERYONE, NOT_REPORTED, SEX
from metrics.count.count import UNDIVIDED, UNIT, Count, Kind, Read

_TABLE = "boards"
_OFFICE = "appointing_authority"
_GROUPS = ("race_ethnicity", "sex")


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


def _of_office(connection: Connection, by: Sequence[str]) -> pd.DataFrame:
    """Count, for each office that appoints and each group, the office's members whose group is reported: the base of
    the group's share of them. Who is not reported is of all the office's members."""
    rows = _read(connection, [_OFFICE, *_GROUPS])
    unit = [*UNIT, "race_standard"]
    asked = [each for each in _GROUPS if each in by and len(rows)]
    # All members are no share of anything: their row would read 100 percent.
    made = [] if asked else [_summed(rows, unit)]
    for name in asked:
        unknown = rows[name] == NOT_REPORTED
        for group in sorted(rows[name].unique()):
            base = rows if group == NOT_REPORTED else rows[~unknown]
            made.append(_summed(base, [*unit, _OFFICE]).assign(**{name: group}))
    found = pd.concat(made, ignore_index=True).assign(**{UNDIVIDED: not asked})
    return found.reindex(columns=list(dict.fromkeys([*unit, *by, UNDIVIDED, "value"])))


def _summed(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    found: pd.DataFrame = rows.groupby(keys, as_index=False, dropna=False)[["value"]].sum()
    return found


def _of(name: str, read: Read) -> Count:
    dimensions = (*_GROUPS, _OFFICE)
    return Count(name=name, kind=Kind.PEOPLE, tables=(_TABLE,), dimensions=dimensions, read=read)


COUNTS = (
    _of("board members", _read),
    _of("women on boards", _women),
    _of("board members of the office", _of_office),
)
