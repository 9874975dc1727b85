"""Dollars of the budget: with a note on equity, by the place they are spent in, beside last year's."""

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from etl import warehouse
from etl.vocabulary import period as periods
from etl.vocabulary import place
from etl.vocabulary.label import EVERYONE
from metrics.count import standing
from metrics.count.count import Count, Kind, dollars, listed

_TABLE = "budget"
_YEAR = ["agency", "nature"]


def lines(connection: Connection) -> pd.DataFrame:
    """Return every line of the budget, with `region`, the planning region of its town."""
    rows = standing.rows(connection, _TABLE)
    return rows.assign(region=rows["town"].map(place.regions()))


def noted(connection: Connection) -> pd.DataFrame:
    """Return those with a note on equity."""
    rows = lines(connection)
    return rows[rows["equity_note"].notna()]


def placed(connection: Connection) -> pd.DataFrame:
    """Return those of a town whose residents are known."""
    rows = lines(connection)
    return rows.merge(residents(connection)[["period", "nature", "town"]], on=["period", "nature", "town"])


def residents(connection: Connection) -> pd.DataFrame:
    """Return the residents of each town in each period of the budget: `town`, `region`, `residents`.

    From the benchmark `population`, its row for everyone: the window or year that ended last by the period's last day,
    else the earliest.
    """
    benchmark = warehouse.benchmark
    found = warehouse.read(
        connection,
        sa.select(benchmark.c.geography, benchmark.c.vintage, benchmark.c["count"], benchmark.c.nature).where(
            benchmark.c.benchmark == "population", benchmark.c.group == EVERYONE, benchmark.c["count"].isnot(None)
        ),
    ).rename(columns={"geography": "town", "count": "residents", "nature": "of"})
    found = found.assign(region=found["town"].map(place.regions()))
    asked = standing.rows(connection, _TABLE)[["period", "nature"]].drop_duplicates()
    rows = found[found["region"].notna()].merge(asked, how="cross")
    rows = rows[(rows["of"] == "official") | (rows["nature"] != "official")]
    ends = {text: periods.parse(text).last for text in {*rows["vintage"], *rows["period"]}}
    last, day = (pd.to_datetime(rows[name].map(ends)) for name in ("vintage", "period"))
    rows = rows.assign(later=last > day, apart=(last - day).abs(), agency=EVERYONE)
    best = rows.sort_values(["later", "apart"], kind="stable").drop_duplicates(["period", "nature", "town"])
    return best.drop(columns=["later", "apart", "of"])


def again(connection: Connection) -> pd.DataFrame:
    """Return the year's lines of agencies that told of the year before too."""
    return _beside(connection, of_before=False)


def before(connection: Connection) -> pd.DataFrame:
    """Return the lines of the year before of agencies that told of both, as of the later year."""
    return _beside(connection, of_before=True)


def _beside(connection: Connection, *, of_before: bool) -> pd.DataFrame:
    rows = lines(connection)
    told = rows[[*_YEAR, "period"]].drop_duplicates()
    earlier = {text: periods.parse(text).before() for text in told["period"].unique()}
    known = {name: each.text for name, each in earlier.items() if each}
    told = told.assign(before=told["period"].map(known).astype(object))
    both = told.merge(told[[*_YEAR, "period"]].rename(columns={"period": "before"}), on=[*_YEAR, "before"])
    if not of_before:
        return rows.merge(both[[*_YEAR, "period"]], on=[*_YEAR, "period"])
    own = rows.rename(columns={"period": "before"})
    return own.merge(both, on=[*_YEAR, "before"])


COUNTS = (
    dollars("appropriated", _TABLE, lines, "appropriated"),
    dollars("appropriated_with_note", _TABLE, noted, "appropriated"),
    dollars("appropriated_again", _TABLE, again, "appropriated"),
    dollars("appropriated_before", _TABLE, before, "appropriated"),
    dollars("expended_placed", _TABLE, placed, "expended", "town", "region", also=("benchmark",)),
    # Residents are a census's, not people of a delivery: nothing of them is to be protected.
    Count(
        name="residents", kind=Kind.THINGS, tables=("benchmark",), dimensions=("town", "region"),
        read=listed(residents, "residents"),
    ),
)  # fmt: skip
