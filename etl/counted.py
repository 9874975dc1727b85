"""Records counted: rows of people become counts in the tables that hold counts, beside those that agencies count.

Of one agency and period the official rows count before demonstration, and records before counts that were sent.
"""

from collections.abc import Callable, Collection, Mapping

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import cube, warehouse
from etl.vocabulary import age
from etl.vocabulary import period as periods
from etl.vocabulary.label import NOT_REPORTED, YES_NO

_UNIT = ["agency", "period"]
_PEOPLE = ["job_category", "race_standard", "race_ethnicity", "sex"]
_COMING = ("hire", "transfer_in")
_ROWS = cube.ROWS


MADE_OF: Mapping[str, tuple[str, ...]] = {
    "workforce_count": ("workforce",),
    "personnel_action_counts": ("personnel_actions", "workforce"),
    "applicant_counts": ("applicants",),
}
"""Table of counts -> the tables of records that are counted in it."""


def count(
    connection: Connection, names: Collection[str] = MADE_OF, tick: Callable[[str], None] = lambda _: None
) -> None:
    """Add to the tables of counts among `names`, as they were sent, what the warehouse's records add up to."""
    for name, counts, value in (
        ("workforce_count", _employees, "employees"),
        ("personnel_action_counts", _events, "events"),
        ("applicant_counts", _applicants, "applicants"),
    ):
        if name in names:
            tick(f"counting records into {name}")
            _add(connection, name, counts(connection), value)


def _employees(connection: Connection) -> pd.DataFrame:
    of = warehouse.TABLES["workforce"].c
    rows = _sized(
        connection,
        [
            of[name]
            for name in (*_UNIT, *_PEOPLE, "full_time", "disability", "veteran", "birth_year", "nature", "snapshot")
        ],
        of.agency.table,
    )
    if rows.empty:
        return rows
    bands = [age.band(part["birth_year"], periods.parse(str(when)).last) for when, part in rows.groupby("period")]
    rows = rows.assign(age_band=pd.concat(bands))
    for name, asked_of in (("age_band", "birth_year"), ("disability", "disability"), ("veteran", "veteran")):
        unknown = NOT_REPORTED if name == "age_band" else YES_NO[-1]
        asked = rows[asked_of].notna().groupby([rows[key] for key in _UNIT]).transform("any")
        # An agency that did not ask says nothing of anybody, not that they did not answer.
        rows[name] = rows[name].where(rows[name].notna(), unknown).where(asked, None)
    return rows.drop(columns="birth_year")


def _events(connection: Connection) -> pd.DataFrame:
    action, people = warehouse.TABLES["personnel_actions"], warehouse.TABLES["workforce"]
    years = list(connection.scalars(sa.select(action.c.period).distinct()))
    if not years:
        return pd.DataFrame()
    before = {year: earlier.text for year in years if (earlier := periods.parse(year).before())}
    then, now = people.alias("then"), people.alias("now")
    previous = sa.case(before, value=action.c.period, else_="")
    same = [sa.and_(each.c.agency == action.c.agency, each.c.person_id == action.c.person_id) for each in (then, now)]
    joined = action.outerjoin(then, sa.and_(same[0], then.c.period == previous)).outerjoin(
        now, sa.and_(same[1], now.c.period == action.c.period)
    )
    kept = [action.c[name] for name in (*_UNIT, *_PEOPLE[1:], "action", "to_job_category", "nature", "snapshot")]
    # Whoever comes is counted in the job that they come to, everybody else in the one that they had.
    rows = _sized(connection, [*kept, then.c.job_category.label("then"), now.c.job_category.label("now")], joined)
    held = rows["then"].where(rows["then"].notna(), rows["now"])
    held = held.where(~rows["action"].isin(_COMING), rows["to_job_category"])
    job = held.where(held.notna(), rows["to_job_category"]).fillna(NOT_REPORTED)
    return rows.assign(job_category=job).drop(columns=["to_job_category", "then", "now"])


def _applicants(connection: Connection) -> pd.DataFrame:
    of = warehouse.TABLES["applicants"]
    # An opening belongs to the period of its first applicant, so that nobody is hired in another period than applied.
    first = sa.func.min(of.c.date).over(partition_by=[of.c.agency, of.c.requisition]).label("first")
    inner = sa.select(of, first).subquery()
    names = ("agency", "first", *_PEOPLE, "stage", "nature", "snapshot")
    rows = _sized(connection, [inner.c[name] for name in names], inner)
    days = {day: periods.fiscal_year(periods.parse(day).last) for day in (rows["first"].unique() if len(rows) else ())}
    return rows.assign(period=rows["first"].map(days)).drop(columns="first") if len(rows) else rows


def _sized(connection: Connection, columns: list[sa.ColumnElement[object]], of: sa.FromClause) -> pd.DataFrame:
    """Return the rows of a table counted by columns."""
    return warehouse.read(connection, cube.finest(columns, of))


def _add(connection: Connection, name: str, records: pd.DataFrame, value: str) -> None:
    """Put counted records in the place of the counts sent of the same agency and period, unless those alone are
    official."""
    if records.empty:
        return
    table = warehouse.TABLES[name]
    keys = [str(each) for each in records if each != _ROWS]
    counts = records.groupby(keys, as_index=False, dropna=False)[[_ROWS]].sum().rename(columns={_ROWS: value})
    counts[keys] = counts[keys].astype(object).where(counts[keys].notna(), None)
    counts[value] = counts[value].astype("int64")
    sent = sa.select(table.c.agency, table.c.period, table.c.nature).distinct()
    there = warehouse.read(connection, sent)
    both = counts[[*_UNIT, "nature"]].drop_duplicates().merge(there, on=_UNIT, suffixes=("", "_sent"))
    demonstration = (both["nature"] != "official") & (both["nature_sent"] == "official")
    stay = pd.MultiIndex.from_frame(both.loc[demonstration, _UNIT])
    counts = counts[~pd.MultiIndex.from_frame(counts[_UNIT]).isin(stay)]
    for agency, period in counts[_UNIT].drop_duplicates().itertuples(index=False):
        connection.execute(sa.delete(table).where(table.c.agency == agency, table.c.period == period))
    warehouse.fill(connection, table, counts)
