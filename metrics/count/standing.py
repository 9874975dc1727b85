"""How things stand on the last day of each fiscal year: plans, goals, practices, whatever has days of its own.

A delivery says what was known on the day it was received. So the newest year is that of the newest recorded day, and
a year still running on the day of receipt stands as of that day. Neither depends on the day of a release.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import warehouse
from etl.vocabulary import period as periods
from etl.vocabulary.label import EVERYONE
from metrics import place

NATURES = ("official", "demonstration")
_LAST = "9999-12-31"
_MOST = 10


def rows(connection: Connection, table: str) -> pd.DataFrame:
    """Return the rows of a table, days as ISO text (blank: None), with `received`, the day their file came in.

    `agency` is ALL where the delivery is not an agency's.
    """
    of, snapshots = warehouse.TABLES[table], warehouse.snapshot
    joined = sa.select(*of.c, snapshots.c.received).join_from(
        of, snapshots, of.c.snapshot == snapshots.c.snapshot, isouter=True
    )
    found = warehouse.read(connection, joined)
    return found if "agency" in found else found.assign(agency=EVERYONE)


def years(found: pd.DataFrame, days: Sequence[str]) -> pd.DataFrame:
    """Return the fiscal years of rows: nature, `period`, `first` and `day`, the day that the year stands as of.

    From the year of the first of `days` (columns of rows) to that of the last that is not after the day of receipt;
    where there is none, the year of receipt. Ten years at most.
    """
    made = []
    for nature, part in found.groupby("nature"):
        received = str(part["received"].dropna().max()) if part["received"].notna().any() else _LAST
        recorded = pd.concat([part[name] for name in days]).dropna()
        past = recorded[recorded <= received]
        if past.empty and received == _LAST:
            continue
        last = _year(str(past.max()) if len(past) else received)
        first = max(_year(str(past.min())), last - _MOST + 1) if len(past) else last
        for year in range(first, last + 1):
            period = periods.parse(f"FY{year}")
            day = min(period.last.isoformat(), received)
            made.append((nature, period.text, period.first.isoformat(), day))
    return pd.DataFrame(made, columns=["nature", "period", "first", "day"])


def each_year(found: pd.DataFrame, days: Sequence[str], since: str | None = None) -> pd.DataFrame:
    """Return the rows once for each of their years, with `period`, `first` and `day`; from the day `since` on only."""
    known = found.drop(columns="period", errors="ignore").merge(years(found, days), on="nature")
    return known if since is None else known[known[since].isna() | (known[since] <= known["day"])]


def by(days: pd.Series, day: pd.Series) -> pd.Series:
    """Return whether each of `days` has come by `day`; a blank one has not."""
    return days.fillna(_LAST) <= day


def register(connection: Connection, years_of: pd.DataFrame) -> pd.DataFrame:
    """Return the agencies that the register has on each year's day, with the year's columns.

    Agencies of a demonstration are in no official year; official ones are in a demonstration's. What is asked of the
    State's agencies is asked of no city.
    """
    found = warehouse.read(connection, sa.select(warehouse.agency)).rename(columns={"nature": "of"})
    found = found[~found["agency"].isin(place.cities(connection))]
    held = found.merge(years_of, how="cross")
    valid = (held["valid_from"].fillna("") <= held["day"]) & (held["valid_to"].fillna(_LAST) >= held["day"])
    due = held[valid & ((held["of"] == "official") | (held["nature"] != "official"))]
    return due[["agency", "name", *years_of.columns]]


def _year(day: str) -> int:
    return int(periods.fiscal_year(date.fromisoformat(day)).removeprefix("FY"))


def days_between(first: pd.Series, last: pd.Series) -> pd.Series:
    """Return the number of days from one to the other, both ISO text."""
    passed: pd.Series = (pd.to_datetime(last) - pd.to_datetime(first)).dt.days.astype("float64")
    return passed
