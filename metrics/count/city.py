"""A city's equal-opportunity plan: classes protected, steps of the plan, rejections for a record with their reason."""

import pandas as pd
from sqlalchemy.engine import Connection

from etl.vocabulary.plan import CITY_STEPS
from metrics import city
from metrics.count import plans, standing
from metrics.count.count import Count, Kind, Rows, listed, things

_APPLICANT = ["agency", "requisition", "applicant_id", "nature"]


def classes(connection: Connection) -> pd.DataFrame:
    """Return the classes in force on each year's day, by `jurisdiction`."""
    rows = standing.each_year(standing.rows(connection, "protected_classes"), ("valid_from", "valid_to"))
    parts = [city.protected(part, str(day)) for day, part in rows.groupby("day")]
    return pd.concat(parts) if parts else rows


def newest(connection: Connection) -> pd.DataFrame:
    """Return the newest version of each city's plan on each year's day, with `city_step`, the last it had taken."""
    rows = plans.versions(connection, "city").sort_values(["drafting", "version"], kind="stable")
    rows = rows.drop_duplicates(["agency", "period", "nature"], keep="last")
    parts = [part.assign(city_step=city.steps(part, str(day))) for day, part in rows.groupby("day")]
    return pd.concat(parts) if parts else rows.assign(city_step=pd.Series(dtype=object))


def effective(connection: Connection) -> pd.DataFrame:
    """Return those in effect."""
    rows = newest(connection)
    return rows[rows["city_step"] == CITY_STEPS[-1]]


def considered(connection: Connection) -> pd.DataFrame:
    """Return every applicant to every opening once, in the year of the first stage that is told."""
    rows = standing.rows(connection, "applicants").sort_values("date", kind="stable")
    return rows.drop_duplicates(_APPLICANT)


def rejected(connection: Connection) -> pd.DataFrame:
    """Return those turned away for a record, each with a stated reason: without one no row is loaded."""
    rows = standing.rows(connection, "applicants")
    told = rows.loc[rows["rejected_for_record"].notna(), _APPLICANT].drop_duplicates()
    return considered(connection).merge(told, on=_APPLICANT)


def _events(name: str, rows: Rows) -> Count:
    return Count(name=name, kind=Kind.EVENTS, tables=("applicants",), dimensions=(), read=listed(rows))


COUNTS = (
    things("protected_classes", "protected_classes", classes, "jurisdiction"),
    *(
        Count(name=name, kind=Kind.THINGS, tables=("plans",), dimensions=dimensions, read=listed(rows), cities=True)
        for name, rows, dimensions in (
            ("city_plans", newest, ("city_step",)),
            ("city_plans_effective", effective, ()),
        )
    ),
    _events("record_rejections", rejected),
    _events("applicants_considered", considered),
)
