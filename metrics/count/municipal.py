"""Connecticut's towns in the municipal equity process."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy.engine import Connection

from etl.vocabulary import place
from etl.vocabulary.label import EVERYONE
from metrics import municipal
from metrics.count import standing
from metrics.count.count import Count, Kind, Span, listed, things

_TABLE = "municipal_actions"
_YEAR = ["nature", "period"]


def begun(connection: Connection) -> pd.DataFrame:
    """Return the towns that had begun by each year's day, as they stood then; see `metrics.municipal`."""
    rows = standing.each_year(standing.rows(connection, _TABLE), ("date",), "date")
    years = [part for _, part in rows.groupby(_YEAR)]
    parts = [municipal.standings(part).merge(part[_YEAR].drop_duplicates(), how="cross") for part in years]
    columns = ["town", "step", "since", "until", "applied", "months", "bronze", "silver", *_YEAR]
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return found.assign(agency=EVERYONE, region=found["town"].map(place.regions()))


def bronze(connection: Connection) -> pd.DataFrame:
    """Return those that meet the equity requirement for Bronze."""
    rows = begun(connection)
    return rows[rows["bronze"].astype(bool)]


def silver(connection: Connection) -> pd.DataFrame:
    """Return those that meet it for Silver."""
    rows = begun(connection)
    return rows[rows["silver"].astype(bool)]


def towns(connection: Connection) -> pd.DataFrame:
    """Return all 169 towns in each year that any town's steps are told of."""
    regions = place.regions()
    every = pd.DataFrame({"town": list(regions), "region": list(regions.values()), "agency": EVERYONE})
    return every.merge(standing.years(standing.rows(connection, _TABLE), ("date",)), how="cross")


def elapsed(connection: Connection, by: Sequence[str]) -> pd.DataFrame:
    """Return the days between each town's first and latest step."""
    rows = begun(connection)
    return rows.assign(days=standing.days_between(rows["since"], rows["until"]))


COUNTS = (
    things("towns", _TABLE, towns, "region"),
    things("towns_begun", _TABLE, begun, "region", "step"),
    things("towns_bronze", _TABLE, bronze, "region"),
    things("towns_silver", _TABLE, silver, "region"),
    Count(
        name="actions_applied", kind=Kind.THINGS, tables=(_TABLE,), dimensions=("town", "region"),
        read=listed(begun, "applied"),
    ),
)  # fmt: skip
SPANS = (Span(name="town_process", tables=(_TABLE,), dimensions=("region", "town"), read=elapsed),)
