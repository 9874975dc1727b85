"""Equity practices of the Office's list, and which of them agencies have adopted."""

import pandas as pd
from sqlalchemy.engine import Connection

from etl.vocabulary.label import YES_NO
from metrics.count import standing
from metrics.count.count import things

_DOMAIN = "practice_domain"


def asked(connection: Connection) -> pd.DataFrame:
    """Return every practice of the list once for each agency of the register and year."""
    rows = _adopted(connection)
    listed = standing.rows(connection, "practice_list").rename(columns={"domain": _DOMAIN})
    known = listed[["practice", _DOMAIN, "nature"]].merge(standing.years(rows, ("since",)), on="nature")
    return standing.register(connection, known)


def adopted(connection: Connection) -> pd.DataFrame:
    """Return those that an agency had adopted by the day; one adopted on a day that is not told, in every year."""
    keys = ["agency", "practice", "nature"]
    rows = asked(connection).merge(_adopted(connection)[[*keys, "adopted", "since"]], on=keys)
    always = rows["adopted"] == YES_NO[0]
    return rows[always | standing.by(rows["since"], rows["day"])]


def _adopted(connection: Connection) -> pd.DataFrame:
    rows = standing.rows(connection, "practices")
    said = rows["adopted"].isin(YES_NO)
    return rows.assign(since=rows["adopted"].where(~said))


COUNTS = (
    things("practices_listed", "practice_list", asked, _DOMAIN, also=("practices",)),
    things("practices_adopted", "practices", adopted, _DOMAIN, also=("practice_list",)),
)
